"""Tests of `bot.channels.telegram`: the three jobs together, a clean end, and logs without secrets."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.channels import telegram
from bot.channels.telegram import COMMANDS, TelegramChannel, hide_tokens
from bot.config import Secret
from knowledge.models import Content
from tests.bot.channels.telegram_fakes import FakeBot, FakeDesk, outgoing, raw_message, reply, wait_until

TOKEN = Secret("123456789:" + "A" * 35)


class AnsweringDesk(FakeDesk):
    """Answers what it received with the same words."""

    content = cast(Content, SimpleNamespace(messages={f"telegram.command_{name}": name for name in COMMANDS}))
    answered = 0
    limits: tuple[int, ...] = ()

    async def answer_waiting(self, channel: str, most_per_minute: int) -> int:
        assert channel == "telegram"
        self.limits = (*self.limits, most_per_minute)
        fresh = self.received[self.answered :]
        for number, message in enumerate(fresh, self.answered + 1):
            self.waiting.append(outgoing(number, f"p{message.address}", reply(message.text)))
        self.answered += len(fresh)
        return len(fresh)


class PatientBot(FakeBot):
    """Lets a poll without updates wait, as Telegram does."""

    def __init__(self, batches: Any = ()) -> None:
        super().__init__(batches)
        self.commands: list[str] = []
        self.is_shut_down = False

    async def fetch_updates(self, offset: int, timeout_s: int) -> list[dict[str, Any]]:
        if not self.batches:
            await asyncio.Event().wait()
        return await super().fetch_updates(offset, timeout_s)

    async def set_my_commands(self, commands: Any) -> None:
        self.commands = [command.command for command in commands]

    async def shutdown(self) -> None:
        self.is_shut_down = True


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Undo what a channel does to the logs of the whole process."""
    names = ("httpx", "httpcore", "telegram")
    factory, levels = logging.getLogRecordFactory(), {name: logging.getLogger(name).level for name in names}
    yield
    logging.setLogRecordFactory(factory)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> PatientBot:
    fake = PatientBot([[raw_message(5, text="一"), raw_message(6, chat=8, text="二")]])
    monkeypatch.setattr(telegram, "PollingBot", lambda *_args, **_options: fake)
    return fake


async def serve_until(channel: TelegramChannel, condition: Any) -> None:
    running = asyncio.create_task(channel.run())
    await wait_until(condition)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 10)


async def test_what_is_written_is_answered(bot: PatientBot) -> None:
    desk = AnsweringDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: len(desk.ended) == 2)
    assert {sent.chat: sent.text for sent in bot.sent} == {7: "一", 8: "二"}


async def test_what_an_earlier_run_left_in_the_outbox_is_sent(bot: PatientBot) -> None:
    bot.batches = []
    desk = AnsweringDesk(waiting=[outgoing(1, "p7", reply("迟到的"))])
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: desk.ended)
    assert bot.texts(7) == ["迟到的"]


async def test_at_the_end_what_was_kept_is_still_answered_and_sent(bot: PatientBot) -> None:
    desk = AnsweringDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: desk.received)
    assert len(bot.sent) == 2
    assert bot.is_shut_down


async def test_the_end_does_not_wait_for_ever_for_a_telegram_that_hangs(
    bot: PatientBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "DRAIN_S", 0.01)

    async def hang(*_args: Any, **_options: Any) -> None:
        await asyncio.Event().wait()

    bot.send_message = hang  # type: ignore[method-assign]  # Telegram answers nothing any more
    desk = AnsweringDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: desk.waiting)
    assert [item.id for item in desk.waiting] == [1, 2]
    assert desk.ended == {}


async def test_the_limit_for_one_person_is_passed_on(bot: PatientBot) -> None:
    desk = AnsweringDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk, 7), lambda: desk.ended)
    assert set(desk.limits) == {7}


async def test_the_menu_of_commands_is_set(bot: PatientBot) -> None:
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", AnsweringDesk()), lambda: bot.commands)
    assert bot.commands == ["start", "help", "privacy", "forget"]


async def test_a_menu_that_cannot_be_set_stops_nothing(bot: PatientBot) -> None:
    class WordlessDesk(AnsweringDesk):
        content = cast(Content, SimpleNamespace(messages={}))

    desk = WordlessDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: len(desk.ended) == 2)
    assert bot.commands == []


@pytest.mark.usefixtures("short_waits")
async def test_answering_goes_on_after_a_failure(bot: PatientBot) -> None:
    failures = [ValueError("x")]

    class StumblingDesk(AnsweringDesk):
        async def answer_waiting(self, channel: str, most_per_minute: int) -> int:
            if self.received and failures:
                raise failures.pop()
            return await super().answer_waiting(channel, most_per_minute)

    desk = StumblingDesk()
    await serve_until(TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", desk), lambda: len(desk.ended) == 2)
    assert failures == []


def logged(message: str, *args: object, **options: Any) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("some.library")
    logger.addHandler(handler)
    try:
        logger.error(message, *args, **options)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


@pytest.mark.parametrize(("message", "args"), [("at %s", (TOKEN,)), (f"at {TOKEN}", ())])
def test_a_token_is_starred_in_any_log_line(message: str, args: tuple[object, ...]) -> None:
    hide_tokens()
    assert logged(message, *args) == "at ***\n"


def test_a_token_is_starred_in_a_traceback() -> None:
    hide_tokens()
    text = logged("failed", exc_info=RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe"))
    assert "RuntimeError" in text
    assert TOKEN not in text


@pytest.mark.usefixtures("bot")
def test_a_channel_hides_its_token_from_the_start() -> None:
    TelegramChannel(TOKEN, "http://127.0.0.1:1/bot", AnsweringDesk())
    assert logged(f"at {TOKEN}") == "at ***\n"


def test_other_lines_are_logged_as_they_are() -> None:
    hide_tokens()
    assert logged("%d of %s", 3, "五") == "3 of 五\n"


def test_a_wrong_log_call_does_not_stop_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    hide_tokens()
    assert logged("%d", "x") == ""


def test_libraries_that_log_addresses_or_messages_are_silent() -> None:
    hide_tokens()
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram.Bot").isEnabledFor(logging.CRITICAL)
