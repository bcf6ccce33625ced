"""Tests of `bot.channels.telegram_courier`: what waits in the outbox reaches the right chat, in order, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.channels.telegram_courier import MOST_AT_ONCE, Courier, Pace
from bot.database import StoreError
from handlers.turn import Block, Button, Kind, Reply, Style
from tests.bot.channels.telegram_fakes import FakeBot, FakeDesk, outgoing, reply, wait_until

FAST = 100_000
LONG = reply(*("字" * 3000 for _ in range(3)))


async def deliver(desk: FakeDesk, bot: FakeBot, until: Callable[[], Any] | None = None) -> None:
    """Run a courier until the outbox is empty, or until something else is true."""
    courier = Courier(cast(Bot, bot), desk, Pace(FAST))
    running = asyncio.create_task(courier.run())
    try:
        await wait_until(until or (lambda: not desk.waiting))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await courier.stop()


def unanswered() -> TimedOut:
    error = TimedOut()
    error.__cause__ = httpx.ReadTimeout("slow")
    return error


def cut_off() -> NetworkError:
    error = NetworkError("x")
    error.__cause__ = httpx.RemoteProtocolError("disconnected")
    return error


async def test_a_reply_is_sent_as_html_and_ended() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7", reply("1 < 2"))]), FakeBot()
    await deliver(desk, bot)
    assert [(sent.chat, sent.text, sent.parse_mode) for sent in bot.sent] == [(7, "1 &lt; 2", "HTML")]
    assert desk.ended == {1: True}


async def test_buttons_carry_their_actions() -> None:
    said = Reply(Kind.ANSWER, (Block(Style.TEXT, "好"),), buttons=(Button("在哪办", "detail:a:where"),))
    desk, bot = FakeDesk([outgoing(1, "p7", said)]), FakeBot()
    await deliver(desk, bot)
    assert bot.sent[0].buttons == [[("在哪办", "detail:a:where")]]


async def test_the_replies_of_a_person_keep_their_order() -> None:
    desk = FakeDesk([outgoing(number, "p7", reply(str(number))) for number in range(1, 31)])
    bot = FakeBot()
    await deliver(desk, bot)
    assert bot.texts(7) == [str(number) for number in range(1, 31)]


@pytest.mark.usefixtures("short_waits")
async def test_the_order_is_kept_through_faults() -> None:
    desk = FakeDesk([outgoing(number, "p7", reply(str(number))) for number in range(1, 6)])
    bot = FakeBot()
    bot.errors[7] = [NetworkError("Bad Gateway"), NetworkError("Bad Gateway"), cut_off()]
    await deliver(desk, bot)
    assert bot.texts(7) == ["1", "2", "3", "4", "5"]


async def test_many_persons_are_served_at_once() -> None:
    most = 0
    now = 0
    may_answer = asyncio.Event()

    class SlowBot(FakeBot):
        async def send_message(self, chat_id: int, text: str, **options: Any) -> None:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await may_answer.wait()
            now -= 1

    desk = FakeDesk([outgoing(number, f"p{number}") for number in range(1, 41)])
    running = asyncio.create_task(deliver(desk, SlowBot()))
    await wait_until(lambda: most == MOST_AT_ONCE)
    may_answer.set()
    await running
    assert most == MOST_AT_ONCE
    assert len(desk.ended) == 40


async def test_a_reply_on_its_way_is_not_taken_again() -> None:
    may_answer = asyncio.Event()

    class SlowBot(FakeBot):
        async def send_message(self, chat_id: int, text: str, **options: Any) -> None:
            self.calls[chat_id] += 1
            await may_answer.wait()

    bot = SlowBot()
    desk = FakeDesk([outgoing(1, "p7"), outgoing(2, "p8")])
    courier = Courier(cast(Bot, bot), desk, Pace(FAST))
    running = asyncio.create_task(courier.run())
    await wait_until(lambda: bot.calls[7] and bot.calls[8])
    desk.waiting.append(outgoing(3, "p9"))
    courier.wake()
    await wait_until(lambda: bot.calls[9])
    assert bot.calls == {7: 1, 8: 1, 9: 1}
    may_answer.set()
    await wait_until(lambda: not desk.waiting)
    running.cancel()


async def test_a_long_reply_is_sent_in_parts() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7", LONG)]), FakeBot()
    await deliver(desk, bot)
    assert len(bot.texts(7)) == 3


async def test_a_reply_goes_on_at_the_part_where_it_was_broken_off() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7", LONG, parts_sent=2)]), FakeBot()
    await deliver(desk, bot)
    assert len(bot.texts(7)) == 1
    assert desk.ended == {1: True}


async def test_each_part_sent_is_noted() -> None:
    noted: list[int] = []

    class NotingDesk(FakeDesk):
        async def note_part_sent(self, outgoing_id: int, parts: int) -> None:
            noted.append(parts)
            await super().note_part_sent(outgoing_id, parts)

    await deliver(NotingDesk([outgoing(1, "p7", LONG)]), FakeBot())
    assert noted == [1, 2]


async def test_a_resident_who_blocks_the_bot_midway_gets_no_more() -> None:
    class BlockedBot(FakeBot):
        async def send_message(self, chat_id: int, text: str, **options: Any) -> None:
            if len(self.sent) == 2:
                raise Forbidden("bot was blocked by the user")
            await super().send_message(chat_id, text, **options)

    desk, bot = FakeDesk([outgoing(1, "p7", LONG)]), BlockedBot()
    await deliver(desk, bot)
    assert len(bot.sent) == 2
    assert desk.ended == {1: False}


async def test_too_many_requests_holds_up_only_that_chat() -> None:
    desk = FakeDesk([outgoing(1, "p7"), outgoing(2, "p8"), outgoing(3, "p8")])
    bot = FakeBot()
    bot.errors[7] = [RetryAfter(600)]
    await deliver(desk, bot, until=lambda: len(desk.ended) == 2)
    assert desk.ended == {2: True, 3: True}
    assert bot.calls[7] == 1


@pytest.mark.usefixtures("short_waits")
async def test_what_was_surely_not_sent_is_tried_until_it_is() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7")]), FakeBot()
    bot.errors[7] = [NetworkError("Internal Server Error") for _ in range(20)]
    await deliver(desk, bot)
    assert desk.ended == {1: True}
    assert len(bot.sent) == 1


@pytest.mark.usefixtures("short_waits")
async def test_a_call_without_an_answer_is_repeated_once_at_most() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7")]), FakeBot()
    bot.errors[7] = [unanswered() for _ in range(10)]
    await deliver(desk, bot)
    assert bot.calls[7] == 2
    assert desk.ended == {1: True}


@pytest.mark.usefixtures("short_waits")
async def test_a_connection_that_breaks_is_tried_a_few_times() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7")]), FakeBot()
    bot.errors[7] = [cut_off() for _ in range(4)]
    await deliver(desk, bot)
    assert len(bot.sent) == 1


@pytest.mark.parametrize("error", [Forbidden("bot was blocked by the user"), BadRequest("Chat not found")])
async def test_a_chat_that_is_gone_is_given_up(error: Exception) -> None:
    desk, bot = FakeDesk([outgoing(1, "p7")]), FakeBot()
    bot.errors[7] = [error]
    await deliver(desk, bot)
    assert bot.calls[7] == 1
    assert desk.ended == {1: False}


async def test_markup_that_cannot_be_read_is_sent_as_plain_text() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7", reply("1 < 2"))]), FakeBot()
    bot.errors[7] = [BadRequest("Can't parse entities: unsupported start tag")]
    await deliver(desk, bot)
    assert [(sent.text, sent.parse_mode) for sent in bot.sent] == [("1 < 2", None)]
    assert desk.ended == {1: True}


async def test_a_group_that_moved_is_followed() -> None:
    desk, bot = FakeDesk([outgoing(1, "p-7")]), FakeBot()
    bot.errors[-7] = [ChatMigrated(-1007)]
    await deliver(desk, bot)
    assert [sent.chat for sent in bot.sent] == [-1007]


async def test_a_reply_that_cannot_be_written_does_not_hold_up_the_next() -> None:
    bad = Reply(Kind.ANSWER, (Block(Style.TEXT, "好"),), buttons=(Button("办", "x" * 65),))
    desk, bot = FakeDesk([outgoing(1, "p7", bad), outgoing(2, "p7")]), FakeBot()
    await deliver(desk, bot)
    assert desk.ended == {1: False, 2: True}


@pytest.mark.usefixtures("short_waits")
async def test_a_sent_reply_is_not_sent_again_while_the_store_cannot_note_it() -> None:
    desk, bot = FakeDesk([outgoing(1, "p7")]), FakeBot()
    desk.store_errors = [StoreError("锁着"), StoreError("锁着")]
    await deliver(desk, bot)
    assert len(bot.sent) == 1
    assert desk.ended == {1: True}


async def test_the_pace_spaces_the_messages_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def note_wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("bot.channels.telegram_courier.time.monotonic", lambda: 100.0)
    monkeypatch.setattr("bot.channels.telegram_courier.asyncio.sleep", note_wait)
    pace = Pace(25)
    for _ in range(4):
        await pace.wait()
    assert waits == pytest.approx([0.04, 0.08, 0.12])
