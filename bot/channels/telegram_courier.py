"""Brings replies from the outbox to Telegram: in order for each person, many persons at once, each fault in its way.

A reply that Telegram refuses, a person who must wait, a service that is away: none of them holds up anybody else.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter

from bot.channels.backoff import Backoff
from bot.channels.telegram_fault import MOST_REPEATS, Fault, classify, explain, is_unreadable, seconds_to_wait
from bot.channels.telegram_text import Part, write_parts
from bot.channels.telegram_update import CHANNEL
from bot.database import StoreError
from bot.messages import Outgoing

log = logging.getLogger(__name__)

MOST_AT_ONCE = 16
MOST_RESTING = 500
DRAIN_LOOK_S = 0.05
LOOK_EVERY_S = 5
"""So often the courier looks for messages that no message of a resident brought about."""


class Outbox(Protocol):
    """What the courier needs of the one request path."""

    async def take_replies(self, channel: str, skip_persons: Collection[str], most: int) -> list[Outgoing]:
        """Return each person's oldest reply that waits, leaving out some persons."""

    async def note_part_sent(self, outgoing_id: int, parts: int) -> None:
        """Note that the channel took the first `parts` parts of a reply."""

    async def end_replies(self, ids: Sequence[int], *, is_delivered: bool) -> None:
        """Note that the channel took replies whole, or never will."""


@dataclass(slots=True)
class Trouble:
    """What went wrong with a reply since its last part was sent."""

    faults: Counter[Fault] = field(default_factory=Counter)
    """How often each fault came."""
    backoff: Backoff = field(default_factory=Backoff)
    """How long to wait before the next try."""


class Pace:
    """Spaces calls evenly, whoever makes them."""

    def __init__(self, per_second: float) -> None:
        """Let at most `per_second` calls start in a second."""
        self._gap_s = 1 / per_second
        self._next_at_s = 0.0

    async def wait(self) -> None:
        """Return when the next call may start."""
        now = time.monotonic()
        start_at_s = max(self._next_at_s, now)
        self._next_at_s = start_at_s + self._gap_s
        if start_at_s > now:
            await asyncio.sleep(start_at_s - now)


