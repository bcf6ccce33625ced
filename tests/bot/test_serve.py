"""`serve` in a process of its own, and its companion tasks."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import pytest

from bot import serve
from bot.channels.telegram import TelegramChannel
from bot.config import WebConfig
from bot.database import StoreError
from bot.library import Library
from bot.respond import Responder
from tests.bot.world import ROOT, change_line
from tests.knowledge.mini_content import SERVICES, edit

ADDRESS = re.compile(r"http://\S+?/")


@contextmanager
def served(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `serve` on a free port; yield the process and the address it printed."""
    command = [sys.executable, "-m", "bot", "--config", str(home / "config.yaml"), "serve", "--port", "0", *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "TELEGRAM_BOT_TOKEN"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = ADDRESS.search(line)
            assert found, (line, process.poll())
            yield process, found[0]
        finally:
            if process.poll() is None:
                process.kill()


def get(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310  the address is ours
        return response.status, response.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_service_answers_and_stops_when_told_to(home: Path, number: signal.Signals) -> None:
    with served(home) as (process, address):
        assert get(address + "livez")[0] == 200
        assert "一窗" in get(address)[1]
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert not list((home / "data").glob("*-wal"))


def test_port_that_is_taken_is_one_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "bot", "--config", str(home / "config.yaml"), "serve", "--port", port]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    [line] = ended.stderr.splitlines()
    assert f"127.0.0.1:{port}" in line
    assert "->" in line


def test_edited_content_is_served_without_a_restart(home: Path) -> None:
    change_line(home / "config.yaml", "reload_every_s", "reload_every_s: '0.1'")
    with served(home) as (process, address):
        edit(home / "content", SERVICES, "title: 生源地助学贷款", "title: 大学生助学贷款")
        assert process.stderr is not None
        while "换上了新的内容" not in (line := process.stderr.readline()):
            assert line, "ended"
        body = b'{"q": "\xe7\x94\x9f\xe6\xba\x90\xe5\x9c\xb0\xe8\xb4\xb7\xe6\xac\xbe"}'
        request = urllib.request.Request(  # noqa: S310  the address is ours
            address + "api/ask", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310  as above
            assert "大学生助学贷款" in response.read().decode()


def test_address_that_cannot_be_served_is_told() -> None:
    with pytest.raises(serve.ServeError, match=r"192\.0\.2\.1:80"):
        serve._listen(WebConfig("192.0.2.1", 80))


def test_second_listener_is_refused_before_the_first_serves() -> None:
    with serve._listen(WebConfig("127.0.0.1", 0)) as first, pytest.raises(serve.ServeError):
        serve._listen(WebConfig("127.0.0.1", first.getsockname()[1]))


async def run_twice(job: Any, calls: list[int]) -> None:
    """Run a companion until it has tried twice."""
    task = asyncio.create_task(job)
    while len(calls) < 2:
        assert not task.done()
        await asyncio.sleep(0.001)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class Failing:
    """Fails at everything a companion does."""

    def __init__(self, error: Exception) -> None:
        self.error, self.calls = error, list[int]()

    async def refresh(self) -> None:
        self.calls.append(1)
        raise self.error

    delete_expired = refresh
    run = refresh


@pytest.mark.parametrize("error", [OSError("weg"), RuntimeError("weg")])
async def test_failing_look_at_the_content_is_logged_and_done_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    library = Failing(error)
    await run_twice(serve._refresh_forever(cast(Library, library), 0.001), library.calls)
    assert "weg" in caplog.text


@pytest.mark.parametrize("error", [StoreError("weg"), RuntimeError("weg")])
async def test_failing_cleaning_is_logged_and_done_again(
    error: Exception, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "CLEANING_EVERY_S", 0.001)
    desk = Failing(error)
    await run_twice(serve._clean_forever(cast(Responder, desk)), desk.calls)
    assert "weg" in caplog.text


async def test_failing_telegram_is_logged_and_takes_nothing_else_down(caplog: pytest.LogCaptureFixture) -> None:
    await serve._run_telegram(cast(TelegramChannel, Failing(RuntimeError("weg"))))
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "weg" in caplog.text
