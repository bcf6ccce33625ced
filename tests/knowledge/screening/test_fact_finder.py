"""What people write about themselves and theirs, and what is understood of it, with the shipped content."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import load_content
from knowledge.models import Content
from knowledge.screening.clauses import LONGEST
from knowledge.screening.fact_finder import FactFinder
from knowledge.screening.facts import facts_to_json, one_of
from knowledge.screening.found import Found, Person
from knowledge.screening.people import Mention, PeopleReader

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
TODAY = date(2026, 6, 1)
ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "told.yaml").read_text(encoding="utf-8"))
INDEPENDENT = ("我七十二", "住农村", "腿脚不好", "吃低保", "没有残疾")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


@pytest.fixture(scope="module")
def finder(content: Content) -> FactFinder:
    return FactFinder(content)


def told(person: Person, content: Content) -> dict[str, Any]:
    """Return what the text tells of a person, as JSON, without whom it is about."""
    known = facts_to_json(person.facts, content.situation)
    return {key: value for key, value in known.items() if key != "whom"}


def other(found: Found, called: str) -> Person:
    return next(person for person in found.others if person.called == called)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_told_facts_are_understood(finder: FactFinder, content: Content, row: dict[str, Any]) -> None:
    found = finder.find(row["text"], TODAY)
    whom = f"{found.whom} {found.person.called}".strip()
    assert (whom, told(found.person, content)) == (row["whom"], row["facts"])
    assert found.contradictions == ()


def test_each_person_has_own_facts_and_the_household_shares_some(finder: FactFinder, content: Content) -> None:
    found = finder.find("我婆86，我四十，家在农村，娃上初三", TODAY)
    assert found.person.called == "婆"
    assert told(found.person, content) == {"age": 86, "area": "rural"}
    assert told(other(found, ""), content) == {"age": 40, "area": "rural"}
    assert told(other(found, "娃"), content)["school_stage"] == "junior"


def test_what_is_asked_for_somebody_is_about_that_one(finder: FactFinder) -> None:
    found = finder.find("我42，种地，吃低保，替我妈问一下有啥补助", TODAY)
    assert (found.whom, found.person.called) == ("elder", "妈")


def test_nobody_named_is_the_one_who_asks_and_whom_stays_open(finder: FactFinder) -> None:
    found = finder.find("有糖尿病", TODAY)
    assert (found.whom, "whom" in found.facts) == ("me", False)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("我7岁，退休了", ("work", "退休了"), ("age", "7岁")),
        ("我爸80岁，我爸今年60岁", ("age", "80岁"), ("age", "60岁")),
        ("我吃低保，我没吃低保", ("income", "吃低保"), ("income", "吃低保")),
        ("我82岁了，怀孕三个月", ("family_stage", "怀孕"), ("age", "82岁了")),
        ("我是残疾人，我没有残疾", ("disability", "残疾人"), ("disability", "残疾")),
    ],
)
def test_what_does_not_fit_is_told_and_kept_out(
    finder: FactFinder, text: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    found = finder.find(text, TODAY)
    (clash,) = found.contradictions
    assert (clash.first_fact, clash.first_words) == first
    assert (clash.second_fact, clash.second_words) == second
    assert not {clash.first_fact, clash.second_fact} & found.facts.keys()


def test_two_ages_of_several_people_are_two_people(finder: FactFinder) -> None:
    found = finder.find("我爸妈一个72岁，一个69岁", TODAY)
    assert found.contradictions == ()
    assert {str(person.facts["age"]) for person in (found.person, *found.others)} == {"72", "69"}


def test_an_age_by_year_of_birth_grows_with_the_years(finder: FactFinder) -> None:
    assert str(finder.find("我1950年生的", date(2030, 1, 1)).facts["age"]) == "79-80"


@pytest.mark.parametrize("order", list(permutations(INDEPENDENT)), ids="".join)
def test_the_order_of_independent_sentences_does_not_matter(finder: FactFinder, order: tuple[str, ...]) -> None:
    expected = finder.find("，".join(INDEPENDENT), TODAY).facts
    assert finder.find("，".join(order), TODAY).facts == expected


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    _finder().find(text, TODAY)


@settings(deadline=None)
@given(parts=st.lists(st.sampled_from([row["text"] for row in ROWS]), min_size=1, max_size=12))
def test_any_mixture_of_tellings_is_read(parts: list[str]) -> None:
    found = _finder().find("。".join(parts), TODAY)
    doubtful = {key for clash in found.contradictions for key in (clash.first_fact, clash.second_fact)}
    assert doubtful.isdisjoint(found.facts)


def test_a_novel_is_read_as_far_as_its_start(finder: FactFinder) -> None:
    found = finder.find("我婆86了，" + "说来话长。" * 2000 + "我残疾", TODAY)
    assert str(found.facts["age"]) == "86"
    assert found.others == ()


@pytest.mark.parametrize("said", ["大学刚毕业", "奶娃", "我婆86了", "三娃", "爸妈走得早", "哥"])
def test_what_is_said_without_end_tells_no_more_than_said_at_length(finder: FactFinder, said: str) -> None:
    assert finder.find(said * 2000, TODAY) == finder.find((said * 1000)[:LONGEST], TODAY)


def test_a_clause_is_searched_once_however_often_it_is_said(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    find = PeopleReader.find

    def counted(reader: PeopleReader, clause: str) -> list[Mention]:
        searched.append(clause)
        return find(reader, clause)

    monkeypatch.setattr(PeopleReader, "find", counted)
    finder = FactFinder(content)
    finder.find("我婆八十六岁残疾，我爸瘫痪了没人管。" * 50, TODAY)
    assert sorted(searched) == ["我婆八十六岁残疾", "我爸瘫痪了没人管"]


MOST_CALLS = 80_000
"""Calls that reading a text may take: about 20 ms."""


def calls(finder: FactFinder, text: str) -> int:
    """Return how many functions are called to read a text; counted, since a clock tells of the machine besides."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    finder.find(text, TODAY)  # what is compiled when first needed is compiled
    sys.setprofile(note)
    try:
        finder.find(text, TODAY)
    finally:
        sys.setprofile(None)
    return count


