"""Laws that hold of every service of the shipped content and of anybody at all."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.content import load_content
from knowledge.screening.eligibility import Truth
from knowledge.screening.facts import Facts, Known, NumberRange, OneOf, Unanswered
from knowledge.screening.screener import Outcome, Screener
from knowledge.situation import Fact
from tests.real import CONTENT

DECIDED = (Outcome.LIKELY, Outcome.UNLIKELY)


@cache
def screener() -> Screener:
    return Screener(load_content(CONTENT))


def outcomes(facts: Facts) -> dict[str, Outcome]:
    return {one.service.id: one.outcome for one in screener().screen(facts)}


def said(fact: Fact) -> st.SearchStrategy[Known]:
    """Anything that may be known of a fact: an exact number or a range, one value or some, or no answer."""
    silence = st.sampled_from(Unanswered)
    if fact.bands:
        ages = st.builds(
            lambda low, more: NumberRange(low, min(120, low + more)), st.integers(0, 120), st.integers(0, 9)
        )
        return st.one_of(ages, silence)
    some = st.sets(st.sampled_from(sorted(fact.values)), min_size=1, max_size=len(fact.values) - 1)
    return st.one_of(some.map(lambda values: OneOf(frozenset(values))), silence)


people: st.SearchStrategy[dict[str, Any]] = st.deferred(
    lambda: st.fixed_dictionaries({}, optional={key: said(fact) for key, fact in screener().content.situation.items()})
)


@st.composite
def told_more(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """A person of whom something is told, and then more: facts are added, none is changed, and all fit together."""
    more: Facts = draw(people)
    assume(not list(screener().clashes(more)))
    return {key: known for key, known in more.items() if draw(st.booleans())}, more


@settings(max_examples=60, deadline=None)
@given(told_more())
def test_what_is_decided_stays_so_when_more_is_told(told: tuple[Facts, Facts]) -> None:
    before, after = map(outcomes, told)
    turned = {key: (one, after[key]) for key, one in before.items() if one in DECIDED and after[key] is not one}
    open_to_all = {key for key in turned if before[key] is Outcome.LIKELY and after[key] is Outcome.OPEN}
    assert turned.keys() == open_to_all  # brought up, or not: everyone can have these


@settings(max_examples=60, deadline=None)
@given(people, st.randoms())
def test_the_order_in_which_facts_are_told_does_not_matter(facts: dict[str, Known], random: Any) -> None:
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    assert outcomes(dict(shuffled)) == outcomes(facts)


@settings(max_examples=60, deadline=None)
@given(people)
def test_nothing_is_unlikely_for_what_was_not_told(facts: dict[str, Known]) -> None:
    certain = screener().certain(facts)
    for result in screener().screen(facts):
        if result.outcome is Outcome.UNLIKELY:
            blamed = result.evaluation.facts(Truth.FALSE)
            assert blamed
            assert {key for key in blamed if isinstance(certain.get(key, Unanswered.UNSURE), Unanswered)} == set()


def test_what_is_only_usual_denies_nothing() -> None:
    facts: Facts = {"age": NumberRange(40, 40), "whom": OneOf(frozenset({"me"}))}
    assert outcomes(facts)["edu-run-school"] is not Outcome.UNLIKELY
