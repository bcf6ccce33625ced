from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.content import load_content
from knowledge.screening.facts import (
    Each,
    FactError,
    Known,
    NumberRange,
    Unanswered,
    facts_from_json,
    facts_to_json,
    narrow,
    one_of,
)
from knowledge.situation import Fact

Situation = dict[str, Fact]


@pytest.fixture
def situation(root: Path) -> Situation:
    return dict(load_content(root).situation)


@pytest.mark.parametrize(
    ("key", "said", "known"),
    [
        ("age", 70, NumberRange(70, 70)),
        ("age", "70", NumberRange(70, 70)),
        ("age", "65-79", NumberRange(65, 79)),
        ("age", 0, NumberRange(0, 0)),
        ("age", "unsure", Unanswered.UNSURE),
        ("school_stage", "junior", one_of("junior")),
        ("school_stage", ["junior", "senior"], one_of("junior", "senior")),
        ("school_stage", "untold", Unanswered.UNTOLD),
    ],
)
def test_simple_forms_are_read(situation: Situation, key: str, said: Any, known: Known) -> None:
    assert facts_from_json({key: said}, situation) == {key: known}


@pytest.mark.parametrize("said", [None, ["junior", "senior", "finished"]])
def test_what_says_nothing_leaves_the_fact_out(situation: Situation, said: Any) -> None:
    assert facts_from_json({"school_stage": said}, situation) == {}


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"hair": "grey"}, ["hair", "age、school_stage"]),
        ({"school_stage": "univercity"}, ["school_stage", "univercity", "junior"]),
        ({"school_stage": ["junior", "x"]}, ["school_stage", "“x”"]),
        ({"school_stage": []}, ["school_stage"]),
        ({"school_stage": 3}, ["school_stage", "“3”"]),
        ({"age": -5}, ["age", "-5"]),
        ({"age": 300}, ["age", "300"]),
        ({"age": "79-65"}, ["age", "79-65"]),
        ({"age": True}, ["age", "True"]),
        ({"age": 6.5}, ["age", "6.5"]),
        ({"age": [70]}, ["age"]),
        (["age"], ["age"]),
        ("novel", ["novel"]),
    ],
)
def test_what_is_unknown_is_refused_by_name(situation: Situation, given: Any, names: list[str]) -> None:
    with pytest.raises(FactError) as caught:
        facts_from_json(given, situation)
    assert [name for name in names if name not in str(caught.value)] == []


@pytest.mark.parametrize(
    "known",
    [
        {"age": NumberRange(70, 70)},
        {"age": NumberRange(65, 79), "school_stage": one_of("senior", "junior")},
        {"age": Unanswered.UNSURE, "school_stage": one_of("finished")},
        {},
    ],
)
def test_json_is_read_back_as_written(situation: Situation, known: dict[str, Known]) -> None:
    assert facts_from_json(facts_to_json(known, situation), situation) == known


def test_values_that_hold_at_once_are_joined(situation: Situation) -> None:
    several = {"school_stage": replace(situation["school_stage"], can_be_several=True)}
    known = {"school_stage": Each(frozenset({"senior", "junior"}))}
    assert facts_to_json(known, several) == {"school_stage": "junior+senior"}
    assert facts_from_json({"school_stage": "senior+junior"}, several) == known


@pytest.mark.parametrize("said", ["junior+senior", "junior+x", "+", "junior+"])
def test_values_that_cannot_hold_at_once_are_refused(situation: Situation, said: str) -> None:
    with pytest.raises(FactError):
        facts_from_json({"school_stage": said}, situation)


def test_json_is_plain_and_in_the_order_of_the_situation(situation: Situation) -> None:
    known: dict[str, Known] = {"school_stage": one_of("senior", "junior"), "age": NumberRange(65, 79)}
    assert list(facts_to_json(known, situation).items()) == [("age", "65-79"), ("school_stage", ["junior", "senior"])]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (NumberRange(60, 79), NumberRange(70, 120), NumberRange(70, 79)),
        (NumberRange(7, 7), NumberRange(45, 120), None),
        (one_of("a", "b"), one_of("b", "c"), one_of("b")),
        (one_of("a"), one_of("b"), None),
        (Unanswered.UNSURE, one_of("b"), one_of("b")),
        (NumberRange(7, 7), Unanswered.UNTOLD, NumberRange(7, 7)),
        (Unanswered.UNSURE, Unanswered.UNTOLD, Unanswered.UNTOLD),
        (NumberRange(7, 7), one_of("a"), None),
        (Each(frozenset("ab")), one_of("b", "c"), Each(frozenset("ab"))),
        (one_of("c"), Each(frozenset("ab")), None),
        (Each(frozenset("ab")), Each(frozenset("bc")), Each(frozenset("abc"))),
    ],
)
def test_two_findings_narrow_each_other(first: Known, second: Known, both: Known | None) -> None:
    assert narrow(first, second) == both
