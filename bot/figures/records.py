"""SQL of the figures: the questions and verdicts of a time. Called by `report`.

Questions are read a piece at a time, each in a transaction of its own, so that no resident waits behind a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.schema import feedback, question, review_group
from bot.staff.review_store import ANSWERED

PIECE = 5000


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A recorded question as the figures need it."""

    person: str
    """Keyed hash of who asked."""
    channel: str
    """Where it was asked."""
    asked_at: datetime
    """When, UTC without zone."""
    kind: str
    """Kind of the reply."""
    service: str
    """Id of the service shown first, or offered first; empty where none."""
    department: str
    """Key of the department named first; empty where none."""
    town: str
    """The resident's town; empty where unknown."""


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """What a resident said of an answer."""

    person: str
    """Keyed hash of who said so."""
    verdict: str
    """useful, useless or neither."""
    service: str
    """Id of the service it is about; empty where the last answer is meant."""
    given_at: datetime
    """When, UTC without zone."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A group of questions that was answered."""

    first_asked_at: datetime
    """When its oldest question was asked, UTC without zone."""
    answered_at: datetime
    """When the answer was published, UTC without zone."""
    people: tuple[str, ...]
    """Who had asked."""


async def questions_since(database: Database, since: datetime) -> list[AskedQuestion]:
    """Return the questions asked since a time, oldest first; raises `StoreError`."""
    found: list[AskedQuestion] = []
    last = 0
    while True:
        rows = await database.transact(lambda connection: _piece(connection, since, last))  # noqa: B023  awaited here
        found += [_asked(row) for row in rows]
        if len(rows) < PIECE:
            return found
        last = rows[-1].id


async def verdicts_since(connection: AsyncConnection, since: datetime) -> list[GivenVerdict]:
    """Return what residents said of answers since a time, oldest first."""
    query = select(feedback).where(feedback.c.given_at >= since).order_by(feedback.c.id)
    return [GivenVerdict(row.person, row.verdict, row.service, row.given_at) for row in await connection.execute(query)]


async def mended_since(connection: AsyncConnection, since: datetime) -> list[Mended]:
    """Return the groups answered since a time, in the order of their numbers."""
    query = (
        select(review_group.c.id, review_group.c.decided_at, question.c.asked_at, question.c.person)
        .join(question, question.c.group_id == review_group.c.id)
        .where(review_group.c.state == ANSWERED, review_group.c.decided_at >= since)
        .order_by(review_group.c.id, question.c.id)
    )
    groups: dict[int, list[tuple[datetime, datetime, str]]] = {}
    for row in await connection.execute(query):
        groups.setdefault(row.id, []).append((row.asked_at, row.decided_at, row.person))
    return [
        Mended(asked[0][0], asked[0][1], tuple(dict.fromkeys(person for _, _, person in asked)))
        for asked in groups.values()
    ]


async def _piece(connection: AsyncConnection, since: datetime, after: int) -> list[Row[Any]]:
    query = select(question).where(question.c.asked_at >= since, question.c.id > after).order_by(question.c.id)
    return list(await connection.execute(query.limit(PIECE)))


def _asked(row: Row[Any]) -> AskedQuestion:
    shown = [*row.services, *row.options]
    return AskedQuestion(
        person=row.person,
        channel=row.channel,
        asked_at=row.asked_at,
        kind=row.kind,
        service=shown[0] if shown else "",
        department=row.departments[0] if row.departments else "",
        town=row.town,
    )
