"""A small world for the tests of `bot`: the small content with all the bot's sentences, a config, and a clock."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.config import Config, Secret, load_config
from bot.database import Database
from bot.identity import Hasher
from bot.library import Library
from bot.messages import Incoming
from bot.respond import Responder
from handlers.turn import Reply
from tests.knowledge.mini_content import write_mini_content

ROOT = Path(__file__).resolve().parent.parent.parent
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WAIVER, LOAN, CLINIC = "高中学费能免多少", "助学贷款咋申请", "村卫生室在哪"
"""Questions that lead to `edu-waiver`, `edu-loan` and `hlt-clinic` of the small content."""
FOLLOW_UP = "带什么"
"""What to bring: to the service last shown."""
ELSEWHERE = "身份证丢了"
"""A question about something that is no service; put up for review."""


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def write_home(root: Path) -> Path:
    """Write the small content and the shipped settings below `root`; return the settings file."""
    content = root / "content"
    write_mini_content(content)
    for file in (ROOT / "knowledge" / "content" / "messages").glob("*.yaml"):
        shutil.copy(file, content / "messages" / file.name)
    path = root / "config.yaml"
    shutil.copy(ROOT / "config.yaml", path)
    change_line(path, "content", "content: content")
    return path


def change_line(path: Path, key: str, line: str) -> int:
    """Replace the one line of a settings file that sets `key`, keeping its indent; return its number from 1."""
    text = path.read_text(encoding="utf-8")
    [found] = re.finditer(rf"^( *){key}:.*$", text, re.MULTILINE)
    path.write_text(text[: found.start()] + found[1] + line + text[found.end() :], encoding="utf-8")
    return text.count("\n", 0, found.start()) + 1


def config_of(root: Path) -> Config:
    """Return the settings that `write_home` wrote."""
    return load_config(root / "config.yaml", {})


@asynccontextmanager
async def open_desk(config: Config, library: Library, clock: Clock) -> AsyncIterator[Responder]:
    """Yield a responder on the store of a config, as after a start."""
    database = await Database.open(config.database)
    try:
        yield Responder(database, library, config, Hasher(Secret("key")), clock)
    finally:
        await database.close()


def typed(text: str, number: int | str = 1, person: str = "7", channel: str = "telegram") -> Incoming:
    """Return a typed message with an id of its own."""
    return Incoming(channel, f"{person}:{number}", person, text)


def pressed(action: str, number: int | str = 1, person: str = "7", channel: str = "telegram") -> Incoming:
    """Return a pressed button."""
    return Incoming(channel, f"{person}:{number}", person, "", action)


def raw_bytes(root: Path) -> bytes:
    """Return the bytes of the database below `root` with its write-ahead log."""
    return b"".join(path.read_bytes() for path in sorted((root / "data").glob("onewindow.db*")))


def rows(root: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query gives on the database below `root`, by a connection of its own."""
    with closing(sqlite3.connect(root / "data" / "onewindow.db")) as connection:
        return connection.execute(query).fetchall()


async def drain(desk: Responder) -> list[Reply]:
    """Answer all that waits for Telegram and return the replies in the order in which they go out."""
    while await desk.answer_waiting("telegram"):
        pass
    replies = []
    while outgoing := await desk.take_replies("telegram", (), 1):
        replies.append(outgoing[0].reply)
        await desk.end_replies([outgoing[0].id], is_delivered=True)
    return replies


def fail(*_: object, **__: object) -> None:
    """Fail, in place of a function."""
    raise RuntimeError("injected")


async def fail_later(*_: object, **__: object) -> None:
    """Fail, in place of a coroutine."""
    raise RuntimeError("injected")
