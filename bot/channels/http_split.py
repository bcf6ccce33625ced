"""Serves two applications at one address. Called by `serve`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
"""An ASGI application (https://asgi.readthedocs.io/en/latest/specs/main.html)."""


def beside(main: Application, other: Application, prefix: str) -> Application:
    """Return an application that hands paths at or below `prefix` to `other` and all else to `main`."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        is_other = path == prefix or path.startswith(prefix + "/")
        await (other if is_other else main)(scope, receive, send)

    return serve
