"""Serves an application in a thread of its own, on a free port on loopback, as a browser meets it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import uvicorn
from starlette.types import ASGIApp

PATIENCE_S = 60


@contextmanager
def serve_beside(open_app: Callable[[], AbstractAsyncContextManager[ASGIApp]]) -> Iterator[str]:
    """Serve what `open_app` opens while the context is open, and yield the address; raises RuntimeError if it fails."""
    ready = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Server(uvicorn.Config("", log_level="warning"), ready)

        async def serve() -> None:
            try:
                async with open_app() as app:
                    server.config.app = app
                    await server.serve([listener])
            finally:
                ready.set()

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        try:
            if not ready.wait(PATIENCE_S) or not server.started:
                raise RuntimeError("the server did not start")
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
