"""Serves the console beside the web chat on the small content, which its editors may change: a free loopback port."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.types import ASGIApp

from bot.assembly import open_store
from bot.channels.console import Rooms, create_console_app
from bot.channels.console_visit import CONSOLE
from bot.channels.http_split import beside
from bot.channels.web import create_web_app
from bot.config import Secret
from bot.identity import Hasher
from bot.library import Library
from bot.messages import Incoming
from bot.respond import Responder
from bot.staff.accounts import Accounts
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from bot.staff.roles import Role
from bot.times import utc_now
from tests.bot.world import config_of, write_home
from tests.browser.chat_server import MANY_MESSAGES
from tests.browser.loopback_server import serve_beside

PASSWORD = "我家门前两棵大核桃树"
MISSED = "烟花啥时候放嘛"
"""A question that the small content does not answer."""
PEOPLE = 6


@contextmanager
def serve_console(
    home: Path, missed: Sequence[str] = (MISSED,), content: Path | None = None, models: Path | None = None
) -> Iterator[str]:
    """Serve chat and console below `home` and yield the address; 主任 is an admin, and some questions were missed.

    The content is a copy of the folder `content`, else the small one; its learnt model is kept in `models`.
    """
    write_home(home)
    if content is not None:
        shutil.rmtree(home / "content")
        shutil.copytree(content, home / "content")
    config = config_of(home)
    library = Library.open(config.content, models or home / "models", config.thresholds)

    @asynccontextmanager
    async def open_console() -> AsyncIterator[ASGIApp]:
        async with open_store(config, is_kept=False) as database:
            desk = Responder(database, library, config, Hasher(Secret("key of the browser tests")))
            accounts = Accounts(database, config.staff, utc_now)
            await accounts.add("主任", PASSWORD, Role.ADMIN)
            for place, question in enumerate(missed):
                for person in range(place, PEOPLE):
                    await desk.respond(Incoming("web", f"m{place}-{person}", f"p{place}-{person}", question))
            rooms = Rooms(
                accounts=accounts,
                edition=lambda: library.edition,
                database=database,
                queue=ReviewQueue(database, library),
                publisher=Publisher(database, library, config),
                zone=config.timezone,
                clock=utc_now,
            )
            yield beside(create_web_app(desk, MANY_MESSAGES), create_console_app(rooms), CONSOLE)

    with serve_beside(open_console) as address:
        yield address
