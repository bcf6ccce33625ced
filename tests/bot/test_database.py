from __future__ import annotations

import asyncio
import re
import sqlite3
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import database, migrations, schema
from bot.database import Database, StoreError
from tests.bot.world import NOON

CANARY = "61092219900101001X"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Database]:
    opened = await Database.open(url(file))
    yield opened
    await opened.close()


async def make(file: Path) -> None:
    """Make a store with one conversation in it and close it."""
    opened = await Database.open(url(file))
    await opened.transact(add)
    await opened.close()


async def add(connection: AsyncConnection, person: str = "a") -> None:
    at = NOON.replace(tzinfo=None)
    await connection.execute(schema.conversation.insert().values(person=person, state={}, updated_at=at))


async def count(connection: AsyncConnection) -> int:
    return int((await connection.execute(text("SELECT count(*) FROM conversation"))).scalar_one())


def remove(*files: Path) -> None:
    for file in files:
        file.unlink()


def write(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def contents(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let another program hold the lock for writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_fresh_store_is_made_with_its_folder(tmp_path: Path) -> None:
    await make(tmp_path / "new" / "folder" / "store.db")
    assert (tmp_path / "new" / "folder" / "store.db").exists()


async def test_what_was_kept_is_there_after_reopening(file: Path) -> None:
    await make(file)
    again = await Database.open(url(file))
    assert await again.transact(count) == 1
    await again.close()


async def test_store_writes_ahead_and_to_the_disk(store: Database) -> None:
    async def pragmas(connection: AsyncConnection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [(await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in names]

    assert await store.transact(pragmas) == ["wal", 2, 1, 1]


def test_migrations_give_the_tables_of_the_schema() -> None:
    with create_engine("sqlite://").begin() as connection:
        migrations.upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def made_of(file: Path) -> dict[str, list[str]]:
    """Return the columns and rules of every table, index and trigger of a store, by its name, in no order."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name != 'alembic_version'"
    with closing(sqlite3.connect(file)) as other:
        rows = [(name, " ".join(sql.split()).replace(" )", ")")) for name, sql in other.execute(query)]
    return {name: sorted(map(str.strip, re.split(r",(?![^(]*\))", sql.partition("(")[2]))) for name, sql in rows}


async def test_fresh_store_is_what_the_migrations_make_of_an_old_one(tmp_path: Path) -> None:
    fresh, old = tmp_path / "fresh.db", tmp_path / "old.db"
    with create_engine(f"sqlite:///{old}").begin() as connection:
        migrations.upgrade(connection, "0001")
    for file in (fresh, old):
        await make(file)
    assert "audit_no_update" in made_of(fresh)
    assert made_of(fresh) == made_of(old)


def test_migrations_are_numbered_as_their_files_are() -> None:
    """A start takes the last number for that of the newest tables, and loads no migration where a store has it."""
    steps = list(ScriptDirectory(str(database.MIGRATIONS.parent)).walk_revisions())
    assert [Path(step.path).name.partition("_")[0] for step in steps] == [step.revision for step in steps]
    assert [step.revision for step in steps] == sorted((step.revision for step in steps), reverse=True)


async def test_store_that_is_up_to_date_is_opened_without_migrating(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(file)
    monkeypatch.setattr(migrations, "upgrade", None)
    again = await Database.open(url(file))
    assert await again.transact(count) == 1
    await again.close()


async def test_numbers_are_never_used_again(file: Path) -> None:
    """Else a new message would get the number of a deleted one, of which the question is still kept."""
    await make(file)
    with closing(sqlite3.connect(file)) as other:
        tables = other.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%id INTEGER%'").fetchall()
    assert {name for name, sql in tables if "AUTOINCREMENT" in sql} == {
        table.name for table in schema.metadata.tables.values() if "id" in table.c
    }


async def test_lost_file_is_not_made_anew(file: Path) -> None:
    await make(file)
    remove(file)
    with pytest.raises(StoreError, match=f"{file.name}.*放回备份"):
        await Database.open(url(file))
    assert contents(file) is None


async def test_emptied_file_is_not_filled_anew(file: Path) -> None:
    await make(file)
    write(file, b"")
    with pytest.raises(StoreError, match="放回备份"):
        await Database.open(url(file))
    assert contents(file) == b""


async def test_without_the_marker_a_store_is_made_anew(file: Path) -> None:
    await make(file)
    remove(file, file.with_name(file.name + ".made"))
    await make(file)


@pytest.mark.parametrize("folder", ["/proc/onewindow", "/proc/version"])
async def test_folder_that_cannot_be_made_is_one_line_with_a_remedy(folder: str) -> None:
    with pytest.raises(StoreError, match="->") as caught:
        await Database.open(url(Path(folder) / "store.db"))
    assert "\n" not in str(caught.value)


async def test_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match="换一个能写的文件夹"):
        await Database.open(url(tmp_path / "data" / "store.db"))


async def test_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="检查路径和权限"):
        await Database.open(url(tmp_path))


async def test_read_only_store_is_refused(file: Path) -> None:
    await make(file)
    with pytest.raises(StoreError, match="写的权限"):
        await Database.open(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")


@pytest.mark.parametrize(
    "address", ["abc", "sqlite:///x.db", "nosuch+driver://x", "postgresql+asyncpg://u:secretpw@h/d"]
)
async def test_wrong_address_is_one_line_with_a_remedy(address: str) -> None:
    with pytest.raises(StoreError, match="sqlite\\+aiosqlite") as caught:
        await Database.open(address)
    assert "\n" not in str(caught.value)
    assert "secretpw" not in str(caught.value)


async def test_file_that_is_no_database_is_refused(file: Path) -> None:
    write(file, b"x" * 8192)
    with pytest.raises(StoreError, match="用备份换回"):
        await Database.open(url(file))
    assert contents(file) == b"x" * 8192


async def test_damaged_page_is_found_at_start(file: Path) -> None:
    await make(file)
    with file.open("r+b") as raw:
        raw.seek(4096 * 2)
        raw.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="用备份换回"):
        await Database.open(url(file))


async def test_store_of_a_newer_program_is_refused(file: Path) -> None:
    await make(file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    with pytest.raises(StoreError, match="换成新的程序"):
        await Database.open(url(file))


async def test_locked_store_keeps_nothing_and_works_again_afterwards(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    store = await Database.open(url(file))
    with locked(file), pytest.raises(StoreError, match="关掉正在用它的另一个程序"):
        await store.transact(add)
    assert await store.transact(count) == 0
    await store.transact(add)
    assert await store.transact(count) == 1
    await store.close()


async def test_store_locked_at_start_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    await make(file)
    with locked(file), pytest.raises(StoreError, match="关掉正在用它的另一个程序"):
        await Database.open(url(file))


async def test_full_disk_keeps_nothing_and_works_again_afterwards(store: Database) -> None:
    async def limit(connection: AsyncConnection, pages: int) -> None:
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    await store.transact(lambda connection: limit(connection, 1))
    with pytest.raises(StoreError, match="腾出磁盘空间"):
        await store.transact(lambda connection: add(connection, "x" * 100_000))
    await store.transact(lambda connection: limit(connection, 1_000_000))
    await store.transact(add)
    assert await store.transact(count) == 1


async def test_file_deleted_while_open_is_noticed_before_anything_is_kept(store: Database, file: Path) -> None:
    remove(file)
    with pytest.raises(StoreError, match="被删除或换掉"):
        await store.transact(add)


async def test_file_replaced_while_open_is_noticed(store: Database, file: Path, tmp_path: Path) -> None:
    await make(tmp_path / "other.db")
    (tmp_path / "other.db").replace(file)
    with pytest.raises(StoreError, match="被删除或换掉"):
        await store.transact(add)


async def test_exception_in_a_transaction_keeps_nothing_of_it(store: Database) -> None:
    async def half(connection: AsyncConnection) -> None:
        await add(connection)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.transact(half)
    assert await store.transact(count) == 0


async def test_cancelled_caller_leaves_no_open_transaction(store: Database) -> None:
    begun = asyncio.Event()

    async def slow(connection: AsyncConnection) -> None:
        await add(connection)
        begun.set()
        await asyncio.sleep(0)
        await add(connection, "b")

    caller = asyncio.create_task(store.transact(slow))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await store.transact(count) in (0, 2)
    await store.transact(lambda connection: add(connection, "c"))


async def test_closing_waits_for_what_a_cancelled_caller_began(file: Path) -> None:
    store, begun = await Database.open(url(file)), asyncio.Event()

    async def slow(connection: AsyncConnection) -> None:
        begun.set()
        await asyncio.sleep(0.05)
        await add(connection)

    caller = asyncio.create_task(store.transact(slow))
    await begun.wait()
    caller.cancel()
    await store.close()
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM conversation").fetchone() == (1,)


async def test_two_transactions_at_once_do_not_mix(store: Database) -> None:
    async def fail_late(connection: AsyncConnection) -> None:
        await add(connection, "lost")
        await asyncio.sleep(0.02)
        raise RuntimeError

    results = await asyncio.gather(store.transact(fail_late), store.transact(add), return_exceptions=True)
    assert isinstance(results[0], RuntimeError)
    assert await store.transact(count) == 1


async def test_error_does_not_show_what_was_to_be_kept(store: Database) -> None:
    await store.transact(lambda connection: add(connection, CANARY))
    with pytest.raises(StoreError) as caught:
        await store.transact(lambda connection: add(connection, CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))


async def test_dropping_traces_empties_the_write_ahead_log(store: Database, file: Path) -> None:
    await store.transact(add)
    log = file.with_name(file.name + "-wal")
    assert log.stat().st_size > 0
    await store.drop_traces()
    assert log.stat().st_size == 0


async def test_traces_that_another_program_holds_are_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    store = await Database.open(url(file))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM conversation").fetchone()
        await store.transact(add)
        with pytest.raises(StoreError, match="locked"):
            await store.drop_traces()
    await store.drop_traces()
    await store.close()


async def test_store_in_memory_works_without_a_file() -> None:
    store = await Database.open("sqlite+aiosqlite://")
    await store.transact(add)
    await store.drop_traces()
    assert await store.transact(count) == 1
    await store.close()