def contrived(content: Content) -> dict[str, str]:
    """Return texts that are nothing but words which mean something, as long as a message may be."""
    told = [word for telling in content.tellings.tellings for word in telling.words if not set(word) & set(">|=")]
    people = [word for kin in content.tellings.people for word in kin.words]
    lot = Random(1)  # noqa: S311  nothing secret
    ages = [f"{number}岁" for number in range(1, 99)]
    makers: dict[str, Callable[[], str]] = {
        "told": lambda: lot.choice(told),
        "people": lambda: lot.choice(people),
        "both": lambda: lot.choice(people) + lot.choice(told),
        "ages": lambda: lot.choice(people) + lot.choice(ages),
        "sentences": lambda: f"{lot.choice(people)}{lot.choice(told)}，",
    }
    return {name: "".join(make() for _ in range(LONGEST))[:LONGEST] for name, make in makers.items()}


def test_the_work_of_any_text_is_bounded(finder: FactFinder, content: Content) -> None:
    counts = {name: calls(finder, text) for name, text in contrived(content).items()}
    counts |= {
        said: calls(finder, said * LONGEST) for said in ("爹妈先后去世", "奶娃", "大学刚毕业", "我是独生子女", "3")
    }
    assert {name: count for name, count in counts.items() if count > MOST_CALLS} == {}


def test_the_work_grows_with_the_length_of_the_text_only(finder: FactFinder) -> None:
    once = "".join(row["text"] + "，说来话就长了，一天天就这么过来，也没跟谁讲过。" for row in ROWS)
    assert calls(finder, once[:LONGEST]) < 2.5 * calls(finder, once[: LONGEST // 2])


def test_what_is_told_at_the_end_of_a_long_message_is_read(finder: FactFinder) -> None:
    story = "我婆86了。" + "说来话就长了，一天天就这么过来，也没跟谁讲过。" * 80
    end = "她眼睛看不见"
    found = finder.find(story[: LONGEST - len(end)] + end, TODAY)
    assert found.facts["disability"] == one_of("yes")


@cache
def _finder() -> FactFinder:
    """Return one finder for all examples of a property test."""
    return FactFinder(load_content(CONTENT))


SPOKEN = "我婆八十二糖尿病娃念初二男人在西安打工我在屋种地"


def test_several_people_in_one_breath_are_told_apart(finder: FactFinder) -> None:
    found = finder.find(SPOKEN, TODAY)
    people = {person.called: person.facts for person in (found.person, *found.others)}
    assert people.keys() == {"婆", "娃", "男人", ""}
    assert {"illness", "age"} <= people["婆"].keys()
    assert {"illness", "age"}.isdisjoint(people["娃"])


def test_who_has_died_is_none_of_the_people(finder: FactFinder) -> None:
    found = finder.find("我爸九十了，昨天走了，我妈七十", TODAY)
    assert found.person.called == "妈"
    assert "爸" not in {person.called for person in found.others}
    assert found.facts["bereavement"] == one_of("recent")


def test_what_the_one_who_died_did_is_told_of_nobody(finder: FactFinder) -> None:
    found = finder.find("男人在矿上出事走了，留下我和两个娃", TODAY)
    assert all("work" not in person.facts for person in (found.person, *found.others))


def test_what_a_neighbour_has_is_not_told_of_ones_own_household(finder: FactFinder) -> None:
    found = finder.find("隔壁张叔吃五保，我爸七十了", TODAY)
    assert (found.person.called, "income" in found.facts) == ("爸", False)


def test_what_holds_for_the_household_of_one_who_died_holds_for_who_is_left(finder: FactFinder) -> None:
    found = finder.find("我爸吃低保，昨天走了", TODAY)
    assert (found.whom, found.facts["income"]) == ("me", one_of("dibao"))
