"""The program as an operator runs it: a process with a config, a data folder and a log of its own."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.emulator.emulator import TOKEN

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "knowledge" / "content"
STOP_S = 30


class Program:
    """`python -m bot serve`, with data in a folder of the test and the learnt model of all tests."""

    def __init__(self, folder: Path, api: str, models: Path, content: Path = CONTENT) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self.database = folder / "data" / "test.db"
        self._config = folder / "config.yaml"
        self._process: subprocess.Popen[bytes] | None = None
        self.database.parent.mkdir(parents=True)
        (self.database.parent / "models").symlink_to(models, target_is_directory=True)
        settings = {
            "content": content,
            "data": self.database.parent,
            "database": f"sqlite+aiosqlite:///{self.database}",
            "api": api,
        }
        text = (ROOT / "config.yaml").read_text(encoding="utf-8")
        for key, value in settings.items():
            text = re.sub(rf"(?m)^( *{key}:) .*$", rf"\1 {value}", text)
        self._config.write_text(text, encoding="utf-8")

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "--config", str(self._config), "serve", "--port", "0"],
                cwd=ROOT,
                env={**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN},
                stdout=log,
                stderr=log,
            )

    def run(self, *words: str) -> str:
        """Run another command beside it, as an operator does at a terminal; return what it prints."""
        command = [sys.executable, "-m", "bot", "--config", str(self._config), *words]
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        return done.stdout

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> int:
        """Ask it to end and return its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOP_S)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what the database answers to a query."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def kept_bytes(self) -> bytes:
        """Return all that is kept on disk: database, write-ahead log, and the program's log."""
        files = [*self.database.parent.glob("test.db*"), self.log]
        return b"".join(file.read_bytes() for file in files)
