from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import load_content
from knowledge.screening.people import PeopleReader, are_told_of, people_at

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"


@pytest.fixture(scope="module")
def reader() -> PeopleReader:
    return PeopleReader(load_content(CONTENT).tellings, str)


@pytest.mark.parametrize(
    ("clause", "people"),
    [
        ("我婆86", ["elder 婆"]),
        ("我外婆86", ["elder 外婆"]),
        ("我老婆怀孕", ["spouse 老婆"]),
        ("屋里那口子病了", ["spouse 那口子"]),
        ("娃他爸打工", ["spouse 娃他爸"]),
        ("老公的妈病了", ["elder 妈"]),
        ("我侄儿的娃", ["child 娃"]),
        ("我是个老人", ["me"]),
        ("我一个老婆子", ["me"]),
        ("我们村穷", []),
        ("老家在农村", []),
        ("我想问下婆的事", ["elder 婆"]),
        ("年纪大的有没有", []),
        ("有补助没", []),
        ("我八十二老伴走得早", ["me", "spouse 老伴"]),
        ("二老都在", ["elder 二老"]),
    ],
)
def test_who_is_spoken_of(reader: PeopleReader, clause: str, people: list[str]) -> None:
    assert [f"{one.kin.whom} {one.called}".strip() for one in reader.find(clause)] == people


def test_a_companion_and_one_asked_for_are_told_apart(reader: PeopleReader) -> None:
    child, mother = reader.find("我带着娃")[1], reader.find("替我妈问一下")[0]
    assert (child.is_companion, child.is_beneficiary) == (True, False)
    assert (mother.is_companion, mother.is_beneficiary) == (False, True)


@pytest.mark.parametrize(
    ("clause", "told", "of"),
    [
        ("我婆腿脚不好", "腿脚不好", ["婆"]),
        ("我带着娃租房住", "租房", [""]),
        ("我照顾瘫痪的老公", "瘫痪", ["老公"]),
        ("我婆和我爷都病了", "病了", ["婆", "爷"]),
        ("瘫在床上", "瘫在床上", []),
        ("我女儿念完书我和她爸都种地", "种地", ["", "爸"]),
        ("我女儿念完书他们都种地", "种地", ["他们"]),
    ],
)
def test_of_whom_something_is_told(reader: PeopleReader, clause: str, told: str, of: list[str]) -> None:
    start = clause.index(told)
    people = people_at(reader.find(clause), start, start + len(told), clause, is_age=False)
    assert [one.called for one in people] == of


def test_an_age_is_of_who_stands_before_it(reader: PeopleReader) -> None:
    clause = "我带着娃8岁"
    assert [one.called for one in people_at(reader.find(clause), 4, 6, clause, is_age=True)] == ["娃"]


@pytest.mark.parametrize(
    ("clause", "is_home"), [("借住在我哥家", True), ("我哥家里穷", False), ("住在我哥隔壁", False)]
)
def test_where_somebody_lives_is_not_somebody(reader: PeopleReader, clause: str, is_home: bool) -> None:
    assert [one.is_home for one in reader.find(clause) if one.called == "哥"] == [is_home]


@pytest.mark.parametrize(("clause", "told"), [("三个娃都在外头打工", True), ("三个娃没工作", False)])
def test_what_all_children_do_is_told_of_them(reader: PeopleReader, clause: str, told: bool) -> None:
    assert [are_told_of(one, clause) for one in reader.find(clause)] == [told]
