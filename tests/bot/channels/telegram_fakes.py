"""Stand-ins for Telegram and for the one request path, both in memory."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import User

from bot.messages import Incoming, Outgoing
from handlers.turn import Block, Kind, Reply, Style

ME = User(id=666, first_name="一窗", is_bot=True, username="TestNameBot")


def reply(*texts: str) -> Reply:
    return Reply(Kind.ANSWER, tuple(Block(Style.TEXT, text) for text in texts or ("好",)))


def outgoing(number: int, person: str, said: Reply | None = None, parts_sent: int = 0) -> Outgoing:
    """A reply to a person whose chat is the number in their name, such as `p7`."""
    return Outgoing(number, person, person[1:], said or reply(), parts_sent)


def raw_message(update_id: int, chat: int = 7, **fields: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "group"
    message = {
        "message_id": update_id,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": kind, "first_name": "张"},
        "from": {"id": abs(chat), "is_bot": False, "first_name": "张"},
        **fields,
    }
    return {"update_id": update_id, "message": message}


def raw_press(update_id: int, data: str, chat: int = 7) -> dict[str, Any]:
    query = {
        "id": f"q{update_id}",
        "from": {"id": chat, "is_bot": False, "first_name": "张"},
        "chat_instance": "1",
        "data": data,
        "message": raw_message(update_id, chat, text="旧的")["message"],
    }
    return {"update_id": update_id, "callback_query": query}


async def wait_until(condition: Callable[[], Any]) -> None:
    """Let the other tasks run until a condition is true; fail where it never is."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  the fakes tell nobody when they change
            await asyncio.sleep(0)


@dataclass
class FakeDesk:
    """Keeps what it receives and gives out what it was given to send."""

    waiting: list[Outgoing] = field(default_factory=list)
    """Replies not yet ended."""
    received: list[Incoming] = field(default_factory=list)
    """Messages kept, in order."""
    receive_errors: list[Exception] = field(default_factory=list)
    """Raised by the next calls of `receive`, one each."""
    store_errors: list[Exception] = field(default_factory=list)
    """Raised by the next calls that note something, one each."""
    ended: dict[int, bool] = field(default_factory=dict)
    """Whether each ended reply was delivered."""

    async def receive(self, messages: Sequence[Incoming]) -> int:
        if self.receive_errors:
            raise self.receive_errors.pop(0)
        self.received.extend(messages)
        return len(messages)

    async def take_replies(self, channel: str, skip_persons: Collection[str], most: int) -> list[Outgoing]:
        assert channel == "telegram"
        oldest: dict[str, Outgoing] = {}
        for item in self.waiting:
            if item.person not in skip_persons:
                oldest.setdefault(item.person, item)
        return list(oldest.values())[:most]

    async def note_part_sent(self, outgoing_id: int, parts: int) -> None:
        self._fail()
        self.waiting = [replace(o, parts_sent=parts) if o.id == outgoing_id else o for o in self.waiting]

    async def end_replies(self, ids: Sequence[int], *, is_delivered: bool) -> None:
        self._fail()
        self.ended.update(dict.fromkeys(ids, is_delivered))
        self.waiting = [item for item in self.waiting if item.id not in ids]

    def _fail(self) -> None:
        if self.store_errors:
            raise self.store_errors.pop(0)


@dataclass(frozen=True)
class Sent:
    """One call of `sendMessage` that Telegram took."""

    chat: int
    """Where to."""
    text: str
    """What."""
    parse_mode: str | None
    """How it is marked up."""
    buttons: list[list[tuple[str, str]]]
    """Rows of label and data."""


class FakeBot:
    """Takes messages, or raises what a test put in `errors` for a chat; gives the batches a test put in `batches`."""

    bot = ME

    def __init__(self, batches: Iterable[Any] = ()) -> None:
        self.sent: list[Sent] = []
        self.calls: dict[int, int] = defaultdict(int)
        self.errors: dict[int, list[Exception]] = defaultdict(list)
        self.batches = list(batches)
        self.offsets: list[int] = []
        self.toasts: list[str] = []
        self.webhook_deletions: list[bool] = []

    async def initialize(self) -> None:
        """Nothing to do."""

    async def fetch_updates(self, offset: int, _timeout_s: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return list(batch)

    async def answer_callback_query(self, query_id: str) -> None:
        self.toasts.append(query_id)

    async def delete_webhook(self, *, drop_pending_updates: bool) -> None:
        self.webhook_deletions.append(drop_pending_updates)

    async def send_message(self, chat_id: int, text: str, **options: Any) -> None:
        self.calls[chat_id] += 1
        if self.errors[chat_id]:
            raise self.errors[chat_id].pop(0)
        markup = options["reply_markup"]
        rows = markup.inline_keyboard if markup else ()
        buttons = [[(button.text, str(button.callback_data)) for button in row] for row in rows]
        self.sent.append(Sent(chat_id, text, options["parse_mode"], buttons))

    def texts(self, chat: int) -> list[str]:
        return [sent.text for sent in self.sent if sent.chat == chat]
