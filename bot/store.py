"""What the bot keeps: inbox, outbox, conversations, questions and feedback. The only module with SQL.

Every function works on the connection of a transaction that `Database.transact` opened; times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Exchange, Incoming, Outgoing, pack_reply, unpack_reply
from bot.schema import (
    DEAD,
    DONE,
    NEW,
    SENT,
    conversation,
    feedback,
    inbox,
    notice_request,
    outbox,
    question,
    staff_chat,
    staff_task,
)
from handlers.turn import Conversation, Kind, Reply, ReviewReason, read_conversation

MOST_ATTEMPTS = 10  # counted at restarts, tried or not: a machine that goes down five times costs nobody an answer


@dataclass(frozen=True, slots=True)
class Received:
    """A message in the inbox."""

    id: int
    """Number in the inbox."""
    channel: str
    """Name of its channel."""
    person: str
    """Keyed hash of the sender."""
    address: str
    """Where the reply goes."""
    text: str
    """The masked text."""
    action: str
    """Action of a pressed button."""
    attempts: int
    """How often the program ended while this message waited."""

    def is_command(self, command: str) -> bool:
        """Return whether the message is a command such as `/forget`, whatever follows it."""
        return self.text.strip().lower().startswith(command)


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom goes what nobody asked for just now."""

    channel: str
    """Name of the channel."""
    person: str
    """Keyed hash of the receiver in that channel."""
    address: str
    """Where the channel finds the receiver."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A recorded question that staff should look at."""

    text: str
    """The masked question."""
    review: str
    """Why it is here: unanswered, rejected, doubtful, asked back, elsewhere or failed."""
    shown: tuple[str, ...]
    """Ids of the services shown or offered."""
    channel: str
    """Where it was asked."""
    asked_at: datetime
    """When it was asked, UTC without zone."""


async def keep_message(connection: AsyncConnection, incoming: Incoming, person: str, now: datetime) -> int | None:
    """Put a message, its text masked, into the inbox; return its number, None where it was there before."""
    known = select(inbox.c.id).where(inbox.c.channel == incoming.channel, inbox.c.external_id == incoming.external_id)
    if (await connection.execute(known)).first() is not None:
        return None
    values = {
        "channel": incoming.channel,
        "external_id": incoming.external_id,
        "person": person,
        "address": incoming.address,
        "text": incoming.text,
        "action": incoming.action,
        "received_at": now,
        "state": NEW,
        "attempts": 0,
    }
    done = await connection.execute(insert(inbox).values(values).returning(inbox.c.id))
    return int(done.scalar_one())


async def next_messages(connection: AsyncConnection, channel: str, most: int) -> list[Received]:
    """Return the oldest waiting message of each person in a channel, oldest first: nobody waits behind a flood."""
    oldest = (
        select(func.min(inbox.c.id)).where(inbox.c.state == NEW, inbox.c.channel == channel).group_by(inbox.c.person)
    )
    rows = await connection.execute(select(inbox).where(inbox.c.id.in_(oldest)).order_by(inbox.c.id).limit(most))
    return [_received(row) for row in rows]


async def waiting_messages(connection: AsyncConnection, person: str) -> list[Received]:
    """Return a person's waiting messages, oldest first."""
    rows = await connection.execute(
        select(inbox).where(inbox.c.state == NEW, inbox.c.person == person).order_by(inbox.c.id)
    )
    return [_received(row) for row in rows]


async def count_earlier(connection: AsyncConnection, message: Received, since: datetime) -> int:
    """Return how many messages of the same person came since a time and before this one."""
    earlier = select(func.count()).where(
        inbox.c.state.in_((NEW, DONE, DEAD)),  # all states, named so that the index serves
        inbox.c.person == message.person,
        inbox.c.id < message.id,
        inbox.c.received_at >= since,
    )
    return int((await connection.execute(earlier)).scalar_one())


async def count_restart(connection: AsyncConnection) -> None:
    """Count one more attempt for every message that still waits; called once at start."""
    await connection.execute(update(inbox).where(inbox.c.state == NEW).values(attempts=inbox.c.attempts + 1))


async def load_conversation(connection: AsyncConnection, person: str, not_before: datetime) -> Conversation:
    """Return a person's conversation; a fresh one where there is none or it is older than `not_before`."""
    query = select(conversation.c.state).where(conversation.c.person == person, conversation.c.updated_at >= not_before)
    state = (await connection.execute(query)).scalar()
    if state is None:
        return Conversation()
    return read_conversation(state)


