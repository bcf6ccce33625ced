from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conditions import AllOf, AnyOf, ChoiceCriterion, Condition, Everyone, Not, NumberCriterion
from knowledge.conditions import WindowCriterion as Window
from knowledge.screening.eligibility import Truth, evaluate, judge, negate, truth_of
from knowledge.screening.facts import Facts, Known, NumberRange, OneOf, Unanswered, one_of

OLD = NumberCriterion("age", 60, 999, "usual")
RURAL = ChoiceCriterion("area", frozenset({"rural"}), "6.2.1")
POOR = ChoiceCriterion("income", frozenset({"dibao", "low"}), "6.2.1")
CHECKED = Window("要核对", "usual")
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def age(low: int, high: int) -> dict[str, Known]:
    return {"age": NumberRange(low, high)}


@pytest.mark.parametrize(
    ("criterion", "facts", "truth"),
    [
        (OLD, age(60, 60), TRUE),
        (OLD, age(59, 59), FALSE),
        (OLD, age(45, 59), FALSE),
        (OLD, age(55, 64), UNKNOWN),
        (OLD, {}, UNKNOWN),
        (OLD, {"age": Unanswered.UNTOLD}, UNKNOWN),
        (OLD, {"age": one_of("rural")}, UNKNOWN),
        (POOR, {"income": one_of("low")}, TRUE),
        (POOR, {"income": one_of("dibao", "low")}, TRUE),
        (POOR, {"income": one_of("dibao", "ordinary")}, UNKNOWN),
        (POOR, {"income": one_of("ordinary", "tekun")}, FALSE),
    ],
)
def test_criterion(criterion: Any, facts: Facts, truth: Truth) -> None:
    assert judge(criterion, facts) is truth


@pytest.mark.parametrize(
    ("condition", "facts", "truth"),
    [
        (Everyone(), {}, TRUE),
        (AllOf((OLD, RURAL)), age(70, 70), UNKNOWN),
        (AllOf((OLD, RURAL)), age(20, 20), FALSE),
        (AnyOf((OLD, RURAL)), age(20, 20), UNKNOWN),
        (AnyOf((OLD, RURAL)), age(70, 70), TRUE),
        (Not(RURAL), {}, UNKNOWN),
        (Not(RURAL), {"area": one_of("urban")}, TRUE),
        (Not(RURAL), {"area": one_of("rural")}, FALSE),
    ],
)
def test_three_values_to_the_end(condition: Condition, facts: Facts, truth: Truth) -> None:
    assert evaluate(condition, facts).truth is truth


@pytest.mark.parametrize(
    ("condition", "facts", "truth"),
    [
        (CHECKED, {}, UNKNOWN),
        (AllOf((OLD, CHECKED)), age(70, 70), TRUE),
        (AllOf((OLD, CHECKED)), {}, UNKNOWN),
        (AllOf((OLD, CHECKED)), age(20, 20), FALSE),
        (AnyOf((OLD, CHECKED)), age(70, 70), TRUE),
        (AnyOf((OLD, CHECKED)), {}, UNKNOWN),
        (AnyOf((OLD, CHECKED)), age(20, 20), UNKNOWN),
        (AllOf((OLD, AnyOf((POOR, CHECKED)))), age(70, 70), UNKNOWN),
    ],
)
def test_the_window_neither_promises_nor_denies(condition: Condition, facts: Facts, truth: Truth) -> None:
    assert evaluate(condition, facts).truth is truth


def test_what_is_left_to_the_window_is_told_where_the_rest_holds() -> None:
    assert evaluate(AllOf((OLD, CHECKED)), age(70, 70)).window == ("要核对",)


def test_nothing_is_left_to_the_window_where_another_way_is_open() -> None:
    assert evaluate(AnyOf((OLD, CHECKED)), age(70, 70)).window == ()


def test_only_the_failing_criterion_is_blamed() -> None:
    facts = {**age(70, 70), "area": one_of("urban")}
    assert [r.criterion for r in evaluate(AllOf((OLD, RURAL, POOR)), facts).reasons] == [RURAL]


