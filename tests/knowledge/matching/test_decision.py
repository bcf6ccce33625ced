from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.decision import MOST_OPTIONS, Decision, Thresholds, choose_options, decide
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import Match
from tests.knowledge.mini_world import match

LIMITS = Thresholds(danger=0.5, answer=0.6, gap=0.1, offer=0.3, option=0.05, sure=0.75, need=0.6)
KEYS = ["a", "b", "c", "d", "e", "f"]


@st.composite
def rankings(draw: st.DrawFn) -> list[Match]:
    shares = draw(st.lists(st.floats(0, 1), max_size=len(KEYS)))
    total = max(1.0, sum(shares))
    found = [
        match(key, share / total, draw(st.sampled_from(IntentKind))) for key, share in zip(KEYS, shares, strict=False)
    ]
    return sorted(found, key=lambda one: (-one.probability, one.intent))


def thresholds() -> st.SearchStrategy[Thresholds]:
    part = st.floats(0, 1)
    return st.builds(Thresholds, danger=part, answer=part, gap=part, offer=part, option=part, sure=part, need=part)


def test_nothing_known_decides_nothing() -> None:
    assert decide([], LIMITS) == Decision()


def test_a_clear_service_is_the_answer() -> None:
    assert decide([match("a", 0.9), match("b", 0.05)], LIMITS).answer == match("a", 0.9)


def test_two_alike_are_offered() -> None:
    both = (match("a", 0.45), match("b", 0.4))
    assert decide(both, LIMITS) == Decision(options=both)


def test_a_probable_service_close_to_another_is_offered_with_it() -> None:
    both = (match("a", 0.62), match("b", 0.55))
    assert decide(both, LIMITS) == Decision(options=both)


def test_what_hardly_fits_is_neither_answered_nor_offered() -> None:
    assert decide([match("a", 0.1), match("b", 0.1)], LIMITS) == Decision()


def test_a_single_service_that_is_not_likely_enough_is_offered_not_shown() -> None:
    assert decide([match("a", 0.4), match("b", 0.01)], LIMITS) == Decision(options=(match("a", 0.4),))


def test_a_probable_matter_elsewhere_is_answered_though_a_service_is_close() -> None:
    elsewhere = match("x", 0.62, IntentKind.ELSEWHERE)
    assert decide([elsewhere, match("a", 0.55)], LIMITS) == Decision(answer=elsewhere)


@pytest.mark.parametrize("kind", [IntentKind.ELSEWHERE, IntentKind.SMALLTALK])
def test_where_it_may_be_from_outside_the_likely_services_are_offered(kind: IntentKind) -> None:
    services = (match("a", 0.3), match("b", 0.2))
    assert decide([match("x", 0.35, kind), *services], LIMITS) == Decision(options=services)


def test_only_services_are_offered() -> None:
    ranking = [match("x", 0.25, IntentKind.SMALLTALK), match("a", 0.2), match("b", 0.2)]
    assert [option.intent.id for option in decide(ranking, LIMITS).options] == ["a", "b"]


@pytest.mark.parametrize("kind", [IntentKind.ELSEWHERE, IntentKind.SMALLTALK])
def test_without_a_service_nothing_is_offered(kind: IntentKind) -> None:
    assert decide([match("x", 0.1, kind)], Thresholds(offer=0.0)) == Decision()


def test_no_more_than_four_are_offered() -> None:
    assert len(choose_options([match(key, 0.15) for key in KEYS], LIMITS)) == MOST_OPTIONS


def test_options_are_those_from_the_threshold() -> None:
    assert [one.intent.id for one in choose_options([match("a", 0.05), match("b", 0.04)], LIMITS)] == ["a"]


@given(rankings(), thresholds())
def test_never_both_an_answer_and_a_choice(ranking: list[Match], limits: Thresholds) -> None:
    decision = decide(ranking, limits)
    assert decision.answer is None or not decision.options


@given(rankings(), thresholds())
def test_a_choice_is_of_up_to_four_services_of_the_ranking(ranking: list[Match], limits: Thresholds) -> None:
    options = decide(ranking, limits).options
    assert len(options) <= MOST_OPTIONS
    assert all(option in ranking and option.intent.kind is IntentKind.SERVICE for option in options)


@given(rankings(), thresholds())
def test_the_answer_is_of_the_ranking(ranking: list[Match], limits: Thresholds) -> None:
    answer = decide(ranking, limits).answer
    assert answer is None or answer in ranking


@given(st.floats(LIMITS.answer, 1), st.sampled_from(IntentKind))
def test_from_the_threshold_on_a_lonely_best_is_answered(probability: float, kind: IntentKind) -> None:
    best = match("a", probability, kind)
    assert decide([best], LIMITS).answer == best
