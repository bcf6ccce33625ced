from __future__ import annotations

import pytest

from bot.channels.http_split import Application, Message, Receive, Send, beside


def named(name: str, calls: list[str]) -> Application:
    async def serve(_scope: Message, _receive: Receive, _send: Send) -> None:
        calls.append(name)

    return serve


async def receive() -> Message:
    return {}


async def send(_message: Message) -> None:
    return None


@pytest.mark.parametrize(
    ("scope", "served"),
    [
        ({"type": "http", "path": "/staff"}, "other"),
        ({"type": "http", "path": "/staff/login"}, "other"),
        ({"type": "http", "path": "/staffroom"}, "main"),
        ({"type": "http", "path": "/"}, "main"),
        ({"type": "lifespan"}, "main"),
    ],
)
async def test_path_decides_who_serves(scope: Message, served: str) -> None:
    calls: list[str] = []
    await beside(named("main", calls), named("other", calls), "/staff")(scope, receive, send)
    assert calls == [served]
