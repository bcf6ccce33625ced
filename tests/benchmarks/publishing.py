"""`python -m tests.benchmarks.publishing`: how long a change takes from draft to live, here and in another process.

The other process is `serve`, asked over HTTP, on a copy of the shipped content. Asserts nothing of time.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.assembly import open_library, open_store
from bot.config import load_config
from bot.staff.edits import AddPhrasings, ChangeService, Edit
from bot.staff.publishing import Publisher
from tests.real import CONTENT, MODELS, ROOT, real_edition

SERVICE, QUESTION = "soc-flexible-enrol", "灵活就业人员怎么参加社保"
NEW_PHRASING = "屋头揭不开锅哪门办"
ROUNDS = 2
LOOK_EVERY_S = 0.05


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run `serve` in another process; yields its address."""
    command = [sys.executable, "-m", "bot", "--config", str(home / "config.yaml"), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            found = re.search(r"http://[\d.:]+", process.stdout.readline() if process.stdout else "")
            if found is None:
                raise SystemExit("serve did not start")
            yield found[0]
        finally:
            process.terminate()


def ask(address: str, question: str) -> dict[str, object]:
    """Return the reply of the other process."""
    body = json.dumps({"q": question, "user": str(time.time())}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310  our own process
        reply: dict[str, object] = json.load(answer)
    return reply


def wait_until_live(address: str, edit: Edit, *, is_wanted: bool) -> None:
    """Wait until the other process answers by an edit, or does so no longer."""
    while is_live(address, edit) != is_wanted:
        time.sleep(LOOK_EVERY_S)


def is_live(address: str, edit: Edit) -> bool:
    """Return whether the other process answers by an edit."""
    if isinstance(edit, ChangeService):
        return str(edit.fields["answer"]) in str(ask(address, QUESTION)["text"])
    return SERVICE in str(ask(address, NEW_PHRASING)["services"])


async def measure(home: Path, address: str, table: Table) -> None:
    """Publish two changes and take them back, with a row for each."""
    config = load_config(home / "config.yaml")
    library = open_library(config)
    answer = library.edition.content.services[SERVICE].answer
    async with open_store(config) as database:
        publisher = Publisher(database, library, config)
        for edit in (AddPhrasings(SERVICE, (NEW_PHRASING,)), ChangeService(SERVICE, {"answer": f"{answer}先问清楚。"})):
            start = time.perf_counter()
            change = await publisher.draft([edit], "bench")
            preview = await publisher.preview(change.id)
            seen = time.perf_counter()
            await publisher.publish(change.id, "bench", override="bench")
            live = time.perf_counter()
            await asyncio.to_thread(wait_until_live, address, edit, is_wanted=True)
            there = time.perf_counter()
            await publisher.undo(change.id, "bench")
            undone = time.perf_counter()
            await asyncio.to_thread(wait_until_live, address, edit, is_wanted=False)
            gone = time.perf_counter()
            await publisher.finish_late()
            found = len(preview.replay.differences) if preview.replay else 0
            spans = (seen - start, live - seen, there - seen, undone - there, gone - there)
            table.add_row(type(edit).__name__, *(f"{span:.2f}" for span in spans), str(found))


def main() -> None:
    """Print the table."""
    real_edition()
    table = Table("change", "preview", "publish", "live elsewhere", "undo", "undone elsewhere", "replies that differ")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(CONTENT, home / "knowledge" / "content")
        shutil.copytree(MODELS, home / "data" / "models")
        shutil.copy(ROOT / "config.yaml", home)
        with serving(home) as address:
            for _ in range(ROUNDS):
                asyncio.run(measure(home, address, table))
    Console().print("seconds; `live elsewhere` counts from the press of the button", table)


if __name__ == "__main__":
    main()
