"""Telegram: brings what people write to the one request path and its replies back to them.

Three jobs run side by side: the poller puts updates into the inbox, the answering empties it, the courier empties the
outbox. Each survives the failure of the others; what was acknowledged is in the store.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from typing import Any, Protocol

from telegram import BotCommand
from telegram.request import HTTPXRequest

from bot.channels.backoff import Backoff
from bot.channels.telegram_courier import Courier, Outbox, Pace
from bot.channels.telegram_fault import Fault, classify, explain
from bot.channels.telegram_poll import Inbox, Poller, PollingBot, TelegramRefused
from bot.channels.telegram_update import CHANNEL
from bot.config import Secret
from knowledge.models import Content

__all__ = ["Desk", "TelegramChannel", "TelegramRefused", "hide_tokens"]

log = logging.getLogger(__name__)

MESSAGES_PER_SECOND = 25.0
DRAIN_S = 5
CONNECTIONS = 32
TIMEOUT_S = 20
COMMANDS = ("start", "help", "privacy", "forget")

_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")


class Desk(Inbox, Outbox, Protocol):
    """What the channel needs of the one request path."""

    @property
    def content(self) -> Content:
        """The content in use."""

    async def answer_waiting(self, channel: str, most_per_minute: int) -> int:
        """Answer the oldest waiting message of each person; return how many were dealt with."""


class TelegramChannel:
    """One bot served by polling."""

    def __init__(
        self,
        token: Secret,
        api: str,
        desk: Desk,
        messages_per_minute: int = 30,
        messages_per_second: float = MESSAGES_PER_SECOND,
    ) -> None:
        """Serve the bot of `token` at `api`, an address up to the token, such as `https://api.telegram.org/bot`.

        Each person gets up to `messages_per_minute` answers; all persons together get `messages_per_second` messages.
        """
        hide_tokens()
        # The library's coming way to give durations; without it every `retry_after` brings a warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._bot = PollingBot(token, api, request=_request(CONNECTIONS), get_updates_request=_request(connections=1))
        self._desk, self._messages_per_minute = desk, messages_per_minute
        self._received = asyncio.Event()
        self._poller = Poller(self._bot, desk, self._received.set)
        self._courier = Courier(self._bot, desk, Pace(messages_per_second))

    async def run(self) -> None:
        """Serve until cancelled; then fetch no more, answer what was kept and send for up to 5 seconds.

        Raises `TelegramRefused` where Telegram does not accept the token.
        """
        jobs = [self._poller.run(), self._answer_forever(), self._courier.run(), self._tell_commands()]
        tasks = [asyncio.create_task(job) for job in jobs]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            await asyncio.gather(*tasks)
        finally:
            tasks[0].cancel()
            await self._drain()
            await self._close(tasks)

    def wake(self) -> None:
        """Say that there is a reply in the outbox which no message that came in brought."""
        self._courier.wake()

    async def _answer_forever(self) -> None:
        backoff = Backoff()
        while True:
            self._received.clear()
            try:
                await self._answer_all()
            except Exception as error:  # noqa: BLE001  one message that cannot be answered must not end the answering
                log.error("收件箱里的消息没答成，等一下再试：%s", explain(error))  # noqa: TRY400  may quote a message
                await asyncio.sleep(backoff.next_s())
            else:
                backoff.reset()
                await self._received.wait()

    async def _answer_all(self) -> None:
        while await self._desk.answer_waiting(CHANNEL, self._messages_per_minute):
            self._courier.wake()

    async def _tell_commands(self) -> None:
        """Set the menu of commands once Telegram can be reached; the bot works without it."""
        backoff = Backoff()
        while True:
            try:
                words = self._desk.content.messages
                await self._bot.set_my_commands(
                    [BotCommand(name, words[f"telegram.command_{name}"]) for name in COMMANDS]
                )
            except Exception as error:  # noqa: BLE001  whatever is wrong with the menu, the bot goes on
                if classify(error) is not Fault.NOT_SENT:
                    return log.info("命令菜单没设成，不影响问答（%s）", type(error).__name__)
                await asyncio.sleep(backoff.next_s())
            else:
                return None

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(DRAIN_S):
                await self._answer_all()
                await self._courier.drain()
        except TimeoutError:
            log.warning("还有回复没发完，下次启动接着发")
        except Exception as error:  # noqa: BLE001  the end comes whatever happens
            log.warning("停下前没能答完：%s", explain(error))

    async def _close(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._courier.stop()
        await self._bot.shutdown()


def hide_tokens() -> None:
    """Star bot tokens in every log record from now on, and silence what would log addresses or messages."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below that they log addresses, and these hold the token
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # its errors quote what residents wrote
    make = logging.getLogRecordFactory()
    if not getattr(make, "hides_tokens", False):
        logging.setLogRecordFactory(_starring(make))


def _starring(make: Any) -> Any:
    def make_starred(*args: Any, **values: Any) -> logging.LogRecord:
        record: logging.LogRecord = make(*args, **values)
        if record.exc_info and record.exc_info[0]:
            record.exc_text = _TOKEN.sub("***", logging.Formatter().formatException(record.exc_info))
        if record.args or isinstance(record.msg, str):
            _star_message(record)
        return record

    make_starred.hides_tokens = True  # type: ignore[attr-defined]  # marks the factory, so that it is set once
    return make_starred


def _star_message(record: logging.LogRecord) -> None:
    try:
        message = record.getMessage()
    except (TypeError, ValueError):
        return  # a wrong format: the handler reports it
    if _TOKEN.search(message):
        record.msg, record.args = _TOKEN.sub("***", message), ()


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=TIMEOUT_S,
        write_timeout=TIMEOUT_S,
        connect_timeout=TIMEOUT_S / 2,
        pool_timeout=TIMEOUT_S,
    )