async def keep_reply(
    connection: AsyncConnection, message: Received, reply: Reply, now: datetime, *, is_sent: bool
) -> None:
    """Commit all effects of a message together: conversation, reply, question and the end of its wait."""
    await connection.execute(delete(conversation).where(conversation.c.person == message.person))
    state = asdict(reply.conversation)
    await connection.execute(insert(conversation).values(person=message.person, state=state, updated_at=now))
    values = {
        "inbox_id": message.id,
        "channel": message.channel,
        "person": message.person,
        "address": "" if is_sent else message.address,
        "reply": pack_reply(reply),
        "created_at": now,
        "state": SENT if is_sent else NEW,
        "parts_sent": 0,
    }
    await connection.execute(insert(outbox).values(values))
    await end_message(connection, message)


async def keep_news(
    connection: AsyncConnection, to: Received | Receiver | Row[Any], external_id: str, reply: Reply, now: datetime
) -> None:
    """Put into the outbox what nobody asked for just now; `to` has channel, person and address of the receiver."""
    opened = {"channel": to.channel, "person": to.person, "received_at": now, "external_id": external_id}
    empty = {"address": "", "text": "", "action": "", "attempts": 0}
    done = await connection.execute(insert(inbox).values(**opened, **empty, state=DONE).returning(inbox.c.id))
    values = {"inbox_id": done.scalar_one(), "channel": to.channel, "person": to.person, "address": to.address}
    await connection.execute(
        insert(outbox).values(**values, reply=pack_reply(reply), created_at=now, state=NEW, parts_sent=0)
    )


async def take_news(connection: AsyncConnection, channel: str, person: str) -> list[Reply]:
    """Return the replies that wait in a channel until a person comes for them, oldest first, and mark them as sent."""
    mine = (outbox.c.channel == channel, outbox.c.person == person, outbox.c.state == NEW)
    rows = list(await connection.execute(select(outbox.c.id, outbox.c.reply).where(*mine).order_by(outbox.c.id)))
    if rows:
        await end_replies(connection, [row.id for row in rows], is_delivered=True)
    return [unpack_reply(row.reply) for row in rows]


async def end_message(connection: AsyncConnection, message: Received) -> None:
    """Mark a message as dealt with and drop its address."""
    state = DEAD if message.attempts >= MOST_ATTEMPTS else DONE
    await connection.execute(update(inbox).where(inbox.c.id == message.id).values(state=state, address=""))


async def keep_question(connection: AsyncConnection, message: Received, reply: Reply, now: datetime) -> None:
    """Record what was asked and what was shown."""
    values = {
        "inbox_id": message.id,
        "person": message.person,
        "channel": message.channel,
        "asked_at": now,
        "text": message.text,
        "kind": str(reply.kind),
        "services": list(reply.services),
        "options": list(reply.options),
        "departments": list(reply.departments),
        "confidence": reply.confidence,
        "review": reply.review or "",
        "town": reply.conversation.town,
    }
    await connection.execute(insert(question).values(values))


async def keep_feedback(
    connection: AsyncConnection, message: Received, verdict: str, service: str, now: datetime
) -> None:
    """Record a verdict on the person's last question; a bad one puts that question up for review."""
    last = select(question.c.id).where(question.c.person == message.person).order_by(question.c.id.desc()).limit(1)
    question_id = (await connection.execute(last)).scalar()
    values = {
        "inbox_id": message.id,
        "question_id": question_id,
        "person": message.person,
        "verdict": verdict,
        "service": service,
        "given_at": now,
    }
    await connection.execute(insert(feedback).values(values))
    if verdict != "useful" and question_id is not None:
        await connection.execute(
            update(question).where(question.c.id == question_id).values(review=ReviewReason.REJECTED)
        )


async def reply_to(connection: AsyncConnection, channel: str, external_id: str) -> Reply | None:
    """Return the reply that a message already got; None where it has none."""
    query = (
        select(outbox.c.reply)
        .join(inbox, inbox.c.id == outbox.c.inbox_id)
        .where(inbox.c.channel == channel, inbox.c.external_id == external_id)
    )
    packed = (await connection.execute(query)).scalar()
    return None if packed is None else unpack_reply(packed)


async def recent_exchanges(connection: AsyncConnection, person: str, most: int) -> list[Exchange]:
    """Return a person's last answered messages with their replies, oldest first."""
    query = (
        select(inbox.c.text, inbox.c.action, outbox.c.reply)
        .join(outbox, inbox.c.id == outbox.c.inbox_id)
        .where(inbox.c.person == person)
        .order_by(inbox.c.id.desc())
        .limit(most)
    )
    rows = list(await connection.execute(query))
    return [Exchange(row.text, row.action, unpack_reply(row.reply)) for row in reversed(rows)]


