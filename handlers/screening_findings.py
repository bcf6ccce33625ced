"""Picks of all that a person can get what is shown of it, the most worth reading first. Called by the dialogue."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.screening_state import ScreeningState
from handlers.turn import Turn
from knowledge.conditions import Everyone, FactCriterion, NumberCriterion
from knowledge.models import Service, Strength
from knowledge.screening.facts import Facts, NumberRange
from knowledge.screening.screener import WEIGHTS, Outcome, Result

MOST_LIKELY, MOST_POSSIBLE, MOST_OPEN_TO_ALL, MOST_UNLIKELY = 9, 7, 4, 3
WORTH_OF_ANY = 0.5
MOST_RECEIVED = 6
"""Services named in the question which of them one has already."""
FIRM = frozenset({Strength.GUARANTEED, Strength.CONTINUING})
"""Only what is running can have been received."""
MOST_YEARS_OFF = 5
"""Who is further from an age limit does not wonder why a service is not there."""
RECEIVED = "received"
"""Key of the question which services the person has already."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is shown of all results."""

    likely: tuple[Result, ...]
    """Services with a condition that holds and that are most for this person, firmest first."""
    also: tuple[Result, ...]
    """The other services with a condition that holds, firmest first."""
    possible: tuple[Result, ...]
    """Services for which something speaks, firmest first."""
    for_all: tuple[Result, ...]
    """Services for everyone that suit this life."""
    unlikely: tuple[Result, ...]
    """Services that fit but for one fact."""
    received: tuple[Service, ...]
    """Services that the person has already."""


def find_results(turn: Turn, state: ScreeningState) -> Findings:
    """Return what is shown to a person, what is received already left out."""
    facts = state.known(turn.content.situation)
    results = turn.screener.screen(facts)
    telling = [one for one in results if one.is_telling and one.service.strength is not Strength.INFO]
    received = [one for one in telling if has_already(turn, state, one.service, facts)]
    fresh = [one for one in telling if one not in received]
    likely = [one for one in fresh if one.outcome is Outcome.LIKELY]
    own = [one for one in likely if not is_for_all(one)]
    main = sorted(own, key=_worth, reverse=True)[:MOST_LIKELY]
    possible = [one for one in fresh if one.outcome is Outcome.POSSIBLE]
    worth_asking = sorted(possible, key=lambda one: one.probability * _worth(one), reverse=True)[:MOST_POSSIBLE]
    return Findings(
        likely=tuple(one for one in own if one in main),
        also=tuple(one for one in own if one not in main),
        possible=tuple(one for one in possible if one in worth_asking),
        for_all=tuple(one for one in likely if is_for_all(one))[:MOST_OPEN_TO_ALL],
        unlikely=tuple(one for one in results if _is_near(turn, one, facts))[:MOST_UNLIKELY],
        received=tuple(one.service for one in received if not is_for_all(one)),
    )


def _worth(result: Result) -> float:
    """Return how much a person wants to read of a service: it is for people like this one, and firmly promised."""
    return result.bits * (WORTH_OF_ANY + WEIGHTS[result.service.strength])


def has_already(turn: Turn, state: ScreeningState, service: Service, facts: Facts) -> bool:
    """Return whether a person has a service already, as far as it was said."""
    return service.id in state.received or turn.screener.has(service, facts)


def is_for_all(result: Result) -> bool:
    """Return whether a service is for everyone."""
    return isinstance(result.service.eligible, Everyone)


def _is_near(turn: Turn, result: Result, facts: Facts) -> bool:
    """Return whether a service would be offered but for one fact, so that its absence is explained."""
    failing = {reason.criterion.fact for reason in result.evaluation.reasons}
    if result.outcome is not Outcome.UNLIKELY or len(failing) != 1:
        return False
    if any(_is_far_off(reason.criterion, facts) for reason in result.evaluation.reasons):
        return False
    without = {key: known for key, known in facts.items() if key not in failing}
    return turn.screener.check(result.service, without).is_telling


def _is_far_off(criterion: FactCriterion, facts: Facts) -> bool:
    """Return whether a number misses both limits of a criterion by more than `MOST_YEARS_OFF`."""
    known = facts.get(criterion.fact)
    if not isinstance(criterion, NumberCriterion) or not isinstance(known, NumberRange):
        return False
    return max(criterion.at_least - known.high, known.low - criterion.at_most) > MOST_YEARS_OFF


def receivable(findings: Findings) -> tuple[str, ...]:
    """Return ids of likely services that the person may have already, firmest first; may be empty."""
    firm = [one.service.id for one in (*findings.likely, *findings.also) if one.service.strength in FIRM]
    return tuple(firm[:MOST_RECEIVED])


def is_received_due(state: ScreeningState, findings: Findings) -> bool:
    """Return whether there is something to ask of what the person has already, and it was not asked yet."""
    return RECEIVED not in state.asked and bool(receivable(findings))
