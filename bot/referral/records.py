"""Keeps cards by their code, and what counters said of them. SQL, like `bot.store`; times are UTC without zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.referral_code import new_code
from bot.schema import question, referral, referral_matter, referral_verdict
from handlers.turn import ReviewReason
from knowledge.trip.referral import Matter, Referral

RECENT_QUESTIONS = 30
"""So many of a person's last questions are looked through for those that led to a card."""
ANSWERED = "answer"
"""Kind of a question that was answered with services; a wish for a card is another kind."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a counter said of one matter of a card: a labelled case."""

    code: str
    """Code of the card."""
    service: str
    """Id of the service."""
    shown: str
    """Key of the department whose counter the card sent to."""
    right: str
    """Key of the department that it belongs to; the same as `shown` where the card was right."""
    town: str
    """The resident's town; empty where it was not known."""
    given_by: str
    """Who said so, as typed."""
    given_at: datetime
    """When, UTC without zone."""


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A verdict with the words that led to it."""

    question: str
    """What the resident asked, masked; empty where nobody asked in words, or the question is deleted."""
    verdict: Verdict
    """What the counter said."""


async def keep_referral(connection: AsyncConnection, card: Referral, person: str, now: datetime) -> Referral:
    """Keep a card under a new code and return it with the code. Of the person only their questions are named."""
    code = new_code()
    while await load_referral(connection, code) is not None:
        code = new_code()
    values = {"code": code, "town": card.town, "audience": card.audience, "created_at": now}
    await connection.execute(insert(referral).values(values))
    asked = await _questions_by_service(connection, person)
    rows = [
        {"code": code, "service": m.service, "window": m.window, "question_id": asked.get(m.service)}
        for m in card.matters
    ]
    await connection.execute(insert(referral_matter), rows)
    return replace(card, code=code)


async def load_referral(connection: AsyncConnection, code: str) -> Referral | None:
    """Return the card of a code; None where there is none, or no longer."""
    found = (await connection.execute(select(referral).where(referral.c.code == code))).first()
    if found is None:
        return None
    query = select(referral_matter).where(referral_matter.c.code == code).order_by(referral_matter.c.id)
    matters = tuple(Matter(row.service, row.window) for row in await connection.execute(query))
    return Referral(matters, found.town, found.audience, code)


async def keep_verdict(connection: AsyncConnection, verdict: Verdict) -> None:
    """Keep a verdict in place of an earlier one on the same matter; a wrong counter puts its question up for review."""
    same = (referral_verdict.c.code == verdict.code) & (referral_verdict.c.service == verdict.service)
    await connection.execute(delete(referral_verdict).where(same))
    asked = select(referral_matter.c.question_id).where(
        referral_matter.c.code == verdict.code, referral_matter.c.service == verdict.service
    )
    question_id = (await connection.execute(asked)).scalar()
    values = {name: getattr(verdict, name) for name in Verdict.__slots__}
    await connection.execute(insert(referral_verdict).values(question_id=question_id, **values))
    if verdict.right != verdict.shown:
        await connection.execute(
            update(question).where(question.c.id == question_id).values(review=ReviewReason.MISROUTED)
        )


async def load_verdicts(connection: AsyncConnection, code: str = "") -> list[Verdict]:
    """Return the verdicts on a card, or all there are, oldest first."""
    query = select(referral_verdict).order_by(referral_verdict.c.id)
    if code:
        query = query.where(referral_verdict.c.code == code)
    return [_verdict(row) for row in await connection.execute(query)]


async def load_labelled_cases(connection: AsyncConnection) -> list[LabelledCase]:
    """Return every verdict with its question, the latest first."""
    of_case = question.c.id == referral_verdict.c.question_id
    query = select(referral_verdict, question.c.text).select_from(referral_verdict.outerjoin(question, of_case))
    rows = await connection.execute(query.order_by(referral_verdict.c.id.desc()))
    return [LabelledCase(row.text or "", _verdict(row)) for row in rows]


async def count_referrals(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """Return how many cards there are for each service and counter, by (service id, department key)."""
    columns = (referral_matter.c.service, referral_matter.c.window)
    rows = await connection.execute(select(*columns, func.count()).group_by(*columns))
    return {(service, window): count for service, window, count in rows}


async def delete_expired_referrals(connection: AsyncConnection, before: datetime) -> None:
    """Delete cards made before a time; what counters said of them, which names no resident, stays longer."""
    old = select(referral.c.code).where(referral.c.created_at < before)
    await connection.execute(delete(referral_matter).where(referral_matter.c.code.in_(old)))
    await connection.execute(delete(referral).where(referral.c.created_at < before))


async def delete_expired_verdicts(connection: AsyncConnection, before: datetime) -> None:
    """Delete what counters said before a time."""
    await connection.execute(delete(referral_verdict).where(referral_verdict.c.given_at < before))


def _verdict(row: Row[Any]) -> Verdict:
    return Verdict(**{name: getattr(row, name) for name in Verdict.__slots__})


async def _questions_by_service(connection: AsyncConnection, person: str) -> dict[str, int]:
    """Return the person's last question about each service, by service id."""
    query = (
        select(question.c.id, question.c.services)
        .where(question.c.person == person, question.c.kind == ANSWERED)
        .order_by(question.c.id.desc())
        .limit(RECENT_QUESTIONS)
    )
    rows: Sequence[tuple[int, list[str]]] = [(row.id, row.services) for row in await connection.execute(query)]
    return {service: number for number, services in reversed(rows) for service in services}
