"""Where things stand on the drawn figures of the report: pure geometry, in the units of an SVG of WIDTH by HEIGHT."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.names import percent
from bot.evaluation.reliability import CurvePoint, Reliability
from bot.question_files import Verdict

WIDTH, HEIGHT = 350, 346
LEFT, TOP, SIDE = 56, 30, 270
"""Corner and size of the square that shares from 0 to 1 are drawn in."""
SMALLEST_DOT, LARGEST_DOT = 4.0, 16.0
STACKED = (Verdict.RIGHT, Verdict.ASKED, Verdict.MISSED, Verdict.WRONG)
"""The verdicts from the bottom of the threshold curve to its top."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A bin of the reliability diagram."""

    x: float
    """Centre, by mean probability."""
    y: float
    """Centre, by the part that was right."""
    radius: float
    """Its area grows with the number of questions."""
    ideal_y: float
    """Where the centre would be if the probability meant what it says."""
    label: str
    """What it says to those who cannot see it, and under the pointer."""


@dataclass(frozen=True, slots=True)
class Area:
    """A verdict's band of the threshold curve."""

    verdict: str
    """The verdict."""
    points: str
    """The corners, as the attribute of an SVG polygon."""


def place(across: float, up: float) -> tuple[float, float]:
    """Return where two shares, 0 to 1, stand in the square.

    >>> place(0, 0), place(1, 1)
    ((56, 300), (326, 30))
    """
    return round(LEFT + SIDE * across, 1), round(TOP + SIDE * (1 - up), 1)


def draw_reliability(found: Reliability) -> list[Dot]:
    """Return a dot for each bin, ascending."""
    most = max((part.count for part in found.bins), default=1)
    dots = []
    for part in found.bins:
        x, y = place(part.confidence, part.accuracy)
        radius = max(SMALLEST_DOT, LARGEST_DOT * math.sqrt(part.count / most))
        label = f"{part.count} 题，平均把握 {percent(part.confidence)}，答对 {percent(part.accuracy)}"
        dots.append(Dot(x, y, round(radius, 1), place(0, part.confidence)[1], label))
    return dots


def draw_curve(points: Sequence[CurvePoint]) -> list[Area]:
    """Return the bands of the verdicts on questions in scope, stacked from the bottom; empty where there are none."""
    if not points or not points[0].tally.total:
        return []
    areas = []
    for level, verdict in enumerate(STACKED):
        lower = [place(point.threshold, point.tally.share(*STACKED[:level])) for point in points]
        upper = [place(point.threshold, point.tally.share(*STACKED[: level + 1])) for point in points]
        corners = " ".join(f"{x},{y}" for x, y in [*lower, *reversed(upper)])
        areas.append(Area(verdict.value, corners))
    return areas
