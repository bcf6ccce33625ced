from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import store
from bot.database import Database
from bot.messages import Incoming
from bot.schema import conversation, feedback, inbox, outbox, question
from bot.store import MOST_ATTEMPTS, Received
from handlers.turn import Block, Conversation, Kind, Reply, ReviewReason, Style
from tests.bot.world import NOON, typed

NOW = NOON.replace(tzinfo=None)
REPLY = Reply(
    Kind.ANSWER,
    (Block(Style.TEXT, "答"),),
    services=("edu-waiver",),
    conversation=Conversation(services=("edu-waiver",), question="问", clarifications=1),
    review=ReviewReason.DOUBTFUL,
)
TABLES = (feedback, question, outbox, inbox, conversation)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """A connection in one transaction of a fresh store."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    async with database._engine.begin() as opened:
        yield opened
    await database.close()


async def keep(connection: AsyncConnection, message: Incoming, at: datetime = NOW) -> Received:
    number = await store.keep_message(connection, message, f"p{message.address}", at)
    [received] = [m for m in await store.waiting_messages(connection, f"p{message.address}") if m.id == number]
    return received


async def answer(
    connection: AsyncConnection, message: Incoming, at: datetime = NOW, *, is_sent: bool = True
) -> Received:
    received = await keep(connection, message, at)
    await store.keep_reply(connection, received, REPLY, at, is_sent=is_sent)
    await store.keep_question(connection, received, REPLY, at)
    return received


async def column(connection: AsyncConnection, chosen: Any) -> list[Any]:
    ordered = select(chosen).order_by(*chosen.table.primary_key)
    return list((await connection.execute(ordered)).scalars())


async def test_message_is_kept_once(connection: AsyncConnection) -> None:
    first = await store.keep_message(connection, typed("一"), "p", NOW)
    assert first is not None
    assert await store.keep_message(connection, typed("二"), "p", NOW) is None
    assert await column(connection, inbox.c.text) == ["一"]


async def test_same_id_in_another_channel_is_another_message(connection: AsyncConnection) -> None:
    await store.keep_message(connection, typed("一", channel="web"), "p", NOW)
    assert await store.keep_message(connection, typed("一", channel="telegram"), "p", NOW) is not None


async def test_next_messages_are_the_oldest_of_each_person(connection: AsyncConnection) -> None:
    for number in range(5):
        await keep(connection, typed(f"甲{number}", number, "a"))
    await keep(connection, typed("乙", 1, "b"))
    assert [m.text for m in await store.next_messages(connection, "telegram", 9)] == ["甲0", "乙"]


async def test_next_messages_are_of_one_channel(connection: AsyncConnection) -> None:
    await keep(connection, typed("网", 1, "a", "web"))
    assert await store.next_messages(connection, "telegram", 9) == []


async def test_waiting_messages_are_in_order(connection: AsyncConnection) -> None:
    for number in range(3):
        await keep(connection, typed(str(number), number))
    assert [m.text for m in await store.waiting_messages(connection, "p7")] == ["0", "1", "2"]


async def test_answered_message_waits_no_more_and_has_no_address(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    assert await store.waiting_messages(connection, "p7") == []
    assert await column(connection, inbox.c.address) == [""]


async def test_conversation_comes_back_as_it_was(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    assert await store.load_conversation(connection, "p7", NOW) == REPLY.conversation


async def test_old_conversation_is_forgotten(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    assert await store.load_conversation(connection, "p7", NOW + timedelta(seconds=1)) == Conversation()


async def test_conversation_of_another_version_of_the_program_can_be_read(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    await connection.execute(update(conversation).values(state={"question": "问", "of_a_newer_program": 1}))
    assert await store.load_conversation(connection, "p7", NOW) == Conversation(question="问")


async def test_question_is_kept_with_the_town_of_its_conversation(connection: AsyncConnection) -> None:
    received = await keep(connection, typed("问"))
    reply = replace(REPLY, conversation=Conversation(town="后柳镇"))
    await store.keep_question(connection, received, reply, NOW)
    assert await column(connection, question.c.town) == ["后柳镇"]


async def test_reply_is_found_by_the_id_of_its_message(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    reply = await store.reply_to(connection, "telegram", "7:1")
    assert reply is not None
    assert reply.services == ("edu-waiver",)
    assert await store.reply_to(connection, "web", "7:1") is None


async def test_restart_counts_only_what_waits(connection: AsyncConnection) -> None:
    await answer(connection, typed("一", 1))
    await keep(connection, typed("二", 2))
    await store.count_restart(connection)
    assert await column(connection, inbox.c.attempts) == [0, 1]


@pytest.mark.parametrize(("attempts", "state"), [(MOST_ATTEMPTS - 1, "done"), (MOST_ATTEMPTS, "dead")])
async def test_message_tried_too_often_is_marked(connection: AsyncConnection, attempts: int, state: str) -> None:
    await keep(connection, typed("一"))
    for _ in range(attempts):
        await store.count_restart(connection)
    [message] = await store.waiting_messages(connection, "p7")
    await store.end_message(connection, message)
    assert await column(connection, inbox.c.state) == [state]


async def test_waiting_replies_are_the_oldest_of_each_person_but_the_skipped(connection: AsyncConnection) -> None:
    for number, person in enumerate("aabc"):
        await answer(connection, typed("问", number, person), is_sent=False)
    assert [r.person for r in await store.waiting_replies(connection, "telegram", ["pb"], 9)] == ["pa", "pc"]


async def test_delivered_reply_waits_no_more_and_has_no_address(connection: AsyncConnection) -> None:
    await answer(connection, typed("问"), is_sent=False)
    [outgoing] = await store.waiting_replies(connection, "telegram", [], 9)
    assert outgoing.address == "7"
    await store.end_replies(connection, [outgoing.id], is_delivered=True)
    assert await store.waiting_replies(connection, "telegram", [], 9) == []
    assert await column(connection, outbox.c.address) == [""]


async def test_exchanges_are_the_latest_oldest_first(connection: AsyncConnection) -> None:
    for number in range(4):
        await answer(connection, typed(str(number), number))
    assert [e.text for e in await store.recent_exchanges(connection, "p7", 2)] == ["2", "3"]


@pytest.mark.parametrize(
    ("verdict", "review"), [("useful", "doubtful"), ("useless", "rejected"), ("neither", "rejected")]
)
async def test_bad_verdict_puts_the_last_question_up_for_review(
    connection: AsyncConnection, verdict: str, review: str
) -> None:
    await answer(connection, typed("一", 1))
    press = await keep(connection, typed("", 2))
    await store.keep_feedback(connection, press, verdict, "edu-waiver", NOW)
    assert await column(connection, feedback.c.verdict) == [verdict]
    assert await column(connection, question.c.review) == [review]


async def test_verdict_is_on_the_own_last_question(connection: AsyncConnection) -> None:
    await answer(connection, typed("甲", 1, "a"))
    await answer(connection, typed("乙", 1, "b"))
    press = await keep(connection, typed("", 2, "a"))
    await store.keep_feedback(connection, press, "useless", "", NOW)
    assert await column(connection, question.c.review) == ["rejected", "doubtful"]


async def test_verdict_without_a_question_is_kept(connection: AsyncConnection) -> None:
    press = await keep(connection, typed(""))
    await store.keep_feedback(connection, press, "useless", "edu-waiver", NOW)
    assert await column(connection, feedback.c.question_id) == [None]


async def test_forgetting_leaves_only_the_message_itself_without_its_text(connection: AsyncConnection) -> None:
    first = await answer(connection, typed("一", 1))
    await store.keep_feedback(connection, first, "useful", "", NOW)
    last = await keep(connection, typed("/forget", 2))
    await store.forget_person(connection, "p7", last.id)
    assert [len(await column(connection, table.c[0])) for table in TABLES] == [0, 0, 0, 1, 0]
    assert await column(connection, inbox.c.text) == [""]


async def test_forgetting_leaves_others_alone(connection: AsyncConnection) -> None:
    await answer(connection, typed("乙", 1, "b"))
    last = await keep(connection, typed("/forget", 1, "a"))
    await store.forget_person(connection, "pa", last.id)
    assert await column(connection, question.c.person) == ["pb"]


async def test_what_came_after_the_wish_to_forget_still_waits(connection: AsyncConnection) -> None:
    wish = await keep(connection, typed("/forget", 1))
    await keep(connection, typed("低保", 2))
    await store.forget_person(connection, "p7", wish.id)
    assert [m.text for m in await store.waiting_messages(connection, "p7")] == ["", "低保"]


async def clean(connection: AsyncConnection, messages: int = 7, questions: int = 180, talk: int = 12) -> None:
    await store.delete_expired(
        connection, NOW, timedelta(days=messages), timedelta(days=questions), timedelta(hours=talk)
    )


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=7), 1), (timedelta(days=7, seconds=1), 0)])
async def test_answered_messages_are_kept_for_exactly_their_days(
    connection: AsyncConnection, age: timedelta, kept: int
) -> None:
    await answer(connection, typed("一"), NOW - age)
    await clean(connection)
    assert (len(await column(connection, inbox.c.id)), len(await column(connection, outbox.c.id))) == (kept, kept)


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=180), 1), (timedelta(days=180, seconds=1), 0)])
async def test_questions_are_kept_for_exactly_their_days(
    connection: AsyncConnection, age: timedelta, kept: int
) -> None:
    first = await answer(connection, typed("一"), NOW - age)
    await store.keep_feedback(connection, first, "useless", "", NOW - age)
    await clean(connection)
    assert len(await column(connection, question.c.id)) == kept
    assert len(await column(connection, feedback.c.id)) == kept


@pytest.mark.parametrize(("age", "kept"), [(timedelta(hours=12), 1), (timedelta(hours=12, seconds=1), 0)])
async def test_conversations_are_kept_for_exactly_their_hours(
    connection: AsyncConnection, age: timedelta, kept: int
) -> None:
    await answer(connection, typed("一"), NOW - age)
    await clean(connection)
    assert len(await column(connection, conversation.c.person)) == kept


async def test_cleaning_twice_is_cleaning_once(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"), NOW - timedelta(days=400))
    await answer(connection, typed("二", 2))
    await clean(connection)
    await clean(connection)
    assert await column(connection, question.c.text) == ["二"]


async def test_what_still_waits_is_not_cleaned_away(connection: AsyncConnection) -> None:
    old = NOW - timedelta(days=400)
    await keep(connection, typed("没答", 1), old)
    await answer(connection, typed("没发", 2), old, is_sent=False)
    await clean(connection)
    assert await column(connection, inbox.c.text) == ["没答", "没发"]


async def test_question_for_review_tells_what_was_shown(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    [reviewed] = await store.questions_for_review(connection)
    assert (reviewed.text, reviewed.review, reviewed.shown, reviewed.asked_at) == (
        "一",
        "doubtful",
        ("edu-waiver",),
        NOW,
    )


async def test_question_that_needs_no_review_is_not_listed(connection: AsyncConnection) -> None:
    await answer(connection, typed("一"))
    await connection.execute(update(question).values(review=""))
    assert await store.questions_for_review(connection) == []
