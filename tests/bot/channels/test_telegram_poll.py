"""Tests of `bot.channels.telegram_poll`: acknowledged only when kept, alive whatever Telegram answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, cast

import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channels.telegram_poll import MOST_REFUSALS, Poller, PollingBot, TelegramRefused
from bot.database import StoreError
from tests.bot.channels.telegram_fakes import FakeBot, FakeDesk, raw_message, raw_press

TOKEN = "123456789:" + "A" * 35

pytestmark = pytest.mark.usefixtures("short_waits")


class EndOfScript(BaseException):
    """The script of a test is over; no `except Exception` stops it."""


class ScriptedBot(FakeBot):
    async def fetch_updates(self, offset: int, timeout_s: int) -> list[dict[str, Any]]:
        if not self.batches:
            self.offsets.append(offset)
            raise EndOfScript
        return await super().fetch_updates(offset, timeout_s)


async def poll(batches: Iterable[Any], desk: FakeDesk | None = None) -> tuple[ScriptedBot, FakeDesk]:
    """Poll through a script of batches and errors; return the bot and the desk."""
    bot, desk = ScriptedBot(batches), desk or FakeDesk()
    with pytest.raises(EndOfScript):
        await Poller(cast(PollingBot, bot), desk, lambda: None).run()
    await asyncio.sleep(0)
    return bot, desk


async def test_a_batch_is_acknowledged_after_it_was_kept() -> None:
    bot, desk = await poll([[raw_message(5, text="一"), raw_message(6, text="二")]])
    assert [message.text for message in desk.received] == ["一", "二"]
    assert bot.offsets == [0, 7]


async def test_a_batch_that_could_not_be_kept_is_not_acknowledged() -> None:
    desk = FakeDesk(receive_errors=[StoreError("锁着"), StoreError("锁着")])
    batch = [raw_message(5, text="一")]
    bot, _ = await poll([batch, batch, batch], desk)
    assert bot.offsets == [0, 0, 0, 6]
    assert len(desk.received) == 1


async def test_an_offset_is_sent_once_because_ids_may_start_anew() -> None:
    bot, desk = await poll([[raw_message(900, text="一")], [], [raw_message(3, text="二")]])
    assert bot.offsets == [0, 901, 0, 4]
    assert len(desk.received) == 2


async def test_a_batch_out_of_order_is_acknowledged_whole() -> None:
    bot, _ = await poll([[raw_message(9, text="一"), raw_message(4, text="二")]])
    assert bot.offsets[-1] == 10


async def test_what_is_not_answered_is_acknowledged() -> None:
    bot, desk = await poll([[raw_message(5, chat=-9, text="大家好")]])
    assert desk.received == []
    assert bot.offsets[-1] == 6


async def test_an_update_that_cannot_be_read_does_not_hide_the_others() -> None:
    bot, desk = await poll([[{"update_id": 5, "message": {"odd": True}}, raw_message(6, text="二")]])
    assert [message.text for message in desk.received] == ["二"]
    assert bot.offsets[-1] == 7


async def test_a_message_that_cannot_be_kept_does_not_hold_up_the_others() -> None:
    desk = FakeDesk(receive_errors=[ValueError("低保"), ValueError("低保")])
    await poll([[raw_message(5, text="一"), raw_message(6, text="二")]], desk)
    assert [message.text for message in desk.received] == ["二"]


async def test_a_pressed_button_is_kept_and_its_waiting_sign_ended() -> None:
    bot, desk = await poll([[raw_press(5, "neither")]])
    assert desk.received[0].action == "neither"
    assert bot.toasts == ["q5"]


async def test_a_toast_that_fails_does_no_harm() -> None:
    class LateBot(ScriptedBot):
        async def answer_callback_query(self, query_id: str) -> None:
            raise BadRequest("Query is too old and response timeout expired or query ID is invalid")

    bot, desk = LateBot([[raw_press(5, "neither")], [raw_message(6, text="二")]]), FakeDesk()
    with pytest.raises(EndOfScript):
        await Poller(cast(PollingBot, bot), desk, lambda: None).run()
    assert len(desk.received) == 2


@pytest.mark.parametrize(
    "error",
    [NetworkError("Bad Gateway"), TimedOut(), Conflict("terminated by other getUpdates request"), KeyError("result")],
)
async def test_polling_goes_on_after(error: Exception) -> None:
    _, desk = await poll([error, error, [raw_message(5, text="一")]])
    assert len(desk.received) == 1


async def test_polling_goes_on_after_too_many_requests() -> None:
    _, desk = await poll([RetryAfter(0), [raw_message(5, text="一")]])
    assert len(desk.received) == 1


async def test_a_stray_refusal_of_the_token_does_not_end_the_polling() -> None:
    script = [InvalidToken("Not Found")] * MOST_REFUSALS
    _, desk = await poll([*script, [raw_message(5, text="一")], *script, [raw_message(6, text="二")]])
    assert len(desk.received) == 2


async def test_a_token_that_is_always_refused_ends_it_with_a_line_for_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = ScriptedBot([InvalidToken(f"The token `{TOKEN}` was rejected")] * (MOST_REFUSALS + 1))
    with pytest.raises(TelegramRefused, match="TELEGRAM_BOT_TOKEN") as raised:
        await Poller(cast(PollingBot, bot), FakeDesk(), lambda: None).run()
    assert raised.value.__suppress_context__
    assert TOKEN not in caplog.text + str(raised.value)


async def test_a_webhook_left_set_is_deleted_once_and_nothing_dropped() -> None:
    conflict = Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete it")
    bot, desk = await poll([conflict, conflict, [raw_message(5, text="一")]])
    assert bot.webhook_deletions == [False]
    assert len(desk.received) == 1


async def test_a_spell_of_failures_is_told_once_at_its_start_and_end(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "bot.channels.telegram_poll"):
        await poll([NetworkError("Bad Gateway")] * 9 + [[]])
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_words_of_residents_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    desk = FakeDesk(receive_errors=[ValueError("我叫王小明"), ValueError("我叫王小明")])
    with caplog.at_level(logging.DEBUG):
        await poll([[raw_message(5, text="我叫王小明"), {"update_id": 6, "message": {"text": "我叫王小明"}}]], desk)
    assert "王小明" not in caplog.text
