"""Residents who asked to be told when their question has an answer: each is told once, then the address is deleted.

`respond` keeps the wish, `publishing` fulfils it; the message leaves through the outbox as every reply does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering import turn_of
from bot.library import Edition
from bot.schema import notice_request, question
from bot.store import Received, keep_news
from handlers.elsewhere import show_matter
from handlers.service import show_services
from handlers.turn import Block, Conversation, Reply, Style
from handlers.words import say

FETCHED = frozenset({"web"})
"""Channels in which people come for their news themselves: no address is kept of them."""
SHOWN_QUESTION = 60
"""Characters of a question that the news quotes."""


async def keep_request(connection: AsyncConnection, message: Received, now: datetime) -> bool:
    """Keep that a person wants to be told of an answer to the last question up for review; return if there is one."""
    mine = (question.c.person == message.person, question.c.review != "")
    last = select(question.c.id).where(*mine).order_by(question.c.id.desc()).limit(1)
    question_id = (await connection.execute(last)).scalar()
    if question_id is None:
        return False
    await connection.execute(delete(notice_request).where(notice_request.c.question_id == question_id))
    values = {
        "question_id": question_id,
        "person": message.person,
        "channel": message.channel,
        "address": "" if message.channel in FETCHED else message.address,
        "asked_at": now,
    }
    await connection.execute(insert(notice_request).values(values))
    return True


async def tell_askers(
    connection: AsyncConnection, edition: Edition, group_ids: Collection[int], target: str, local_now: datetime
) -> int:
    """Put the answer `target`, a service or a matter elsewhere, into the outbox of all who wait for one of the groups.

    Returns how many were told. `local_now` is aware, in the county's time zone.
    """
    waiting = select(notice_request, question.c.text).join(question, question.c.id == notice_request.c.question_id)
    rows = list(await connection.execute(waiting.where(question.c.group_id.in_(group_ids))))
    for row in rows:
        reply = news_of(edition, row.text, target, local_now)
        if reply is not None:
            await _send(connection, row, reply, local_now)
    return len(rows)


def news_of(edition: Edition, text: str, target: str, local_now: datetime) -> Reply | None:
    """Return the news that a question has an answer, with the answer; None where the content has no such entry."""
    turn = turn_of(edition, "", local_now, Conversation())
    if target in edition.content.services:
        reply = show_services(turn, (target,))
    elif target in edition.content.elsewhere:
        reply = show_matter(turn, edition.content.elsewhere[target])
    else:
        return None
    short = text if len(text) <= SHOWN_QUESTION else f"{text[:SHOWN_QUESTION]}…"
    news = Block(Style.TEXT, say(edition.content, "handoff.tell_news", question=short))
    return replace(reply, blocks=(news, *reply.blocks))


async def _send(connection: AsyncConnection, row: Row[Any], reply: Reply, local_now: datetime) -> None:
    """Move the address from the wish to the outbox, from which it goes when the channel took the message."""
    now = local_now.astimezone(UTC).replace(tzinfo=None)
    await keep_news(connection, row, f"notice:{row.id}", reply, now)
    await connection.execute(delete(notice_request).where(notice_request.c.id == row.id))
