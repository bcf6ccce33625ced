from __future__ import annotations

import pytest

from knowledge.screening.people import Mention
from knowledge.screening.subjects import Span, cut_at_subjects
from knowledge.situation import Whom
from knowledge.tellings import Kin

ME = Kin(Whom.ME, ("我",), is_generic=False, is_several=False)


def named(clause: str, word: str, *, is_introduced: bool = False, is_beneficiary: bool = False) -> Mention:
    start = clause.index(word)
    kin = ME if word == "我" else Kin(Whom.OTHER, (word,), is_generic=False, is_several=False)
    return Mention(start, start + len(word), kin, word, False, is_introduced, is_beneficiary)


def told(clause: str, word: str, *, is_request: bool = False) -> Span:
    start = clause.index(word)
    return Span(start, start + len(word), is_request=is_request)


def cut(clause: str, people: str, spans: str) -> list[str]:
    words, stretches = people.split(), spans.split()
    return cut_at_subjects(clause, [named(clause, one) for one in words], [told(clause, one) for one in stretches])


@pytest.mark.parametrize(
    ("clause", "people", "spans", "parts"),
    [
        ("厂子倒了男人失业", "男人", "倒了 失业", ["厂子倒了", "男人失业"]),
        ("我婆糖尿病娃念初二", "婆 娃", "糖尿病 念初二", ["我婆糖尿病", "娃念初二"]),
        ("我在工厂上班娃上学", "我 娃", "在工厂上班 上学", ["我在工厂上班", "娃上学"]),
        ("婆八十糖尿病娃上学男人打工", "婆 娃 男人", "八十 糖尿病 上学 打工", ["婆八十糖尿病", "娃上学", "男人打工"]),
    ],
)
def test_another_subject_begins_a_sentence(clause: str, people: str, spans: str, parts: list[str]) -> None:
    assert cut(clause, people, spans) == parts


@pytest.mark.parametrize(
    ("clause", "people", "spans"),
    [
        ("我残疾娃要上学", "我 娃", "残疾 上学"),
        ("照顾了爷爷三年了", "爷爷", "三年"),
        ("爸妈打工娃在家", "爸妈 娃", "打工娃在家"),
        ("瘫在床上我婆", "婆", "瘫在床上"),
        ("妹离婚带个六岁娃上学", "妹 娃", "六岁 上学"),
    ],
)
def test_a_person_described_or_within_a_phrase_begins_none(clause: str, people: str, spans: str) -> None:
    assert cut(clause, people, spans) == [clause]


@pytest.mark.parametrize(("is_introduced", "is_beneficiary"), [(True, False), (False, True)])
def test_somebody_brought_up_or_asked_for_begins_none(is_introduced: bool, is_beneficiary: bool) -> None:
    clause = "我七十了有个娃残疾"
    child = named(clause, "娃", is_introduced=is_introduced, is_beneficiary=is_beneficiary)
    assert cut_at_subjects(clause, [named(clause, "我"), child], [told(clause, "七十了有个")]) == [clause]


def test_who_is_named_after_a_request_begins_a_sentence() -> None:
    clause = "有没有补贴我妈七十了"
    parts = cut_at_subjects(clause, [named(clause, "妈")], [told(clause, "补贴我", is_request=True)])
    assert parts == ["有没有补贴我", "妈七十了"]
