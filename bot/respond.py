"""The one request path: every message of every channel is kept, understood, answered and recorded here.

channel -> `receive` -> understand -> dispatch -> one handler -> store -> channel. Effects and reply of a message are
committed together, so that a message takes effect once even when the program is killed at any instant; a reply cut off
on its way to the channel is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import store
from bot.composer import CAN_TELL, Composer
from bot.config import Config
from bot.database import Database, StoreError
from bot.identity import Hasher
from bot.library import Library
from bot.masking import clean_text, mask
from bot.messages import Card, Exchange, Incoming, Outgoing
from bot.privacy import FORGET
from bot.referral.card_box import CardBox
from bot.referral.records import delete_expired_referrals, delete_expired_verdicts
from bot.staff.notices import keep_request
from bot.store import Received
from bot.times import Clock, stored_time, utc_now
from handlers import action
from handlers.press import typed_action
from handlers.turn import Block, Conversation, Kind, Reply, ReviewReason
from knowledge.models import Content

log = logging.getLogger(__name__)

MOST_AT_ONCE = 64
LONGEST_ACTION = 128
LONGEST_NUMBER = 64  # read beyond the cut, so that no number is cut in two and so escapes the masking


class StaffDoor(Protocol):
    """What answers members of staff in a chat."""

    async def answer(self, connection: AsyncConnection, message: Received) -> Reply | None:
        """Return the reply to a message that is for staff only; None for every other."""


class Responder:
    """Answers messages, in order for each person."""

    def __init__(
        self,
        database: Database,
        library: Library,
        config: Config,
        hasher: Hasher,
        clock: Clock = utc_now,
        staff: StaffDoor | None = None,
    ) -> None:
        """Use an open store and a library; `clock` gives aware UTC times, `staff` answers members of staff."""
        self._database, self._config = database, config
        self._staff = staff
        self._hasher, self._clock = hasher, clock
        self._composer = Composer(library, config, clock)
        self._cards = CardBox(config, lambda: self.content, clock)
        self._has_traces = False

    async def receive(self, messages: Sequence[Incoming]) -> int:
        """Commit messages to the inbox, masked; return how many were new.

        Only after this may a channel acknowledge them. Raises `StoreError` where they could not be kept.
        """

        async def keep(connection: AsyncConnection) -> int:
            kept = [await self._keep(connection, message) for message in messages]
            return sum(number is not None for number in kept)

        return await self._database.transact(keep)

    async def answer_waiting(self, channel: str, most_per_minute: int = 0) -> int:
        """Answer the oldest waiting message of each person in a channel; return how many were dealt with.

        Of one person's messages in a minute `most_per_minute` are answered (0 = all), the next one is told to slow
        down and the others are kept without a reply; danger is answered always.
        """

        async def answer(connection: AsyncConnection) -> int:
            messages = await store.next_messages(connection, channel, MOST_AT_ONCE)
            for message in messages:
                if not most_per_minute or not await self._slow_down(connection, message, most_per_minute):
                    await self._answer(connection, message, is_sent=False)
            return len(messages)

        count = await self._database.transact(answer)
        await self._drop_traces()
        return count

    async def take_replies(self, channel: str, skip_persons: Collection[str], most: int) -> list[Outgoing]:
        """Return each person's oldest reply that waits for a channel, leaving out some persons; may be empty."""
        return await self._database.transact(
            lambda connection: store.waiting_replies(connection, channel, skip_persons, most)
        )

    async def note_part_sent(self, outgoing_id: int, parts: int) -> None:
        """Note that the channel took the first `parts` parts of a reply."""
        await self._database.transact(lambda connection: store.mark_part_sent(connection, outgoing_id, parts))

    async def end_replies(self, ids: Sequence[int], *, is_delivered: bool) -> None:
        """Note that the channel took replies whole, or never will."""
        await self._database.transact(lambda connection: store.end_replies(connection, ids, is_delivered=is_delivered))

    async def respond(self, incoming: Incoming) -> Reply:
        """Keep and answer one message of a channel that takes the reply at once; the same id gets the same reply.

        Raises `StoreError` where the message could not be kept.
        """

        async def answer(connection: AsyncConnection) -> Reply | None:
            await self._keep(connection, incoming)
            for message in await store.waiting_messages(
                connection, self._hasher.person(incoming.channel, incoming.address)
            ):
                await self._answer(connection, message, is_sent=True)
            return await store.reply_to(connection, incoming.channel, clean_text(incoming.external_id))

        reply = await self._database.transact(answer)
        await self._drop_traces()
        return reply or self._composer.say("common.failed", Kind.HANDOFF)

    async def history(self, channel: str, address: str, most: int = 20) -> list[Exchange]:
        """Return the last messages of an address with their replies, oldest first; may be empty."""
        person = self._hasher.person(channel, address)
        return await self._database.transact(lambda connection: store.recent_exchanges(connection, person, most))

    async def take_news(self, channel: str, address: str) -> list[Reply]:
        """Return the news that an address has not seen yet, oldest first, and count it as seen; may be empty."""
        person = self._hasher.person(channel, address)
        return await self._database.transact(lambda connection: store.take_news(connection, channel, person))

    async def check_ready(self) -> None:
        """Raise `StoreError` where the store cannot be written now."""
        await self._database.transact(store.is_writable)

    async def count_restart(self) -> None:
        """Count one more attempt for every message that an earlier run left waiting; called once at start."""
        await self._database.transact(store.count_restart)

    async def delete_expired(self) -> None:
        """Delete what is older than the retention of the config."""
        kept = self._config.retention

        async def clean(connection: AsyncConnection) -> None:
            await store.delete_expired(
                connection,
                self._now(),
                timedelta(days=kept.messages_days),
                timedelta(days=kept.questions_days),
                timedelta(hours=kept.conversation_hours),
            )
            await delete_expired_referrals(connection, self._now() - timedelta(days=kept.referrals_days))
            await delete_expired_verdicts(connection, self._now() - timedelta(days=kept.verdicts_days))

        await self._database.transact(clean)
        self._has_traces = True
        await self._drop_traces()

    async def _drop_traces(self) -> None:
        """After something was deleted, take it out of the store's log too; where that fails, the next cleaning does."""
        if not self._has_traces:
            return
        self._has_traces = False
        try:
            await self._database.drop_traces()
        except StoreError as error:
            log.warning("删掉的记录还留在数据库的日志里，下次清理时再清：%s", error)

    async def _keep(self, connection: AsyncConnection, incoming: Incoming) -> int | None:
        most = 2 * self._config.limits.message_characters
        text = mask(incoming.text[: most + LONGEST_NUMBER])[:most]
        person = self._hasher.person(incoming.channel, incoming.address)
        masked = replace(
            incoming,
            external_id=clean_text(incoming.external_id),
            address=clean_text(incoming.address),
            text=text,
            action=mask(incoming.action)[:LONGEST_ACTION],
        )
        return await store.keep_message(connection, masked, person, self._now())

    async def _answer(self, connection: AsyncConnection, message: Received, *, is_sent: bool) -> None:
        now = self._now()
        if message.is_command(FORGET):
            await store.forget_person(connection, message.person, message.id)
            self._has_traces = True
            reply = self._composer.say("common.forgotten", Kind.COMMAND)
            await store.keep_reply(connection, message, reply, now, is_sent=is_sent)
            return
        conversation = await self._load_conversation(connection, message.person)
        if (reply_to_staff := await self._answer_staff(connection, message)) is not None:
            reply = replace(reply_to_staff, conversation=conversation)
            await store.keep_reply(connection, message, reply, now, is_sent=is_sent)
            return
        if not message.action:
            message = replace(message, action=typed_action(message.text, conversation, self.content))
        if message.action == action.TELL:
            reply = await self._promise(connection, message, conversation)
        else:
            kept = await self._cards.reopen(connection, message, conversation)
            reply = kept or await self._write_reply(connection, message, conversation)
        await store.keep_reply(connection, message, reply, now, is_sent=is_sent)
        await self._record(connection, message, reply, now)

    async def _load_conversation(self, connection: AsyncConnection, person: str) -> Conversation:
        """Return the conversation of a person; a new one where it is older than the retention of the config."""
        oldest = self._now() - timedelta(hours=self._config.retention.conversation_hours)
        return await store.load_conversation(connection, person, oldest)

    async def _write_reply(self, connection: AsyncConnection, message: Received, conversation: Conversation) -> Reply:
        """Return the reply to a resident's message; a card among it has its code."""
        return await self._cards.hand_out(connection, message, self._composer.compose(message, conversation))

    async def _answer_staff(self, connection: AsyncConnection, message: Received) -> Reply | None:
        """Return the reply to a member of staff, None where the message is a resident's; nothing is kept of half."""
        if self._staff is None or message.attempts >= store.MOST_ATTEMPTS:
            return None
        try:
            async with connection.begin_nested():
                return await self._staff.answer(connection, message)
        except SQLAlchemyError:
            raise
        except Exception:
            log.exception("staff handler failed on message %d", message.id)
            return self._composer.say("common.failed", Kind.COMMAND)

    async def open_card(self, typed: str) -> Card | None:
        """Return the card of a code as somebody typed it, written anew; None where there is none, or no longer."""
        return await self._database.transact(lambda connection: self._cards.open(connection, typed))

    async def open_results(self, channel: str, address: str) -> tuple[Block, ...]:
        """Return the results of an address's eligibility dialogue, written anew; empty where there are none.

        Nothing is kept of it: who looks says nothing.
        """
        person = self._hasher.person(channel, address)
        conversation = await self._database.transact(lambda connection: self._load_conversation(connection, person))
        return self._composer.results(conversation)

    async def _promise(self, connection: AsyncConnection, message: Received, conversation: Conversation) -> Reply:
        """Keep the wish to be told of an answer to the last question; say so, or that none is missing."""
        is_kept = message.channel in CAN_TELL and await keep_request(connection, message, self._now())
        key = CAN_TELL[message.channel] if is_kept else "handoff.tell_nothing"
        return self._composer.say(key, Kind.COMMAND, conversation)

    async def _slow_down(self, connection: AsyncConnection, message: Received, most: int) -> bool:
        """Deal with a message beyond the most answered in a minute; return whether it was such a one."""
        now = self._now()
        earlier = await store.count_earlier(connection, message, now.replace(second=0, microsecond=0))
        if earlier < most or message.is_command(FORGET):
            return False
        if self._composer.compose(message, Conversation()).kind is Kind.URGENT:
            return False
        if earlier > most:
            await store.end_message(connection, message)
            return True
        conversation = await self._load_conversation(connection, message.person)
        reply = self._composer.say("common.too_fast", Kind.COMMAND, conversation)
        await store.keep_reply(connection, message, reply, now, is_sent=False)
        return True

    async def _record(self, connection: AsyncConnection, message: Received, reply: Reply, now: datetime) -> None:
        pressed = action.read_action(message.action)
        if pressed is None:
            if reply.review is ReviewReason.REJECTED:  # typed: it is a verdict on the question before, not a question
                await store.keep_feedback(connection, message, action.NEITHER, "", now)
            elif message.text and not message.text.strip().isdecimal() and not _is_private(reply):
                await store.keep_question(connection, message, reply, now)
        elif pressed.verb in action.VERDICTS:
            await store.keep_feedback(connection, message, pressed.verb, pressed.service, now)

    @property
    def content(self) -> Content:
        """The content in use, for the words a channel says itself."""
        return self._composer.content

    def _now(self) -> datetime:
        return stored_time(self._clock())


def _is_private(reply: Reply) -> bool:
    """Return whether what was typed is told of a person in the eligibility dialogue: no question to be kept."""
    state = reply.conversation.screening
    is_answer = state is not None and bool(state.waiting) and not state.is_paused
    return reply.kind is Kind.SCREEN or (reply.review is ReviewReason.FAILED and is_answer)
