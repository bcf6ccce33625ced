from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import load_content
from knowledge.screening.facts import NumberRange, one_of
from knowledge.screening.statements import Statement, StatementReader
from tests.knowledge.mini_content import edit

YEAR = 2026


def read(root: Path, clause: str, before: str = "") -> list[Statement]:
    content = load_content(root)
    reader = StatementReader(content.situation, content.tellings, str)
    return reader.read(clause, reader.telling(reader.look(before), reader.look(clause)), [], YEAR)


def test_phrases_and_ages_are_stated_in_order(root: Path) -> None:
    told = [(one.fact, one.known, one.words) for one in read(root, "12岁上初一")]
    assert told == [("age", NumberRange(12, 12), "12岁"), ("school_stage", one_of("junior"), "上初一")]


@pytest.mark.parametrize(
    ("clause", "is_denied", "is_past"),
    [("在初中", False, False), ("没在初中", True, False), ("以前在初中", False, True), ("不是初中生", True, False)],
)
def test_how_it_is_stated(root: Path, clause: str, is_denied: bool, is_past: bool) -> None:
    (statement,) = read(root, clause)
    assert (statement.is_denied, statement.is_past) == (is_denied, is_past)


@pytest.mark.parametrize("clause", ["想在初中", "要是在初中", "我们村"])
def test_what_tells_nothing_is_passed_over(root: Path, clause: str) -> None:
    assert read(root, clause) == []


def test_a_topic_counts_only_when_it_is_denied(root: Path) -> None:
    (statement,) = read(root, "初中生")
    assert statement.is_past


@pytest.mark.parametrize("clause", ["在上中学", "在念中学", "在读中学"])
def test_a_group_stands_for_any_of_its_words_and_groups(root: Path, clause: str) -> None:
    (statement,) = read(root, clause)
    assert statement.known == one_of("senior", "junior")


def test_what_is_typical_does_not_take_away_what_says_the_same_for_sure(root: Path) -> None:
    edit(
        root,
        "facts.yaml",
        "~学 > 中学",
        "~学 > 中学]}\n  - {fact: school_stage, is: junior, typical: 'true', words: [在 > 初中",
    )
    sure = [one.is_typical for one in read(root, "住在镇初中")]
    assert sorted(sure) == [False, True]


def test_a_phrase_of_an_unknown_fact_is_passed_over(root: Path) -> None:
    edit(root, "situation.yaml", "- fact: school_stage", "- fact: other_stage")
    assert read(root, "在初中") == []


def test_a_phrase_of_two_clauses_says_more_than_the_first(root: Path) -> None:
    edit(root, "facts.yaml", "上|念 > 初一", "上|念 >> 初一")
    (statement,) = read(root, "去年的初一", before="娃在念")
    assert (statement.is_continued, statement.words) == (True, "去年的初一")
