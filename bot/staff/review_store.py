"""SQL of the review queue: groups of questions and what was decided about them.

Like `bot.store`, every function works on the connection of an open transaction; times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, distinct, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import question, review_group

OPEN, ANSWERED, ELSEWHERE, HANDED, DISMISSED = "open", "answered", "elsewhere", "handed over", "dismissed"
STATES = (OPEN, ANSWERED, ELSEWHERE, HANDED, DISMISSED)
"""What can have become of a group."""
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Which groups of the queue to list; an empty field lets all through."""

    state: str = OPEN
    """One of `STATES`; empty = all."""
    review: str = ""
    """Why a question is there: a key of `bot.review_words.REASONS`."""
    channel: str = ""
    """Where a question was asked."""
    text: str = ""
    """Letters that a question of the group holds."""
    since: datetime | None = None
    """A question was asked at or after this time, UTC without zone."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of questions that are alike, as the queue lists it."""

    id: int
    """Number; stays the same when questions join."""
    text: str
    """The oldest question, masked."""
    times: int
    """How many questions it holds."""
    people: int
    """How many people asked them."""
    first_at: datetime
    """When the oldest was asked, UTC without zone."""
    last_at: datetime
    """When the latest was asked, UTC without zone."""
    reviews: tuple[str, ...]
    """Why they are here, keys of `bot.review_words.REASONS`, sorted."""
    channels: tuple[str, ...]
    """Where they were asked, sorted."""
    state: str
    """One of `STATES`."""
    target: str
    """Service, matter or department decided on; may be empty."""
    reason: str
    """Why it was decided so; may be empty."""
    decided_by: str
    """Who decided; empty while open."""
    decided_at: datetime | None
    """When, UTC without zone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a member of staff decided about groups."""

    state: str
    """One of `STATES`."""
    target: str
    """Service, matter or department decided on; may be empty."""
    reason: str
    """Why; may be empty."""
    actor: str
    """Who."""
    at: datetime
    """When, UTC without zone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One recorded question."""

    id: int
    """Its number."""
    text: str
    """What was asked, masked."""
    review: str
    """Why it is here."""
    kind: str
    """Kind of the reply given."""
    shown: tuple[str, ...]
    """Ids of the services shown, or offered."""
    departments: tuple[str, ...]
    """Keys of the departments named."""
    channel: str
    """Where it was asked."""
    confidence: float
    """Probability of what was shown, 0 to 1."""
    asked_at: datetime
    """When, UTC without zone."""


async def ungrouped_questions(connection: AsyncConnection, most: int) -> list[Asked]:
    """Return the oldest questions up for review that are in no group yet."""
    query = select(question).where(question.c.review != "", question.c.group_id.is_(None)).order_by(question.c.id)
    return [_asked(row) for row in await connection.execute(query.limit(most))]


async def group_leaders(connection: AsyncConnection) -> list[tuple[int, str]]:
    """Return each group's number with its oldest question, by number."""
    oldest = select(func.min(question.c.id)).where(question.c.group_id.is_not(None)).group_by(question.c.group_id)
    query = select(question.c.group_id, question.c.text).where(question.c.id.in_(oldest))
    return [(row.group_id, row.text) for row in await connection.execute(query.order_by(question.c.group_id))]


async def create_group(connection: AsyncConnection, now: datetime) -> int:
    """Open a new group and return its number."""
    values = {"created_at": now, "state": OPEN, "target": "", "reason": "", "decided_by": "", "decided_at": None}
    return int(
        (await connection.execute(insert(review_group).values(values).returning(review_group.c.id))).scalar_one()
    )


async def join_group(connection: AsyncConnection, asked: Asked, group_id: int) -> None:
    """Put a question into a group; one asked after the group was answered opens it again: it is not answered yet."""
    await connection.execute(update(question).where(question.c.id == asked.id).values(group_id=group_id))
    reopened = (
        update(review_group)
        .where(review_group.c.id == group_id, review_group.c.state == ANSWERED)
        .where(review_group.c.decided_at < asked.asked_at)
    )
    await connection.execute(reopened.values(state=OPEN))


async def list_groups(connection: AsyncConnection, filters: Filters, first: int, most: int) -> list[GroupRow]:
    """Return groups from place `first` on, most asked first, then the latest; may be empty."""
    times, last = func.count(question.c.id), func.max(question.c.asked_at)
    query = _grouped(filters).order_by(times.desc(), last.desc(), review_group.c.id).offset(first).limit(most)
    rows = list(await connection.execute(query))
    return await _with_details(connection, rows)