class Courier:
    """Sends what waits in the outbox."""

    def __init__(self, bot: Bot, outbox: Outbox, pace: Pace) -> None:
        """Use a bot whose requests may run side by side."""
        self._bot, self._outbox, self._pace = bot, outbox, pace
        self._in_flight: dict[str, asyncio.Task[None]] = {}
        self._rests_until_s: dict[str, float] = {}
        self._troubles: dict[int, Trouble] = {}
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Send replies until cancelled; those on their way then go on until `stop`."""
        backoff = Backoff()
        while True:
            try:
                await self._send_waiting()
            except Exception as error:  # noqa: BLE001  a courier that dies leaves everybody without a reply
                log.error("发件箱读不了，等一下再试：%s", explain(error))  # noqa: TRY400  may quote a message
                await asyncio.sleep(backoff.next_s())
            else:
                backoff.reset()

    def wake(self) -> None:
        """Say that there is something new in the outbox."""
        self._changed.set()

    async def drain(self) -> None:
        """Return when the outbox is empty; `run` must be running."""
        while self._in_flight or await self._outbox.take_replies(CHANNEL, (), 1):  # noqa: ASYNC110  a store calls nobody
            await asyncio.sleep(DRAIN_LOOK_S)

    async def stop(self) -> None:
        """Break off what is on its way; it stays in the outbox."""
        tasks = list(self._in_flight.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_waiting(self) -> None:
        """Start what can be sent now, then wait until that may have changed."""
        self._changed.clear()
        for outgoing in await self._take():
            task = asyncio.create_task(self._deliver(outgoing))
            self._in_flight[outgoing.person] = task
            task.add_done_callback(partial(self._end_flight, outgoing))
        try:
            async with asyncio.timeout(self._until_next_look_s()):
                await self._changed.wait()
        except TimeoutError:
            pass

    async def _take(self) -> list[Outgoing]:
        now = time.monotonic()
        self._rests_until_s = {person: until for person, until in self._rests_until_s.items() if until > now}
        free = MOST_AT_ONCE - len(self._in_flight)
        if not free or len(self._rests_until_s) >= MOST_RESTING:
            return []
        return await self._outbox.take_replies(CHANNEL, [*self._in_flight, *self._rests_until_s], free)

    def _until_next_look_s(self) -> float:
        next_rest_ends_s = min(self._rests_until_s.values(), default=math.inf)
        return min(LOOK_EVERY_S, max(0.0, next_rest_ends_s - time.monotonic()))

    def _end_flight(self, outgoing: Outgoing, task: asyncio.Task[None]) -> None:
        del self._in_flight[outgoing.person]
        if not task.cancelled() and (error := task.exception()):
            log.error("第 %d 条回复没发成，等一下再试", outgoing.id, exc_info=error)
            self._rest(outgoing, None)
        self._changed.set()

    async def _deliver(self, outgoing: Outgoing) -> None:
        """Send the parts not yet sent, noting each; a fault ends the try and the person rests."""
        try:
            parts = write_parts(outgoing.reply)
        except ValueError:
            log.exception("第 %d 条回复写不成消息，不发了", outgoing.id)
            return await self._end(outgoing, is_delivered=False)
        for number in range(outgoing.parts_sent, len(parts)):
            await self._pace.wait()
            try:
                await self._send(int(outgoing.address), parts[number])
            except Exception as error:  # noqa: BLE001  whatever comes of a call, `_is_taken` decides what it means
                if not await self._is_taken(outgoing, error):
                    return None
            self._troubles.pop(outgoing.id, None)
            if number + 1 < len(parts):
                await _note(partial(self._outbox.note_part_sent, outgoing.id, number + 1))
        return await self._end(outgoing, is_delivered=True)

    async def _send(self, chat_id: int, part: Part) -> None:
        try:
            await self._call(chat_id, part, ParseMode.HTML)
        except ChatMigrated as error:
            await self._call(error.new_chat_id, part, ParseMode.HTML)
        except BadRequest as error:
            if not is_unreadable(error):
                raise
            log.warning("Telegram 读不懂标记，改发纯文字：%s", error)
            await self._call(chat_id, part, None)

    async def _call(self, chat_id: int, part: Part, parse_mode: ParseMode | None) -> None:
        await self._bot.send_message(
            chat_id,
            part.html if parse_mode else part.plain,
            parse_mode=parse_mode,
            reply_markup=_markup(part),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _is_taken(self, outgoing: Outgoing, error: Exception) -> bool:
        """Return whether to go on as if the part was sent; else the reply was ended or its person rests."""
        fault = classify(error)
        if fault is Fault.NONE:
            return True
        if fault is Fault.REFUSED:
            log.warning("第 %d 条回复 Telegram 不收，不发了：%s", outgoing.id, error)
            await self._end(outgoing, is_delivered=False)
            return False
        faults = self._troubles.setdefault(outgoing.id, Trouble()).faults
        faults[fault] += 1
        if fault in MOST_REPEATS and faults[fault] > MOST_REPEATS[fault]:
            log.warning("第 %d 条回复几次都没等到回音，当作已经送到", outgoing.id)
            return True
        self._rest(outgoing, error)
        return False

    def _rest(self, outgoing: Outgoing, error: Exception | None) -> None:
        backoff = self._troubles.setdefault(outgoing.id, Trouble()).backoff
        wait_s = seconds_to_wait(error) if isinstance(error, RetryAfter) else backoff.next_s()
        self._rests_until_s[outgoing.person] = time.monotonic() + wait_s

    async def _end(self, outgoing: Outgoing, *, is_delivered: bool) -> None:
        self._troubles.pop(outgoing.id, None)
        await _note(partial(self._outbox.end_replies, [outgoing.id], is_delivered=is_delivered))


def _markup(part: Part) -> InlineKeyboardMarkup | None:
    if not part.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in part.rows]
    )


async def _note(write: Callable[[], Awaitable[None]]) -> None:
    """Write to the store until it is kept: what was sent and is not noted would be sent again."""
    backoff = Backoff()
    while True:
        try:
            return await write()
        except StoreError as error:
            log.warning("发送结果记不下，等一下再记：%s", error)
            await asyncio.sleep(backoff.next_s())
