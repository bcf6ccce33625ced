"""Three-valued evaluation of conditions (Kleene's strong logic), with the reason for each criterion.

Unknown is never false: a service is `unlikely` only when a criterion that the bot can check is false whatever the rest
may be. What only the window can judge never decides: beside other criteria it is left to the window, and where it is
one way among several that way stays open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.conditions import (
    AllOf,
    AnyOf,
    ChoiceCriterion,
    Condition,
    Everyone,
    FactCriterion,
    Not,
    NumberCriterion,
    WindowCriterion,
)
from knowledge.screening.facts import Each, Facts, NumberRange, OneOf


class Truth(StrEnum):
    """What is known of a condition."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion that counts for the outcome, and how it stands."""

    criterion: FactCriterion
    """The criterion as written in the content."""
    is_wanted: bool
    """False where it stands under `not`: then it must not hold."""
    truth: Truth
    """Whether it stands as wanted."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is known of a condition, and why."""

    truth: Truth
    """True = all that the bot can check holds; false = something that the bot can check fails."""
    reasons: tuple[Reason, ...] = ()
    """The criteria that count, in the order of the content: for true those that make it true, for false only those
    that fail, for unknown those that hold and those that would decide."""
    window: tuple[str, ...] = ()
    """What is left to the window, in residents' words."""

    def facts(self, truth: Truth) -> tuple[str, ...]:
        """Return the facts of the reasons with a truth, each once, in the order of the content."""
        return tuple(dict.fromkeys(reason.criterion.fact for reason in self.reasons if reason.truth is truth))


_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def negate(truth: Truth) -> Truth:
    """Return what is known of the opposite."""
    return _OPPOSITE[truth]


def judge(criterion: FactCriterion, facts: Facts) -> Truth:
    """Return whether a criterion holds of a person; unknown where the fact is, or is of another kind."""
    known = facts.get(criterion.fact)
    match criterion, known:
        case NumberCriterion(), NumberRange(low, high):
            if criterion.at_least <= low and high <= criterion.at_most:
                return Truth.TRUE
            return Truth.FALSE if high < criterion.at_least or low > criterion.at_most else Truth.UNKNOWN
        case ChoiceCriterion(), OneOf(values):
            if values <= criterion.values:
                return Truth.TRUE
            return Truth.UNKNOWN if values & criterion.values else Truth.FALSE
        case ChoiceCriterion(), Each(values):
            return Truth.TRUE if values & criterion.values else Truth.FALSE
    return Truth.UNKNOWN


def truth_of(condition: Condition, facts: Facts) -> Truth:
    """Return only the truth of `evaluate`; quicker, for weighing many possible answers."""
    match condition:
        case AllOf(parts):
            return _least(truth_of(part, facts) for part in deciding_parts(parts))
        case AnyOf(parts):
            return _greatest(truth_of(part, facts) for part in parts)
        case Not(criterion):
            return negate(judge(criterion, facts))
        case NumberCriterion() | ChoiceCriterion():
            return judge(condition, facts)
        case Everyone():
            return Truth.TRUE
    return Truth.UNKNOWN


def evaluate(condition: Condition, facts: Facts) -> Evaluation:
    """Return what is known of a condition for a person, with the reasons that count; never raises."""
    truth = truth_of(condition, facts)
    match condition:
        case AllOf(parts):
            found = [evaluate(part, facts) for part in parts]
            return _merge(truth, [one for one in found if truth is not Truth.FALSE or one.truth is Truth.FALSE])
        case AnyOf(parts):
            found = [evaluate(part, facts) for part in parts]
            return _merge(truth, [one for one in found if one.truth is truth])
        case Not(criterion):
            return Evaluation(truth, (Reason(criterion, False, truth),))
        case NumberCriterion() | ChoiceCriterion():
            return Evaluation(truth, (Reason(condition, True, truth),))
        case WindowCriterion(text):
            return Evaluation(truth, window=(text,) if text else ())
    return Evaluation(truth)


def deciding_parts(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the parts of `all` that decide: not the window's, except where it has the only say."""
    return tuple(part for part in parts if not isinstance(part, WindowCriterion)) or parts


def _merge(truth: Truth, counting: Iterable[Evaluation]) -> Evaluation:
    """Return the reasons of the parts that count as one; what fails leaves nothing to the window."""
    parts = tuple(counting)
    reasons = tuple(reason for one in parts for reason in one.reasons)
    window = tuple(text for one in parts for text in one.window)
    return Evaluation(truth, reasons, window if truth is not Truth.FALSE else ())


def _least(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return next((truth for truth in (Truth.FALSE, Truth.UNKNOWN) if truth in found), Truth.TRUE)


def _greatest(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return next((truth for truth in (Truth.TRUE, Truth.UNKNOWN) if truth in found), Truth.FALSE)
