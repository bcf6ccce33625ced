"""The managers' report: all figures of the last days, small cells hidden. Called by the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.figures.counting import NOWHERE, Breakdown, break_down, by_time
from bot.figures.hiding import FEWEST_PEOPLE, Cell, fewest_people, hide_small
from bot.figures.records import GivenVerdict, Mended, mended_since, questions_since, verdicts_since
from bot.referral.counter import load_cases
from bot.referral.records import Verdict
from bot.staff.review_store import OPEN, Filters, GroupRow, list_groups
from bot.times import stored_time
from knowledge.models import Content

PERIODS = (7, 30, 90, 180)
"""Days that can be looked at: fixed and all of them known here, so that no two of them give a hidden figure away."""
MOST_UNANSWERED = 20
USEFUL = "useful"
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What residents said of answers about one domain, or of all."""

    key: str
    """Name of the domain; `NOWHERE` for none."""
    given: Cell
    """Verdicts in all."""
    useful: Cell
    """Verdicts that say the answer was useful."""
    useless: Cell
    """The others."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where cards sent people (rows) and where counters say they belong (columns)."""

    keys: tuple[str, ...]
    """Department keys of rows and columns, most cases first."""
    cells: Mapping[tuple[str, str], Cell]
    """By (shown, right); a pair that never occurred is left out."""


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a time."""

    first: date
    """First day, in the county's zone."""
    last: date
    """Last day."""
    by_time: Breakdown
    """By day or week."""
    by_domain: Breakdown
    """By domain of the service shown or offered first."""
    by_department: Breakdown
    """By department named first."""
    by_town: Breakdown
    """By the resident's town."""
    by_channel: Breakdown
    """By channel."""
    people: int | None
    """How many people asked; None where too few."""
    unanswered: tuple[GroupRow, ...]
    """Open groups of the queue that enough people asked, most asked first."""
    quiet_groups: int
    """How many more open groups there are."""
    satisfaction: tuple[Satisfaction, ...]
    """All together, then by domain, most verdicts first."""
    misroutes: Matrix
    """What counters said of cards."""
    mended: int
    """How many groups of questions got an answer."""
    hours_to_mend: float | None
    """Median hours from the first question of a group to its published answer; None where too few people asked."""


async def make_report(database: Database, content: Content, days: int, now: datetime, zone: ZoneInfo) -> Report:
    """Return the figures of the last `days` days of a zone up to `now`, which is aware; raises `StoreError`."""
    last = now.astimezone(zone).date()
    first = last - timedelta(days=days - 1)
    since = _start(last, days, zone)
    starts = [_start(last, period, zone) for period in PERIODS if period < days]
    questions = await questions_since(database, since)

    async def read(
        connection: AsyncConnection,
    ) -> tuple[list[GivenVerdict], list[Mended], list[GroupRow]]:
        groups = await list_groups(connection, Filters(state=OPEN, since=since), 0, 10**6)
        return await verdicts_since(connection, since), await mended_since(connection, since), groups

    verdicts, mended, groups = await database.transact(read)
    cases = [case for case in (await load_cases(database))[0] if case.given_at >= since]
    domains = {key: service.domain for key, service in content.services.items()}
    people = len({question.person for question in questions})
    loud = [group for group in groups if group.people >= FEWEST_PEOPLE]
    hours = [(group.answered_at - group.first_asked_at).total_seconds() / HOUR_S for group in mended]
    menders = {person for group in mended for person in group.people}
    return Report(
        first=first,
        last=last,
        by_time=by_time(questions, first, last, zone, starts),
        by_domain=break_down(questions, lambda question: domains.get(question.service, NOWHERE), starts=starts),
        by_department=break_down(questions, lambda question: question.department, starts=starts),
        by_town=break_down(questions, lambda question: question.town, starts=starts),
        by_channel=break_down(questions, lambda question: question.channel, starts=starts),
        people=people if people >= FEWEST_PEOPLE else None,
        unanswered=tuple(loud[:MOST_UNANSWERED]),
        quiet_groups=len(groups) - len(loud[:MOST_UNANSWERED]),
        satisfaction=count_satisfaction(verdicts, domains, starts),
        misroutes=count_misroutes(cases, starts),
        mended=len(mended),
        hours_to_mend=median(hours) if len(menders) >= FEWEST_PEOPLE else None,
    )


def _start(last: date, days: int, zone: ZoneInfo) -> datetime:
    """Return when the last `days` days of a zone began, UTC without zone."""
    return stored_time(datetime.combine(last - timedelta(days=days - 1), time.min, zone))


def count_satisfaction(
    verdicts: Sequence[GivenVerdict], domains: Mapping[str, str], starts: Sequence[datetime] = ()
) -> tuple[Satisfaction, ...]:
    """Return verdicts counted for all together and by domain, small cells hidden; `starts` is that of `break_down`."""
    keys = sorted({domains.get(verdict.service, NOWHERE) for verdict in verdicts})
    grid = [_verdict_cells(verdicts, starts)]
    grid += [_verdict_cells([v for v in verdicts if domains.get(v.service, NOWHERE) == key], starts) for key in keys]
    rows = [Satisfaction(key, *cells) for key, cells in zip(("total", *keys), hide_small(grid), strict=True)]
    return (rows[0], *sorted(rows[1:], key=lambda row: (-row.given.count, row.key)))


def count_misroutes(cases: Sequence[Verdict], starts: Sequence[datetime] = ()) -> Matrix:
    """Return what counters said, each card taken for a person of its own, small cells hidden."""
    cards: dict[tuple[str, str], list[tuple[str, datetime]]] = {}
    weight: dict[str, int] = {}
    for place, case in enumerate(cases):
        cards.setdefault((case.shown, case.right), []).append((str(place), case.given_at))
        weight |= {key: weight.get(key, 0) + 1 for key in {case.shown, case.right}}
    fewest = {pair: fewest_people(stands, starts) for pair, stands in cards.items()}
    cells = {
        pair: Cell(len(stands), fewest[pair], is_hidden=fewest[pair] < FEWEST_PEOPLE) for pair, stands in cards.items()
    }  # no sums are shown, so that no hidden cell can be worked out
    return Matrix(tuple(sorted(weight, key=lambda key: (-weight[key], key))), cells)


def _verdict_cells(verdicts: Sequence[GivenVerdict], starts: Sequence[datetime]) -> list[Cell]:
    parts = (verdicts, [v for v in verdicts if v.verdict == USEFUL], [v for v in verdicts if v.verdict != USEFUL])
    return [Cell(len(part), fewest_people([(v.person, v.given_at) for v in part], starts)) for part in parts]
