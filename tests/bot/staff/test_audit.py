from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.staff.audit import append_entry, find_breaks, list_entries
from tests.bot.world import NOON


@pytest.fixture
async def trail(database: Database, home: Path) -> Path:
    """The file of a store whose trail has four entries."""

    async def write(connection: AsyncConnection) -> None:
        for number in range(4):
            at = NOON + timedelta(minutes=number)
            await append_entry(connection, "王姐", "publish", f"change:{number}", {"why": "常问", "n": number}, at)

    await database.transact(write)
    return home / "data" / "onewindow.db"


def run(trail: Path, *statements: str) -> None:
    with closing(sqlite3.connect(trail, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


async def test_trail_that_nobody_touched_is_whole(trail: Path, database: Database) -> None:
    assert await database.transact(find_breaks) == []
    assert [entry.id for entry in await database.transact(list_entries)] == [4, 3, 2, 1]


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE id = 2"])
def test_store_refuses_to_change_the_trail(trail: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        run(trail, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = '别人' WHERE id = 2",
        "UPDATE audit SET verb = 'drop' WHERE id = 2",
        "UPDATE audit SET at = '2020-01-01' WHERE id = 2",
        "UPDATE audit SET detail = '{\"n\": 7}' WHERE id = 2",
        "UPDATE audit SET digest = '' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET id = 9 WHERE id = 2",
    ],
)
async def test_entry_tampered_with_in_the_file_is_found(trail: Path, database: Database, statement: str) -> None:
    run(trail, "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", statement)
    assert await database.transact(find_breaks) != []


async def test_forged_entry_at_the_end_is_found(trail: Path, database: Database) -> None:
    names = "at, actor, verb, subject, detail, previous, digest"
    run(trail, f"INSERT INTO audit ({names}) SELECT {names} FROM audit WHERE id = 4")  # noqa: S608  names of columns
    assert await database.transact(find_breaks) == [5]
