"""What needs a hand: entries that run out, that nobody confirmed, or that are asked often and rated badly.

Called by the console and the `upkeep` command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import feedback
from bot.staff.audit import AuditEntry, last_entry
from bot.staff.examining import RELEARN, subject_of
from knowledge.models import Content, Service
from knowledge.routing.public_holidays import is_announced

RATED_WITHIN = timedelta(days=90)
"""Older verdicts were given on an answer that may have changed."""
SOON = timedelta(days=60)
"""So long before it runs out an entry is listed."""
FEWEST_VERDICTS = 5
"""Fewer say nothing about an answer, and might say who gave them."""
BAD_SHARE = 0.3
"""From this share of bad verdicts an answer needs a hand."""


class Need(StrEnum):
    """Why an entry needs a hand, the most pressing first."""

    NOT_LEARNT = "not learnt"
    OUT_OF_DATE = "out of date"
    BADLY_RATED = "badly rated"
    RUNS_OUT = "runs out"
    HOLIDAYS = "holidays not announced"
    UNCONFIRMED_WINDOW = "unconfirmed window"
    UNCONFIRMED = "unconfirmed"


NEED_NAMES = {
    Need.NOT_LEARNT: "新的问法没学成",
    Need.OUT_OF_DATE: "已过有效期，对外只说去窗口确认",
    Need.BADLY_RATED: "常被说不对",
    Need.RUNS_OUT: "快到有效期",
    Need.HOLIDAYS: "放假安排还没有",
    Need.UNCONFIRMED_WINDOW: "窗口没核实",
    Need.UNCONFIRMED: "从没核实过",
}
"""What each need is called in pages and tables."""


@dataclass(frozen=True, slots=True)
class UpkeepItem:
    """One entry that needs a hand."""

    need: Need
    """Why."""
    part: str
    """`service`, `department` or `calendar`."""
    key: str
    """Its id, key or year."""
    title: str
    """Its title or name."""
    owner: str
    """Who keeps it up to date; empty where nobody is named."""
    due_on: date | None
    """The day it runs out or ran out."""
    verdicts: int = 0
    """How many verdicts its answer got."""
    bad: int = 0
    """How many of them were bad."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What residents said about the answer of a service."""

    useful: int
    """How many called it useful."""
    bad: int
    """How many said it is not that."""


async def read_ratings(connection: AsyncConnection, since: datetime) -> dict[str, Rating]:
    """Return the ratings of each service given since a time, UTC without zone."""
    query = select(feedback.c.service, feedback.c.verdict, func.count().label("times"))
    query = query.where(feedback.c.given_at >= since, feedback.c.service != "")
    counts: dict[str, dict[str, int]] = {}
    for row in await connection.execute(query.group_by(feedback.c.service, feedback.c.verdict)):
        counts.setdefault(row.service, {})[row.verdict] = row.times
    return {
        service: Rating(verdicts.get("useful", 0), sum(verdicts.values()) - verdicts.get("useful", 0))
        for service, verdicts in counts.items()
    }


async def read_upkeep(connection: AsyncConnection, content: Content, now: datetime, zone: ZoneInfo) -> list[UpkeepItem]:
    """Return what needs a hand at an aware time, in the order of `find_upkeep`; days are those of a zone."""
    ratings = await read_ratings(connection, now.astimezone(UTC).replace(tzinfo=None) - RATED_WITHIN)
    learning = await last_entry(connection, RELEARN, subject_of(content))
    refused = [] if learning is None or learning.detail["is_used"] else [_not_learnt(learning)]
    return [*refused, *find_upkeep(content, ratings, now.astimezone(zone).date())]


def _not_learnt(learning: AuditEntry) -> UpkeepItem:
    """Return what the editor is told of a relearnt model that is not used."""
    lost, worse = learning.detail["lost"], learning.detail["worse"] - learning.detail["better"]
    what = f"“{lost[0]}”学过以后不再走到原来的地方" if lost else f"学过以后，检查的问题有 {worse} 个答得更差"
    return UpkeepItem(Need.NOT_LEARNT, "learning", "", what, learning.detail["editor"], None)


def find_upkeep(content: Content, ratings: Mapping[str, Rating], today: date) -> list[UpkeepItem]:
    """Return what needs a hand: by need, the most pressing first, then by day and id; may be empty."""
    items = [*_services(content, ratings, today), *_departments(content), *_calendar(today)]
    order = list(Need)
    return sorted(items, key=lambda item: (order.index(item.need), item.due_on or date.max, -item.bad, item.key))


def by_owner(items: Iterable[UpkeepItem]) -> dict[str, list[UpkeepItem]]:
    """Return what each owner is to be reminded of, by name; what has no owner is under an empty name, last."""
    owners: dict[str, list[UpkeepItem]] = {}
    for item in items:
        owners.setdefault(item.owner, []).append(item)
    return dict(sorted(owners.items(), key=lambda row: (not row[0], row[0])))


def _services(content: Content, ratings: Mapping[str, Rating], today: date) -> Iterator[UpkeepItem]:
    for service in content.services.values():
        for need in _needs(service, today):
            yield UpkeepItem(need, "service", service.id, service.title, service.owner, service.valid_until)
        rating = ratings.get(service.id, Rating(0, 0))
        verdicts = rating.useful + rating.bad
        if verdicts >= FEWEST_VERDICTS and rating.bad >= BAD_SHARE * verdicts:
            fields = (service.id, service.title, service.owner, None, verdicts, rating.bad)
            yield UpkeepItem(Need.BADLY_RATED, "service", *fields)


def _needs(service: Service, today: date) -> Sequence[Need]:
    if service.valid_until is not None and service.valid_until < today:
        return (Need.OUT_OF_DATE,)
    if service.valid_until is not None and service.valid_until <= today + SOON:
        return (Need.RUNS_OUT,)
    return () if service.checked_on else (Need.UNCONFIRMED,)


def _departments(content: Content) -> Iterator[UpkeepItem]:
    for department in content.departments.values():
        if not any(window.confirmed_on for window in department.windows):
            yield UpkeepItem(Need.UNCONFIRMED_WINDOW, "department", department.key, department.name, "", None)


def _calendar(today: date) -> Iterator[UpkeepItem]:
    """Yield the years, of today's and the one that is near, whose public holidays the calendar does not know."""
    for year in dict.fromkeys((today.year, (today + SOON).year)):
        if not is_announced(year):
            title = f"{year}年的放假、补班安排"
            yield UpkeepItem(Need.HOLIDAYS, "calendar", str(year), title, "", date(year, 1, 1))
