"""Fetches updates from Telegram; an update is acknowledged only after the one request path has kept it.

The library's own poller acknowledges before anything is kept and ends for ever on one 401 or 404, so this is our own:
an offset is sent once, to acknowledge a batch, and not again, because update ids may start anew after a quiet week
(https://core.telegram.org/bots/api#getupdates).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.backoff import Backoff
from bot.channels.telegram_fault import explain, seconds_to_wait
from bot.channels.telegram_update import read_update
from bot.database import StoreError
from bot.messages import Incoming

log = logging.getLogger(__name__)

POLL_TIMEOUT_S = 25
MOST_REFUSALS = 5
WANTED = (Update.MESSAGE, Update.CALLBACK_QUERY)


class TelegramRefused(Exception):  # noqa: N818  it names what happened; the operator reads the message
    """Telegram does not accept the token; the message is one line for an operator and does not hold the token."""


class Inbox(Protocol):
    """What the poller needs of the one request path."""

    async def receive(self, messages: Sequence[Incoming]) -> int:
        """Keep messages; return how many were new. Raises `StoreError` where they could not be kept."""


class PollingBot(Bot):
    """A bot that also gives updates as they came, so that one it cannot read does not hide the others."""

    async def fetch_updates(self, offset: int, timeout_s: int) -> list[dict[str, Any]]:
        """Wait up to `timeout_s` for updates from `offset` on (0 = all not yet acknowledged); may return none.

        Raises `TelegramError`.
        """
        wanted = {"offset": offset or None, "timeout": timeout_s, "allowed_updates": list(WANTED)}
        updates = await self._post("getUpdates", wanted, read_timeout=timeout_s + 10)
        if not isinstance(updates, list):
            raise TelegramError("getUpdates returned no list")
        return updates


class Poller:
    """Brings updates to the inbox, one batch after the other."""

    def __init__(self, bot: PollingBot, inbox: Inbox, on_received: Callable[[], None]) -> None:
        """Call `on_received` after every batch that was kept."""
        self._bot, self._inbox, self._on_received = bot, inbox, on_received
        self._offset = 0
        self._refusals = 0
        self._may_delete_webhook = True
        self._backoff = Backoff()
        self._toasts: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Poll until cancelled; raises `TelegramRefused` after six refusals of the token in a row."""
        while True:
            try:
                await self.poll_once()
            except TelegramRefused:
                raise
            except Exception as error:  # noqa: BLE001  a poller that dies is deaf without anybody noticing
                await asyncio.sleep(await self._wait_after(error))
            else:
                if self._backoff.failures:
                    log.info("Telegram 又通了")
                self._backoff.reset()
                self._refusals = 0

    async def poll_once(self) -> None:
        """Fetch one batch and keep it; only then does the next call acknowledge it."""
        await self._bot.initialize()
        batch = await self._bot.fetch_updates(self._offset, POLL_TIMEOUT_S)
        messages = [message for raw in batch if (message := self._read(raw)) is not None]
        if messages:
            await self._keep(messages)
            self._on_received()
        self._offset = max((raw["update_id"] for raw in batch), default=-1) + 1
        for raw in batch:
            if "callback_query" in raw:
                self._start_toast(raw["callback_query"]["id"])

    def _read(self, raw: dict[str, Any]) -> Incoming | None:
        try:
            return read_update(Update.de_json(raw, self._bot), self._bot.bot)
        except Exception as error:  # noqa: BLE001  whatever a new kind of update does to the library
            log.warning("第 %s 号更新读不懂，跳过（%s）", raw.get("update_id"), type(error).__name__)
            return None

    async def _keep(self, messages: list[Incoming]) -> None:
        try:
            await self._inbox.receive(messages)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  one message that cannot be kept must not hold up the others for ever
            for message in messages:
                await self._keep_one(message)

    async def _keep_one(self, message: Incoming) -> None:
        try:
            await self._inbox.receive([message])
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  as above; the error may quote the message, so only its name is logged
            log.error("更新 %s 存不下，跳过（%s）", message.external_id, type(error).__name__)  # noqa: TRY400  as above

    async def _wait_after(self, error: Exception) -> float:
        """Return the seconds to wait after a failed poll; raises `TelegramRefused` where it is no use to go on."""
        if isinstance(error, InvalidToken):
            self._refusals += 1
            if self._refusals > MOST_REFUSALS:
                raise TelegramRefused(
                    "Telegram 不认这个令牌 -> 检查环境变量 TELEGRAM_BOT_TOKEN 和设置里的 telegram.api"
                ) from None
        if isinstance(error, Conflict) and "webhook" in error.message.lower() and self._may_delete_webhook:
            return await self._delete_webhook()
        if not self._backoff.failures:
            log.warning("收不了 Telegram 的消息，会一直再试：%s", explain(error))
        wait_s = self._backoff.next_s()
        return max(wait_s, seconds_to_wait(error)) if isinstance(error, RetryAfter) else wait_s

    async def _delete_webhook(self) -> float:
        self._may_delete_webhook = False
        log.warning("这个机器人还留着 webhook，现在删掉，没收的消息都留着")
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError:
            self._may_delete_webhook = True
            return self._backoff.next_s()
        return 0

    def _start_toast(self, query_id: str) -> None:
        task = asyncio.create_task(self._toast(query_id))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def _toast(self, query_id: str) -> None:
        """End the waiting sign on a pressed button; a press that Telegram has already given up needs none."""
        try:
            await self._bot.answer_callback_query(query_id)
        except Exception as error:  # noqa: BLE001  the reply itself goes its own way
            log.debug("按钮没有回应成（%s）", type(error).__name__)
