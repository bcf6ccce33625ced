"""The Telegram of these tests: the Node emulator on a free loopback port, and people who write to the bot."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request, urlopen

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "telegram_emulator"
TOKEN = "123456789:" + "AAEmulatorTokenOfNobody_0123456789ab"
WAIT_S = 40.0

T = TypeVar("T")


def require_emulator() -> str:
    """Return the path of Node; skip the test where Node or the npm modules are missing, fail it under CI=true."""
    node = shutil.which("node")
    if node is not None and (FOLDER / "node_modules" / "telegram-test-api").is_dir():
        return node
    reason = "Node or the npm modules are missing: install nodejs and run `npm ci` in tests/telegram_emulator"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def wait_for(look: Callable[[], T], what: str, seconds: float = WAIT_S) -> T:
    """Return what `look` gives as soon as it is true; fail, naming `what`, where it never is."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:.0f} s in vain for: {what}")
        time.sleep(0.02)
    return seen


class Emulator:
    """A Telegram Bot API on loopback."""

    def __init__(self, node: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._node = node
        self._process: subprocess.Popen[bytes] | None = None
        self._message_ids = itertools.count(1000)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._node, "tgemu.js"],
            cwd=FOLDER,
            env={**os.environ, "PORT": str(self.port), "TOKEN": TOKEN},
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith(b"up")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def say(self, chat: int, text: str, **fields: Any) -> int:
        """Let a person write; return the update's id."""
        return self.push({"message": self._message(chat, text=text, **fields)})

    def send(self, chat: int, **fields: Any) -> int:
        """Let a person send something that is not text; return the update's id."""
        return self.push({"message": self._message(chat, **fields)})

    def press(self, chat: int, data: str) -> int:
        """Let a person press a button; return the update's id."""
        person = {"id": chat, "is_bot": False, "first_name": "张"}
        query = {"id": str(next(self._message_ids)), "from": person, "chat_instance": "1", "data": data}
        return self.push({"callback_query": {**query, "message": self._message(chat, text="旧的")}})

    def push(self, update: dict[str, Any]) -> int:
        """Let any update happen; return its id."""
        return int(self._post("/sim/update", {"token": TOKEN, "update": update})["update_id"])

    def fail_next(self, method: str, **fault: Any) -> None:
        """Let the next calls of a method fail, see `tgemu.js`."""
        self._post("/sim/fault", {"method": method, **fault})

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Return the bot's calls of a method with their status, oldest first."""
        return [call for call in self._get("/sim/log") if call["method"] == method]

    def count_calls(self) -> int:
        """Return how many calls the bot made, polls left out."""
        return int(self._get("/sim/stats")["calls"])

    def replies(self, chat: int) -> list[dict[str, Any]]:
        """Return the messages a chat got, oldest first."""
        calls = self.calls("sendMessage")
        return [call["params"] for call in calls if call["status"] == 200 and int(call["params"]["chat_id"]) == chat]

    def wait_for_replies(self, chat: int, count: int = 1) -> list[dict[str, Any]]:
        """Return the messages a chat got once there are `count`."""
        wait_for(lambda: len(self.replies(chat)) >= count, f"{count} replies in chat {chat}")
        return self.replies(chat)

    def _message(self, chat: int, **fields: Any) -> dict[str, Any]:
        person = {"id": chat, "is_bot": False, "first_name": "张"}
        place = {"id": chat, "type": "private", "first_name": "张"}
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": place,
            "from": person,
            **fields,
        }

    def _get(self, path: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        request = Request(
            f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urlopen(request, timeout=10) as answer:  # noqa: S310  loopback
            return json.load(answer)


def buttons(reply: dict[str, Any]) -> list[dict[str, str]]:
    """Return the buttons under a message, in order."""
    markup = reply.get("reply_markup")
    rows = (json.loads(markup) if isinstance(markup, str) else markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
