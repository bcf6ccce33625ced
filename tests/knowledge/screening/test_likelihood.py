from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conditions import AllOf, AnyOf, ChoiceCriterion, Condition, Not, NumberCriterion, WindowCriterion
from knowledge.screening.facts import Facts, NumberRange, one_of
from knowledge.screening.likelihood import LEFT_TO_WINDOW, weigh
from knowledge.situation import Band, Fact, FactKind

AGE = Fact(
    key="age",
    kind=FactKind.NUMBER,
    unit="岁",
    question="",
    why="",
    name="年纪",
    shares={},
    ages={},
    values={},
    bands=(Band(0, 59, "", 3), Band(60, 120, "", 1)),
)
AREA = Fact(
    key="area",
    kind=FactKind.CHOICE,
    unit="",
    question="",
    why="",
    name="住处",
    shares={"rural": 3, "urban": 1},
    ages={},
    values={"rural": "农村", "urban": "县城"},
    bands=(),
)
SITUATION = {"age": AGE, "area": AREA}
OLD = NumberCriterion("age", 60, 999, "")
MIDDLE = NumberCriterion("age", 30, 59, "")
RURAL = ChoiceCriterion("area", frozenset({"rural"}), "")


@pytest.mark.parametrize(
    ("condition", "facts", "probability"),
    [
        (OLD, {}, 0.25),
        (MIDDLE, {}, 0.375),
        (RURAL, {}, 0.75),
        (Not(RURAL), {}, 0.25),
        (AllOf((OLD, RURAL)), {}, 0.1875),
        (AnyOf((OLD, RURAL)), {}, 0.8125),
        (AllOf((OLD, RURAL)), {"age": NumberRange(70, 70)}, 0.75),
        (AllOf((OLD, Not(OLD))), {}, 0.0),
        (OLD, {"age": NumberRange(59, 60)}, (1 / 61) / (1 / 61 + 3 / 60)),
        (AnyOf((OLD, WindowCriterion("", ""))), {"age": NumberRange(9, 9)}, LEFT_TO_WINDOW),
    ],
)
def test_probability(condition: Condition, facts: Facts, probability: float) -> None:
    assert weigh(condition, facts, SITUATION).probability == pytest.approx(probability)


def test_the_fact_that_settles_it_tells_all_there_is() -> None:
    known = weigh(OLD, {}, SITUATION)
    assert known.information == {"age": pytest.approx(0.811278, abs=1e-6)}


def test_a_fact_that_can_no_longer_matter_tells_nothing() -> None:
    assert weigh(AllOf((OLD, RURAL)), {"age": NumberRange(9, 9)}, SITUATION).information == {"area": 0.0}


def test_a_known_fact_is_not_asked() -> None:
    assert "area" not in weigh(AllOf((OLD, RURAL)), {"area": one_of("rural")}, SITUATION).information


def test_what_is_not_usual_at_an_age_has_no_weight() -> None:
    work = replace(AREA, ages={"rural": (16, 60)})
    assert weigh(RURAL, {"age": NumberRange(70, 70)}, {"age": AGE, "area": work}).probability == 0.0


def test_an_unusual_answer_is_taken_as_it_is() -> None:
    work = replace(AREA, ages={"rural": (16, 60), "urban": (16, 60)})
    assert weigh(RURAL, {"age": NumberRange(70, 70)}, {"age": AGE, "area": work}).probability == 0.75


@given(st.integers(0, 120), st.integers(0, 120))
def test_any_age_has_a_probability(first: int, second: int) -> None:
    known = NumberRange(min(first, second), max(first, second))
    found = weigh(AnyOf((OLD, AllOf((MIDDLE, RURAL)))), {"age": known}, SITUATION)
    assert 0.0 <= found.probability <= 1.0
    assert all(0.0 <= bits <= 1.0 for bits in found.information.values())
