from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import load_content
from knowledge.screening.facts import Known, NumberRange, Unanswered, one_of
from knowledge.screening.next_question import MOST_QUESTIONS, deciding_facts, next_fact_of
from knowledge.screening.screener import Outcome, Screener, is_anything_known

SENIOR: dict[str, Known] = {"school_stage": one_of("senior")}
WAIVER, LOAN, CLINIC = "edu-waiver", "edu-loan", "hlt-clinic"


@pytest.fixture
def screener(root: Path) -> Screener:
    return Screener(load_content(root))


def outcome(screener: Screener, service: str, facts: dict[str, Known]) -> Outcome:
    return screener.check(screener.content.services[service], facts).outcome


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Outcome.OPEN),
        ({"age": Unanswered.UNTOLD}, Outcome.OPEN),
        ({"age": NumberRange(16, 16)}, Outcome.POSSIBLE),
        (SENIOR, Outcome.POSSIBLE),
        ({**SENIOR, "age": NumberRange(16, 16)}, Outcome.LIKELY),
        ({"school_stage": one_of("junior")}, Outcome.UNLIKELY),
    ],
)
def test_outcome_of_a_conditional_service(screener: Screener, facts: dict[str, Known], expected: Outcome) -> None:
    assert outcome(screener, WAIVER, facts) is expected


def test_what_everyone_can_have_is_brought_up_where_it_suits(screener: Screener) -> None:
    old = screener.check(screener.content.services[CLINIC], {"age": NumberRange(70, 70)})
    young = screener.check(screener.content.services[CLINIC], {"age": NumberRange(20, 20)})
    assert (old.outcome, old.is_telling, young.outcome) == (Outcome.LIKELY, True, Outcome.OPEN)


def test_every_service_comes_once_likely_ones_first(screener: Screener) -> None:
    results = screener.screen({"school_stage": one_of("junior")})
    assert sorted(one.service.id for one in results) == sorted(screener.content.services)
    assert [one.outcome for one in results][-1] is Outcome.UNLIKELY


def test_firmer_promises_come_first(screener: Screener) -> None:
    results = screener.screen({**SENIOR, "age": NumberRange(16, 16)})
    assert next(one.service.id for one in results if one.outcome is Outcome.LIKELY) == WAIVER


@pytest.mark.parametrize(
    ("facts", "expected"), [({}, False), ({"age": Unanswered.UNSURE}, False), ({"age": NumberRange(1, 1)}, True)]
)
def test_a_question_left_unanswered_tells_nothing(facts: dict[str, Known], expected: bool) -> None:
    assert is_anything_known(facts) is expected


def test_facts_that_decide_come_most_telling_first(screener: Screener) -> None:
    services = screener.content.services.values()
    assert deciding_facts(screener, services, {}) == ("school_stage", "age")


def test_a_fact_that_can_no_longer_matter_is_left_out(screener: Screener) -> None:
    services = screener.content.services.values()
    assert deciding_facts(screener, services, {"school_stage": one_of("junior")}) == ()


def test_one_service_is_asked_only_what_it_needs(screener: Screener) -> None:
    waiver = screener.content.services[WAIVER]
    assert next_fact_of(screener, waiver, SENIOR, ()) == "age"
    assert next_fact_of(screener, waiver, {**SENIOR, "age": NumberRange(16, 16)}, ()) is None


def test_nothing_is_asked_twice_or_beyond_the_most(screener: Screener) -> None:
    waiver = screener.content.services[WAIVER]
    assert next_fact_of(screener, waiver, {}, ("school_stage", "age")) is None
    assert next_fact_of(screener, waiver, {}, tuple(map(str, range(MOST_QUESTIONS)))) is None