def test_what_holds_is_the_reason_among_several_ways() -> None:
    facts = {**age(70, 70), "area": one_of("urban")}
    assert [r.criterion for r in evaluate(AnyOf((RURAL, POOR, OLD)), facts).reasons] == [OLD]


def test_what_would_decide_is_named() -> None:
    evaluation = evaluate(AllOf((OLD, AnyOf((RURAL, POOR)))), age(70, 70))
    assert (evaluation.facts(TRUE), evaluation.facts(UNKNOWN)) == (("age",), ("area", "income"))


def test_a_reason_under_not_says_that_it_must_not_hold() -> None:
    (reason,) = evaluate(Not(RURAL), {"area": one_of("urban")}).reasons
    assert (reason.is_wanted, reason.truth) == (False, TRUE)


VALUES = ("rural", "urban", "hill")
criteria = st.one_of(
    st.builds(lambda low, more: NumberCriterion("age", low, low + more, ""), st.integers(0, 90), st.integers(0, 60)),
    st.builds(
        lambda fact, values: ChoiceCriterion(fact, frozenset(values), ""),
        st.sampled_from(("area", "income")),
        st.sets(st.sampled_from(VALUES), min_size=1),
    ),
)
groups = (AllOf, AnyOf)
conditions = st.recursive(
    st.one_of(criteria, st.builds(Not, criteria), st.just(CHECKED)),
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from(groups), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
numbers = st.builds(lambda low, more: NumberRange(low, low + more), st.integers(0, 120), st.integers(0, 60))
choices = st.builds(lambda values: OneOf(frozenset(values)), st.sets(st.sampled_from(VALUES), min_size=1))
people: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={"age": numbers, "area": choices, "income": choices}
)


@st.composite
def told_more(draw: st.DrawFn) -> tuple[dict[str, Known], dict[str, Known]]:
    """A person, and the same person with more told: each fact narrower or new, none changed."""
    more: dict[str, Known] = draw(people)
    less: dict[str, Known] = {}
    for key, known in more.items():
        if not draw(st.booleans()):
            continue
        if isinstance(known, NumberRange):
            less[key] = NumberRange(known.low - draw(st.integers(0, 20)), known.high + draw(st.integers(0, 20)))
        elif isinstance(known, OneOf):
            less[key] = OneOf(known.values | draw(st.sets(st.sampled_from(VALUES))))
    return less, more


@given(conditions, told_more())
def test_more_facts_never_turn_a_decided_outcome_round(
    condition: Condition, told: tuple[dict[str, Known], dict[str, Known]]
) -> None:
    less, more = told
    before = truth_of(condition, less)
    assert before is UNKNOWN or truth_of(condition, more) is before


@given(conditions, people, st.randoms())
def test_the_order_of_facts_does_not_matter(condition: Condition, facts: dict[str, Known], random: Any) -> None:
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    assert evaluate(condition, dict(shuffled)) == evaluate(condition, facts)


@given(conditions, people)
def test_unknown_is_never_treated_as_false(condition: Condition, facts: dict[str, Known]) -> None:
    evaluation = evaluate(condition, facts)
    if evaluation.truth is FALSE:
        assert evaluation.reasons
        assert {reason.truth for reason in evaluation.reasons} == {FALSE}
        assert {reason.criterion.fact for reason in evaluation.reasons} <= facts.keys()


@given(conditions)
def test_nothing_known_denies_nothing(condition: Condition) -> None:
    assert truth_of(condition, {}) is UNKNOWN


@given(conditions, people)
def test_the_quick_way_and_the_one_with_reasons_agree(condition: Condition, facts: dict[str, Known]) -> None:
    assert evaluate(condition, facts).truth is truth_of(condition, facts)


@given(st.sampled_from(Truth))
def test_twice_turned_round_is_the_same(truth: Truth) -> None:
    assert negate(negate(truth)) is truth
