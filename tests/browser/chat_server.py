"""Serves the web chat as residents meet it: the shipped content, a store in memory, a free port on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.types import ASGIApp

from bot.assembly import open_store
from bot.channels.web import create_web_app
from bot.config import Secret, load_config
from bot.identity import Hasher
from bot.library import Library
from bot.respond import Responder
from tests.browser.loopback_server import serve_beside

ROOT = Path(__file__).parents[2]
MANY_MESSAGES = 1000
"""All tests come from one address and must not be taken for a flood."""


@contextmanager
def serve_chat(cache: Path) -> Iterator[str]:
    """Serve the web chat while the context is open and yield its address; the learnt model is kept in `cache`."""
    config = load_config(ROOT / "config.yaml")
    library = Library.open(config.content, cache, config.thresholds)

    @asynccontextmanager
    async def open_chat() -> AsyncIterator[ASGIApp]:
        async with open_store(config, is_kept=False) as database:
            desk = Responder(database, library, config, Hasher(Secret("key of the browser tests")))
            yield create_web_app(desk, MANY_MESSAGES)

    with serve_beside(open_chat) as address:
        yield address
