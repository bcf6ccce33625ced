"""`python -m tests.benchmarks.killing --rounds 30`: kills a publishing process at random moments and looks each time.

A process publishes changes of two files and takes every other one back, on a small content. After each kill -9 the
content must read as before or as after a change, never between, and stay so when the next start brings it to an end;
every phrasing must be there whose change counts as published, and no other; the audit trail must be whole.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console

from bot.assembly import open_library, open_store
from bot.config import load_config
from bot.staff.audit import find_breaks
from bot.staff.edits import AddPhrasings
from bot.staff.publishing import Publisher
from knowledge.content_files import PENDING, content_version, read_files
from tests.bot.world import write_home
from tests.real import ROOT

SERVICES = {"edu-loan": "甲", "hlt-clinic": "乙"}
"""Services in two files, each with its own last word."""
PRESSED, DONE = "pressed", "done"
LONGEST_S = 3.0
MOST_CHANGES = 100_000
PHRASING = re.compile(r"屋头揭不开锅第(\d+)回[甲乙]")


async def publish_forever(home: Path) -> None:
    """Publish and take back until killed; print when it was pressed, and when it was done."""
    config = load_config(home / "config.yaml")
    library = open_library(config)
    async with open_store(config) as database:
        publisher = Publisher(database, library, config)
        await publisher.recover()
        for number in range(MOST_CHANGES):
            text = f"屋头揭不开锅第{os.getpid()}{number}回"
            edits = [AddPhrasings(service, (text + last,)) for service, last in SERVICES.items()]
            change = await publisher.draft(edits, "kill")
            print(PRESSED, flush=True)
            await publisher.publish(change.id, "kill", override="phrasings like each other")
            print(DONE, flush=True)
            if number % 2:
                print(PRESSED, flush=True)
                await publisher.undo(change.id, "kill")
                print(DONE, flush=True)


async def look(home: Path) -> list[str]:
    """Return what is wrong after a kill; empty where all is well."""
    config = load_config(home / "config.yaml")
    library = open_library(config)
    async with open_store(config) as database:
        publisher, seen = Publisher(database, library, config), content_version(config.content)
        found = ["half a change" for files in published(config.content).values() if files != len(SERVICES)]
        await publisher.recover()
        if content_version(config.content) != seen:
            found.append("the next start made something else of it")
        live = [change for change in await publisher.history(MOST_CHANGES) if change.undone_by is None]
        texts = (edit.ask[0] for change in live for edit in change.edits if isinstance(edit, AddPhrasings))
        if {number for text in texts for number in PHRASING.findall(text)} != published(config.content).keys():
            found.append("what counts as published is not what is in the files")
        if await database.transact(find_breaks):
            found.append("the audit trail is broken")
    return found


def published(root: Path) -> dict[str, int]:
    """Return in how many files each change stands that was published here, by its number."""
    files = (set(PHRASING.findall(str(text))) for text in read_files(root)[0].values())
    return dict(Counter(number for numbers in files for number in numbers))


def kill_once(home: Path) -> bool:
    """Let a process publish and kill it; return whether that was between the press of a button and its end."""
    command = [sys.executable, "-m", "tests.benchmarks.killing", "--publish", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        told = process.stdout.readline() if process.stdout else ""
        time.sleep(random.uniform(0, LONGEST_S))  # noqa: S311  no secret
        if process.poll() is not None:
            raise SystemExit("the process ended by itself")
        process.kill()
        told += process.stdout.read() if process.stdout else ""
    return told.split()[-1:] == [PRESSED]


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--publish", type=Path, help="what the process does that is killed")
    options = parser.parse_args()
    if options.publish:
        asyncio.run(publish_forever(options.publish))
        return
    between = pending = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_home(home)
        for _ in range(options.rounds):
            between += kill_once(home)
            pending += (home / "content" / PENDING).exists()
            for fault in asyncio.run(look(home)):
                wrong += 1
                Console().print(fault, markup=False)
    Console().print(
        f"{options.rounds} kills, {between} while publishing, {pending} while files changed; {wrong} faults"
    )


if __name__ == "__main__":
    main()
