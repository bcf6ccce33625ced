"""Whether probabilities mean what they say: reliability diagram, expected calibration error, and the threshold curve.

Only questions that the model has not learnt from say anything here; the caller sees to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.asking import ANSWER_THRESHOLDS, Result
from bot.evaluation.tallies import Tally, count_verdicts
from bot.question_files import Group
from knowledge.matching.intents import IntentKind

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose first guess had a probability in one tenth of the scale."""

    count: int
    """How many; at least one."""
    confidence: float
    """Mean probability of their first guess, 0 to 1."""
    accuracy: float
    """Part of them whose first guess was right, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities can be taken at their word."""

    bins: tuple[Bin, ...]
    """The tenths that hold questions, ascending; empty where there were none."""

    @property
    def count(self) -> int:
        """Questions in all."""
        return sum(part.count for part in self.bins)

    @property
    def error(self) -> float:
        """Expected calibration error, 0 to 1: mean distance of probability and truth (Naeini et al. 2015)."""
        return sum(part.count * abs(part.accuracy - part.confidence) for part in self.bins) / (self.count or 1)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What would happen with one answer threshold."""

    threshold: float
    """The threshold, 0 to 1."""
    tally: Tally
    """The verdicts on questions in scope."""
    outside: Tally
    """The verdicts on questions out of scope."""


def reliability(results: Iterable[Result]) -> Reliability:
    """Compare the probability of each single question's first guess with whether it was right.

    A guess that is no service is right where the question is out of scope.
    """
    parts: dict[int, list[tuple[float, bool]]] = {}
    for result in results:
        if result.question.group in (Group.IN_SCOPE, Group.OUT_OF_SCOPE) and result.matches:
            probability = min(max(result.matches[0].probability, 0.0), 1.0)
            parts.setdefault(min(int(probability * BINS), BINS - 1), []).append((probability, _is_right(result)))
    return Reliability(tuple(_bin(parts[number]) for number in sorted(parts)))


def threshold_curve(results: Iterable[Result]) -> list[CurvePoint]:
    """Return what each of `ANSWER_THRESHOLDS` would give, ascending."""
    judged = [result for result in results if result.curve]
    inside = [result.curve for result in judged if result.question.group is Group.IN_SCOPE]
    outside = [result.curve for result in judged if result.question.group is Group.OUT_OF_SCOPE]
    return [
        CurvePoint(
            threshold,
            count_verdicts(verdicts[step] for verdicts in inside),
            count_verdicts(verdicts[step] for verdicts in outside),
        )
        for step, threshold in enumerate(ANSWER_THRESHOLDS)
    ]


def _is_right(result: Result) -> bool:
    guess = result.matches[0].intent
    if guess.kind is IntentKind.SERVICE:
        return guess.id in result.question.accept
    return result.question.group is Group.OUT_OF_SCOPE


def _bin(guesses: Sequence[tuple[float, bool]]) -> Bin:
    count = len(guesses)
    return Bin(
        count,
        confidence=sum(probability for probability, _ in guesses) / count,
        accuracy=sum(is_right for _, is_right in guesses) / count,
    )
