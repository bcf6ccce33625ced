"""Compares views of the same bot: where two differ much, something was learnt by heart, or one asks what others forget.

A gap is explained by the parts of the questions that make it: kinds, lengths, services.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.evaluation.asking import Result
from bot.evaluation.tallies import Tally, in_scope, kind_of, length_of, service_of, tally
from bot.question_files import Verdict

WORTH_TELLING = 4.0
"""Percentage points from which a gap between two views is a finding."""
MOST_SERVICES = 5
_CONFIDENCE_95 = 1.96


@dataclass(frozen=True, slots=True)
class View:
    """One set of questions with what the bot made of them."""

    name: str
    """What people call it."""
    note: str
    """Who wrote it, and whether the model has learnt from it."""
    results: Sequence[Result]
    """Its questions with their replies."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the questions, and how much of a gap it makes."""

    name: str
    """A kind, a length or the id of a service."""
    points: float
    """Percentage points of the gap that it makes; those of all parts add up to the gap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two views that differ."""

    better: str
    """Name of the view with more right."""
    worse: str
    """Name of the other."""
    points: float
    """Percentage points by which they differ."""
    margin: float
    """Half the width of the difference's 95 % interval, in percentage points: chance alone may make so much."""
    kinds: tuple[Slice, ...]
    """Kinds, where both views tell them, the largest part first; may be empty."""
    lengths: tuple[Slice, ...]
    """Lengths, the largest part first."""
    services: tuple[Slice, ...]
    """The services that make most of it, at most `MOST_SERVICES`, the largest part first; may be empty."""


def find_gaps(views: Sequence[View]) -> list[Gap]:
    """Return the gaps of `WORTH_TELLING` and more between views that hold questions in scope, the widest first."""
    parts = [(view.name, results) for view in views if (results := in_scope(view.results))]
    gaps = [_gap(*sorted(pair, key=lambda part: -_right(part[1]))) for pair in combinations(parts, 2)]
    return sorted((gap for gap in gaps if gap.points > WORTH_TELLING), key=lambda gap: -gap.points)


def _gap(better: tuple[str, list[Result]], worse: tuple[str, list[Result]]) -> Gap:
    first, second = better[1], worse[1]
    tells_kinds = all(result.question.kind for result in (*first, *second))
    return Gap(
        better=better[0],
        worse=worse[0],
        points=_right(first) - _right(second),
        margin=_CONFIDENCE_95 * math.hypot(_deviation(tally(first)), _deviation(tally(second))),
        kinds=tuple(_slices(first, second, kind_of)) if tells_kinds else (),
        lengths=tuple(_slices(first, second, length_of)),
        services=tuple(part for part in _slices(first, second, service_of) if part.points > 0)[:MOST_SERVICES],
    )


def _right(results: Sequence[Result]) -> float:
    return 100 * tally(results).share(Verdict.RIGHT)


def _deviation(part: Tally) -> float:
    """Return the standard deviation of a share of right answers, in percentage points."""
    share = part.share(Verdict.RIGHT)
    return 100 * math.sqrt(share * (1 - share) / part.total)


def _slices(better: Sequence[Result], worse: Sequence[Result], key: Callable[[Result], str]) -> list[Slice]:
    names = dict.fromkeys(key(result) for result in (*worse, *better))
    found = [Slice(name, _lost(worse, key, name) - _lost(better, key, name)) for name in names]
    return sorted(found, key=lambda part: (-part.points, part.name))


def _lost(results: Sequence[Result], key: Callable[[Result], str], name: str) -> float:
    """Return the percentage points that a view loses by the part of its questions with this name."""
    lost = sum(result.verdict is not Verdict.RIGHT for result in results if key(result) == name)
    return 100 * lost / len(results)
