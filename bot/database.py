"""One connection to the store: opened with care, migrated, and used by one transaction at a time.

SQLite runs in WAL mode with synchronous=FULL, every transaction BEGIN IMMEDIATE; a single connection writes and
checkpoints (https://sqlite.org/wal.html). A transaction once begun is finished even when its caller is cancelled.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import AsyncAdaptedQueuePool, Connection, event, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import schema
from bot.errors import ForeseenError

MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
BUSY_TIMEOUT_S = 5

T = TypeVar("T")


class StoreError(ForeseenError):
    """The store cannot keep or give anything now; the message is one line for an operator, in Chinese."""


class _NewerStoreError(Exception):
    """The store was made by a newer program."""


class Database:
    """An open store."""

    def __init__(self, engine: AsyncEngine, file: Path | None) -> None:
        """Use an engine with one connection; `file` is the SQLite file, None for another server."""
        self._engine, self._file = engine, file
        self._inode = _inode(file)
        self._running: set[asyncio.Future[Any]] = set()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open and migrate the store at a SQLAlchemy URL; a fresh file is created, a lost one is not.

        Raises `StoreError` where the file has vanished since it was made, is damaged, read-only, locked or newer
        than this program.
        """
        engine = _make_engine(url)
        file = _sqlite_file(engine)
        if file is not None:
            _expect_file(file)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(_prepare_tables)
            if file is not None:
                _marker(file).touch()
        except (SQLAlchemyError, aiosqlite.Error, OSError, _NewerStoreError) as error:
            await engine.dispose()
            raise StoreError(_explain(error, engine.url.render_as_string())) from error
        return cls(engine, file)

    async def transact(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run `work` in one transaction and return what it returns; all of it is kept or nothing.

        Raises `StoreError` where nothing could be kept.
        """
        running = asyncio.ensure_future(self._transact(work))
        self._running.add(running)
        running.add_done_callback(self._end)
        return await asyncio.shield(running)

    def _end(self, running: asyncio.Future[Any]) -> None:
        self._running.discard(running)
        if not running.cancelled():
            running.exception()  # looked at, for a caller who was cancelled and never will

    async def _transact(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        if _inode(self._file) != self._inode:
            raise StoreError(f"数据库文件被删除或换掉了：{self._file} -> 停下程序，放回文件再启动")
        try:
            async with self._engine.begin() as connection:
                return await work(connection)
        except (SQLAlchemyError, aiosqlite.Error, OSError) as error:
            raise StoreError(_explain(error, str(self._file))) from error

    async def drop_traces(self) -> None:
        """Take what was deleted out of SQLite's write-ahead log too, which keeps it until it is written over.

        Raises `StoreError` where the log could not be emptied.
        """
        if self._engine.dialect.name != "sqlite":
            return
        try:
            async with self._engine.connect() as connection:
                raw = await connection.get_raw_connection()
                driver: Any = raw.driver_connection  # by its side of a transaction, in which SQLite refuses this
                async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                    is_busy = (await cursor.fetchone())[0]
        except (SQLAlchemyError, aiosqlite.Error, OSError) as error:
            raise StoreError(_explain(error, str(self._file))) from error
        if is_busy:
            raise StoreError(f"数据库用不了：{self._file}（locked） -> 关掉正在用它的另一个程序")

    async def close(self) -> None:
        """Finish what is being written and close the connection; the process can end only after this."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._engine.dispose()


def _make_engine(url: str) -> AsyncEngine:
    """Return an engine with one connection; parameters, which hold what residents wrote, stay out of its errors."""
    is_sqlite = url.startswith("sqlite")
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_TIMEOUT_S}} if is_sqlite else {}
    try:
        engine = create_async_engine(
            url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, hide_parameters=True, **options
        )
    except (SQLAlchemyError, ImportError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise StoreError(f"数据库地址不对（{reason}） -> 照 sqlite+aiosqlite:///文件 的样子写，或者空着") from error
    if is_sqlite:
        _prepare_sqlite(engine)
    return engine


def _sqlite_file(engine: AsyncEngine) -> Path | None:
    path = (engine.url.database or "").removeprefix("file:")
    return Path(path) if engine.dialect.name == "sqlite" and path and path != ":memory:" else None


def _expect_file(file: Path) -> None:
    if _marker(file).exists() and not (file.exists() and file.stat().st_size):
        remedy = f"放回备份；确实要从头开始就删掉 {_marker(file)}"
        raise StoreError(f"数据库文件不见了或者空了：{file} -> {remedy}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"建不了数据文件夹：{file.parent}（{error.strerror}） -> 换一个能写的文件夹") from error
    try:
        sqlite3.connect(file).close()  # here, because aiosqlite's thread outlives the loop where it cannot connect
    except sqlite3.Error as error:
        raise StoreError(_explain(error, str(file))) from error


def _marker(file: Path) -> Path:
    return file.with_name(file.name + ".made")


def _inode(file: Path | None) -> int:
    if file is None:
        return 0
    try:
        return file.stat().st_ino
    except OSError:
        return -1


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        try:
            cursor = connection.cursor()
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        except Exception:
            connection.close()  # the pool never sees it, and an open one keeps the process from ending
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_tables(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        fault = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if fault != "ok":
            raise aiosqlite.DatabaseError(f"database disk image is malformed ({fault})")
    _migrate(connection)
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")  # is told now if read-only


def _migrate(connection: Connection) -> None:
    """Bring the tables up to date; Alembic is loaded only for a store of an older program: it takes its time."""
    known, revision = _known_revisions(), _revision_of(connection)
    if not revision:
        schema.metadata.create_all(connection, checkfirst=False)
        schema.revision.create(connection)
        connection.execute(schema.revision.insert().values(version_num=known[-1]))
    elif revision not in known:
        raise _NewerStoreError(f"unknown revision {revision}")
    elif revision != known[-1]:
        import_module("bot.migrations").upgrade(connection)


def _known_revisions() -> list[str]:
    """Return the numbers of the migrations, oldest first, as their files are named: `0001_first_tables.py`."""
    return sorted(path.name.partition("_")[0] for path in MIGRATIONS.glob("[0-9]*_*.py"))


def _revision_of(connection: Connection) -> str:
    """Return the number of the last migration of a store; empty where it is fresh."""
    if not inspect(connection).has_table(schema.revision.name):
        return ""
    return str(connection.execute(select(schema.revision.c.version_num)).scalar_one())


def _explain(error: Exception, where: str) -> str:
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    remedies = {
        "locked": "关掉正在用它的另一个程序",
        "readonly": "给这个文件和文件夹写的权限",
        "read-only": "给这个文件和文件夹写的权限",
        "full": "腾出磁盘空间",
        "malformed": "用备份换回",
        "not a database": "用备份换回",
        "unknown revision": "数据库比程序新，换成新的程序",
        "unable to open": "检查路径和权限",
    }
    remedy = next((text for sign, text in remedies.items() if sign in reason), "看看磁盘和权限")
    return f"数据库用不了：{where}（{reason}） -> {remedy}"