async def waiting_replies(connection: AsyncConnection, channel: str, skip: Iterable[str], most: int) -> list[Outgoing]:
    """Return each person's oldest waiting reply in a channel, oldest first, leaving out the persons in `skip`."""
    oldest = (
        select(func.min(outbox.c.id))
        .where(outbox.c.state == NEW, outbox.c.channel == channel, outbox.c.person.not_in(list(skip)))
        .group_by(outbox.c.person)
    )
    rows = await connection.execute(select(outbox).where(outbox.c.id.in_(oldest)).order_by(outbox.c.id).limit(most))
    return [Outgoing(r.id, r.person, r.address, unpack_reply(r.reply), r.parts_sent) for r in rows]


async def mark_part_sent(connection: AsyncConnection, outgoing_id: int, parts: int) -> None:
    """Note that the channel took the first `parts` parts of a reply."""
    await connection.execute(update(outbox).where(outbox.c.id == outgoing_id).values(parts_sent=parts))


async def end_replies(connection: AsyncConnection, ids: Sequence[int], *, is_delivered: bool) -> None:
    """Mark replies as taken by the channel, or as impossible to deliver, and drop their addresses."""
    state = SENT if is_delivered else DEAD
    await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state=state, address=""))


async def forget_person(connection: AsyncConnection, person: str, except_message: int) -> None:
    """Delete all that is kept of a person up to the message being answered, which stays without its text."""
    earlier = inbox.c.id < except_message
    mine = select(inbox.c.id).where(inbox.c.person == person, earlier)
    for table in (feedback, notice_request, question, conversation, staff_chat, staff_task):
        await connection.execute(delete(table).where(table.c.person == person))
    await connection.execute(delete(outbox).where(outbox.c.inbox_id.in_(mine)))
    await connection.execute(delete(inbox).where(inbox.c.person == person, earlier))
    await connection.execute(update(inbox).where(inbox.c.id == except_message).values(text=""))


async def delete_expired(
    connection: AsyncConnection, now: datetime, messages: timedelta, questions: timedelta, talk: timedelta
) -> None:
    """Delete answered messages, questions with their feedback, and conversations older than given."""
    old_messages = select(inbox.c.id).where(inbox.c.state != NEW, inbox.c.received_at < now - messages)
    waiting = select(outbox.c.inbox_id).where(outbox.c.state == NEW)
    await connection.execute(delete(outbox).where(outbox.c.inbox_id.in_(old_messages), outbox.c.state != NEW))
    await connection.execute(delete(inbox).where(inbox.c.id.in_(old_messages), inbox.c.id.not_in(waiting)))
    await connection.execute(
        update(outbox)
        .where(outbox.c.state == NEW, outbox.c.created_at < now - questions)
        .values(state=DEAD, address="")
    )
    old_questions = select(question.c.id).where(question.c.asked_at < now - questions)
    await connection.execute(
        delete(feedback).where(or_(feedback.c.question_id.in_(old_questions), feedback.c.given_at < now - questions))
    )
    await connection.execute(delete(notice_request).where(notice_request.c.question_id.in_(old_questions)))
    await connection.execute(delete(question).where(question.c.asked_at < now - questions))
    await connection.execute(delete(conversation).where(conversation.c.updated_at < now - talk))
    await _delete_told(connection, now - talk)


async def _delete_told(connection: AsyncConnection, before: datetime) -> None:
    """Delete what people told of themselves in the eligibility dialogue before a time, and the replies to it."""
    replies = (outbox.c.reply["kind"].as_string() == Kind.SCREEN, outbox.c.state != NEW, outbox.c.created_at < before)
    told = select(outbox.c.inbox_id).where(*replies)
    await connection.execute(update(inbox).where(inbox.c.id.in_(told)).values(text="", action=""))
    await connection.execute(delete(outbox).where(*replies))


async def questions_for_review(connection: AsyncConnection) -> list[Reviewed]:
    """Return every question put up for review, oldest first."""
    rows = await connection.execute(select(question).where(question.c.review != "").order_by(question.c.id))
    return [
        Reviewed(row.text, row.review, tuple(row.services or row.options), row.channel, row.asked_at) for row in rows
    ]


async def is_writable(connection: AsyncConnection) -> bool:
    """Write and read one value back; raises what the store raises where it cannot be written."""
    await connection.execute(update(inbox).where(inbox.c.id == -1).values(state=DONE))
    return True


def _received(row: Row[Any]) -> Received:
    return Received(row.id, row.channel, row.person, row.address, row.text, row.action, row.attempts)
