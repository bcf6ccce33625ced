"""Serves the web chat as residents meet it: the shipped content, a store in memory, a free port on loopback."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from bot.channels.web import create_web_app
from bot.config import Secret, load_config
from bot.database import Database
from bot.identity import Hasher
from bot.library import Library
from bot.respond import Responder

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
MANY_MESSAGES = 1000
"""All tests come from one address and must not be taken for a flood."""


@contextmanager
def serve_chat(cache: Path) -> Iterator[str]:
    """Serve the web chat while the context is open and yield its address; the learnt model is kept in `cache`."""
    config = load_config(ROOT / "config.yaml")
    library = Library.open(config.content, cache, config.thresholds)
    ready = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Server(uvicorn.Config("", log_level="warning"), ready)

        async def serve() -> None:
            database = await Database.open("sqlite+aiosqlite://")
            try:
                desk = Responder(database, library, config, Hasher(Secret("key of the browser tests")))
                server.config.app = create_web_app(desk, MANY_MESSAGES)
                await server.serve([listener])
            finally:
                await database.close()
                ready.set()

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        try:
            if not ready.wait(PATIENCE_S) or not server.started:
                raise RuntimeError("the web chat did not start")
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)


class _Server(uvicorn.Server):
    """Tells when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()
