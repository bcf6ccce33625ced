from __future__ import annotations

import re
from typing import TypeVar

import pytest

from knowledge.screening import phrases
from knowledge.screening.phrases import Hit, PhraseIndex, over_places

T = TypeVar("T")


def found(index: PhraseIndex[T], clause: str) -> list[Hit[T]]:
    return index.look(clause)[1]


def across(index: PhraseIndex[T], before: str, after: str) -> list[Hit[T]]:
    return list(index.find_across(index.look(before)[0], index.look(after)[0]))


def hits(phrase: str, clause: str) -> list[str]:
    return [clause[hit.start : hit.end] for hit in found(PhraseIndex([(phrase, 1)], str), clause)]


@pytest.mark.parametrize(
    ("phrase", "clause", "expected"),
    [
        ("低保", "吃低保领低保", ["低保", "低保"]),
        ("在|去 > 打工", "去广东打工", ["去广东打工"]),
        ("在|去 > 打工", "去广东那边的大城市打工", []),
        ("在|去 > 打工", "打工去", []),
        ("腿 > 断", "腿让车压断", ["腿让车压断"]),
        ("腿 > 断", "腿没断", []),
        ("娃 > 走了", "娃他爸走了", []),
        ("今年 > 走了", "今年八十了老伴走了", []),
        ("独子 >> 没了", "独子二十了没了", ["独子二十了没了"]),
        ("=低保|五保", "五保", ["五保"]),
        ("低保|低保户", "低保户", ["低保户"]),
        ("=低保", "低保", ["低保"]),
        ("=低保", "低保咋办", []),
        ("=低保", "吃低保", []),
        ("独子 >> 没了", "独子去年没了", ["独子去年没了"]),
    ],
)
def test_phrases_in_a_clause(phrase: str, clause: str, expected: list[str]) -> None:
    assert hits(phrase, clause) == expected


def test_a_phrase_may_end_in_the_next_clause() -> None:
    index = PhraseIndex([("独子 >> 没了", "gone"), ("独子 > 没了", "never")], str)
    assert across(index, "有个独子", "去年没了") == [Hit(0, 4, "gone", is_continued=True)]


def test_a_phrase_within_the_clause_before_is_not_found_again() -> None:
    assert across(PhraseIndex([("独子 >> 没了", 1)], str), "独子没了", "去年") == []


def test_a_phrase_is_compiled_only_where_its_end_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []

    def compiled(expression: str) -> re.Pattern[str]:
        sought.append(expression)
        return re.compile(expression)

    monkeypatch.setattr(phrases, "_compiled", compiled)
    index = PhraseIndex([("在|去 > 打工", 1), ("在|去 > 上学", 2)], str)
    assert ({hit.owner for hit in found(index, "在广东" * 20 + "打工")}, len(set(sought))) == ({1}, 1)


def test_the_phrases_over_a_place_keep_their_order() -> None:
    first, second = Hit(0, 3, 1), Hit(1, 2, 2)
    assert over_places([0, 1, 4], [first, second]) == {0: [first], 1: [first, second], 4: []}


def test_a_phrase_opens_with_its_first_part() -> None:
    (hit,) = found(PhraseIndex([("幼儿园 > 老师", 1)], str), "幼儿园的老师")
    assert (hit.opens_with(0, 3), hit.opens_with(4, 6)) == (True, False)


@pytest.mark.parametrize(("start", "end", "covered"), [(2, 4, True), (1, 5, False), (1, 6, False), (0, 3, False)])
def test_a_longer_phrase_covers_a_shorter_one(start: int, end: int, covered: bool) -> None:
    assert Hit(1, 5, None).covers(start, end) is covered