async def count_groups(connection: AsyncConnection, filters: Filters) -> int:
    """Return how many groups the filters let through."""
    matching = _grouped(filters).order_by(None).subquery()
    return int((await connection.execute(select(func.count()).select_from(matching))).scalar_one())


async def load_groups(connection: AsyncConnection, ids: Collection[int]) -> list[GroupRow]:
    """Return the groups with these numbers, by number; those that are gone are left out."""
    query = _grouped(Filters(state="")).where(review_group.c.id.in_(ids)).order_by(review_group.c.id)
    return await _with_details(connection, list(await connection.execute(query)))


async def group_questions(connection: AsyncConnection, group_id: int) -> list[Asked]:
    """Return the latest questions of a group, at most `MOST_SHOWN`, newest first."""
    query = select(question).where(question.c.group_id == group_id).order_by(question.c.id.desc()).limit(MOST_SHOWN)
    return [_asked(row) for row in await connection.execute(query)]


async def decide_groups(connection: AsyncConnection, ids: Collection[int], decision: Decision) -> list[int]:
    """Write what was decided about groups; return the numbers of those that are there, ascending."""
    query = update(review_group).where(review_group.c.id.in_(ids))
    values = {"state": decision.state, "target": decision.target, "reason": decision.reason}
    query = query.values(**values, decided_by=decision.actor, decided_at=decision.at)
    return sorted((await connection.execute(query.returning(review_group.c.id))).scalars())


async def recent_wordings(connection: AsyncConnection, most: int) -> dict[str, int]:
    """Return the wordings of the latest questions that residents typed, whatever became of them, and how often each."""
    latest = select(question.c.text).where(question.c.text != "").order_by(question.c.id.desc()).limit(most).subquery()
    query = select(latest.c.text, func.count().label("times")).group_by(latest.c.text)
    return {row.text: row.times for row in await connection.execute(query)}


async def drop_empty_groups(connection: AsyncConnection) -> None:
    """Delete groups whose questions were all deleted."""
    used = select(question.c.group_id).where(question.c.group_id.is_not(None))
    await connection.execute(delete(review_group).where(review_group.c.id.not_in(used)))


def _grouped(filters: Filters) -> Select[Any]:
    query = (
        select(
            review_group,
            func.count(question.c.id).label("times"),
            func.count(distinct(question.c.person)).label("people"),
            func.min(question.c.id).label("leader"),
            func.min(question.c.asked_at).label("first_at"),
            func.max(question.c.asked_at).label("last_at"),
        )
        .join(question, question.c.group_id == review_group.c.id)
        .group_by(review_group.c.id)
    )
    if filters.state:
        query = query.where(review_group.c.state == filters.state)
    conditions = []
    if filters.review:
        conditions.append(question.c.review == filters.review)
    if filters.channel:
        conditions.append(question.c.channel == filters.channel)
    if filters.text:
        conditions.append(question.c.text.contains(filters.text, autoescape=True))
    if filters.since:
        conditions.append(question.c.asked_at >= filters.since)
    if conditions:
        query = query.where(review_group.c.id.in_(select(question.c.group_id).where(*conditions)))
    return query


async def _with_details(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[GroupRow]:
    ids = [row.id for row in rows]
    leaders = select(question.c.group_id, question.c.text).where(question.c.id.in_([row.leader for row in rows]))
    texts = {row.group_id: row.text for row in await connection.execute(leaders)}
    kinds = select(question.c.group_id, question.c.review, question.c.channel).distinct()
    reviews, channels = _sets(ids), _sets(ids)
    for row in await connection.execute(kinds.where(question.c.group_id.in_(ids))):
        reviews[row.group_id].add(row.review)
        channels[row.group_id].add(row.channel)
    return [
        GroupRow(
            id=row.id,
            text=texts[row.id],
            times=row.times,
            people=row.people,
            first_at=row.first_at,
            last_at=row.last_at,
            reviews=tuple(sorted(reviews[row.id] - {""})),
            channels=tuple(sorted(channels[row.id])),
            state=row.state,
            target=row.target,
            reason=row.reason,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in rows
    ]


def _sets(ids: Iterable[int]) -> dict[int, set[str]]:
    return {group_id: set() for group_id in ids}


def _asked(row: Row[Any]) -> Asked:
    return Asked(
        id=row.id,
        text=row.text,
        review=row.review,
        kind=row.kind,
        shown=tuple(row.services or row.options),
        departments=tuple(row.departments),
        channel=row.channel,
        confidence=row.confidence,
        asked_at=row.asked_at,
    )
