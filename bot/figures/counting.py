"""Counts questions by day or week, domain, department, town and channel. Pure functions, called by `report`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.figures.hiding import Cell, fewest_people, hide_small
from bot.figures.records import AskedQuestion
from bot.times import local_time
from handlers.turn import Kind

ANSWERED, ASKED_BACK, HANDED_OFF = "answered", "asked back", "handed off"
OUTCOMES: Mapping[str, str] = {
    Kind.ANSWER: ANSWERED,
    Kind.DETAIL: ANSWERED,
    Kind.URGENT: ANSWERED,
    Kind.CHOOSE: ASKED_BACK,
    Kind.SCREEN: ASKED_BACK,
    Kind.HANDOFF: HANDED_OFF,
}
"""What became of a question, by the kind of its reply; greetings and commands are no questions."""
COLUMNS = ("asked", ANSWERED, ASKED_BACK, HANDED_OFF)
DAYS_BY_DAY = 31
"""Up to so many days are counted by day, more by week."""
NOWHERE = ""
"""Label key of what has no domain, department or town."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of figures."""

    key: str
    """What is counted: an ISO date, a domain, a department key, a town, a channel; `NOWHERE` for none."""
    cells: tuple[Cell, ...]
    """In the order of `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Questions counted by one thing."""

    total: Line
    """All together."""
    lines: tuple[Line, ...]
    """Parts that add up to the total; for days in order and without gaps, else the greatest first."""


@dataclass(slots=True)
class _Tally:
    """Counts while the questions go by."""

    stands: dict[str, list[tuple[str, datetime]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    """Who asked and when, by column, once a question."""

    def add(self, question: AskedQuestion, outcome: str) -> None:
        for name in ("asked", outcome):
            self.stands[name].append((question.person, question.asked_at))

    def cells(self, starts: Sequence[datetime]) -> list[Cell]:
        columns = (self.stands[name] for name in COLUMNS)
        return [Cell(len(stands), fewest_people(stands, starts)) for stands in columns]


def break_down(
    questions: Iterable[AskedQuestion],
    key_of: Callable[[AskedQuestion], str],
    keys: Sequence[str] = (),
    starts: Sequence[datetime] = (),
) -> Breakdown:
    """Return questions counted by a key, small cells hidden.

    Given `keys`, these are the lines, in this order; else there is one for each key found, most asked first. `starts`
    holds the beginnings of the shorter times that are shown too, UTC without zone.
    """
    tallies: dict[str, _Tally] = {key: _Tally() for key in keys}
    total = _Tally()
    for question in questions:
        outcome = OUTCOMES.get(question.kind)
        if outcome is None:
            continue
        total.add(question, outcome)
        tallies.setdefault(key_of(question), _Tally()).add(question, outcome)
    ordered = list(tallies) if keys else sorted(tallies, key=lambda key: (-len(tallies[key].stands["asked"]), key))
    grid = hide_small([total.cells(starts), *(tallies[key].cells(starts) for key in ordered)])
    lines = [Line(key, tuple(cells)) for key, cells in zip(("total", *ordered), grid, strict=True)]
    return Breakdown(lines[0], tuple(lines[1:]))


def by_time(
    questions: Iterable[AskedQuestion], first: date, last: date, zone: ZoneInfo, starts: Sequence[datetime] = ()
) -> Breakdown:
    """Return questions counted by day, or by week from Monday where there are more than `DAYS_BY_DAY`.

    `starts` is that of `break_down`.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    is_weekly = len(days) > DAYS_BY_DAY

    def start(day: date) -> str:
        return (day - timedelta(days=day.weekday()) if is_weekly else day).isoformat()

    keys = list(dict.fromkeys(start(day) for day in days))
    return break_down(questions, lambda question: start(local_time(question.asked_at, zone).date()), keys, starts)
