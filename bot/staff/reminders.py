"""Reminds owners in their linked chat of what has run out or soon will: of each entry once a month.

That somebody was reminded is noted in the transaction that puts the message into the outbox, so that of several
processes one does it. Whoever has no linked chat finds it in the console and in the digest.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database, StoreError
from bot.staff import chat_store
from bot.staff.chat_cards import plain, queue_button
from bot.staff.upkeep import NEED_NAMES, Need, UpkeepItem, by_owner, find_upkeep
from bot.store import keep_news
from bot.times import Clock, stored_time
from handlers.turn import Block, Reply, Style
from handlers.words import say
from knowledge.models import Content

log = logging.getLogger(__name__)

REMINDED = frozenset({Need.OUT_OF_DATE, Need.RUNS_OUT})
LOOK_EVERY_S = 3600
FROM_HOUR = 9
"""Nobody is reminded earlier in the day, county time."""
TO_HOUR = 18
"""Nor from this hour on."""
KEPT_FOR = timedelta(days=62)
MOST_LISTED = 20


async def remind_owners(connection: AsyncConnection, content: Content, now: datetime, zone: ZoneInfo) -> int:
    """Put into the outbox what owners are to be reminded of at an aware time; return to how many of them."""
    local = now.astimezone(zone)
    items = [item for item in find_upkeep(content, {}, local.date()) if item.need in REMINDED and item.owner]
    told = 0
    for owner, mine in by_owner(items).items():
        chat = await chat_store.chat_of(connection, owner)
        if chat is None:
            continue
        claims = [(item, await _claim(connection, chat.staff_id, item, local)) for item in mine]
        new = [item for item, claim in claims if claim is not None]
        if new:
            number = next(claim for _, claim in claims if claim is not None)
            await keep_news(
                connection, chat.to, f"remind:{number}", write_reminder(content, owner, new), stored_time(now)
            )
            told += 1
    await chat_store.forget_reminders(connection, f"{local - KEPT_FOR:%Y-%m}")
    return told


async def _claim(connection: AsyncConnection, staff_id: int, item: UpkeepItem, local: datetime) -> int | None:
    month, entry = f"{local:%Y-%m}", f"{item.part}:{item.key}"
    return await chat_store.claim_reminder(connection, staff_id, month, str(item.need), entry)


def write_reminder(content: Content, owner: str, items: Sequence[UpkeepItem]) -> Reply:
    """Return what an owner is told; `items` is not empty and begins with the most pressing."""
    lines = tuple(f"{NEED_NAMES[item.need]}：{item.title}（{item.due_on}）" for item in items[:MOST_LISTED])
    heading = say(content, "desk.reminder", name=owner, places=len(items))
    blocks = (Block(Style.LIST, heading, lines), Block(Style.TEXT, say(content, "desk.reminder_how")))
    return replace(plain("", queue_button(content)), blocks=blocks)


class OwnerReminders:
    """Looks every hour, in office hours, whom to remind."""

    def __init__(self, database: Database, content: Callable[[], Content], zone: ZoneInfo, clock: Clock) -> None:
        """Remind of the content in use; hours are those of a zone."""
        self._database, self._content, self._zone, self._clock = database, content, zone, clock

    async def run(self, tell: Callable[[], None]) -> None:
        """Remind until cancelled; `tell` says that a message is in the outbox."""
        while True:
            try:
                if await self.remind():
                    tell()
            except StoreError as error:
                log.warning("还没能提醒负责人，过一会儿再试：%s", error)
            except Exception:
                log.exception("提醒负责人时出了没料到的错，过一会儿再试")
            await asyncio.sleep(LOOK_EVERY_S)

    async def remind(self) -> int:
        """Remind those who are to be now; return how many. Raises `StoreError`."""
        now = self._clock()
        if not FROM_HOUR <= now.astimezone(self._zone).hour < TO_HOUR:
            return 0
        content = self._content()
        return await self._database.transact(lambda connection: remind_owners(connection, content, now, self._zone))
