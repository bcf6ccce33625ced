"""One connection to the store: opened with care, migrated, and used by one transaction at a time.

SQLite runs in WAL mode with synchronous=FULL, every transaction BEGIN IMMEDIATE; a single connection writes and
checkpoints (https://sqlite.org/wal.html). A transaction once begun is finished even when its caller is cancelled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.util import CommandError
from sqlalchemy import AsyncAdaptedQueuePool, Connection, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_S = 5

T = TypeVar("T")


class StoreError(Exception):
    """The store cannot keep or give anything now; the message is one line for an operator, in Chinese."""


class Database:
    """An open store."""

    def __init__(self, engine: AsyncEngine, file: Path | None) -> None:
        """Use an engine with one connection; `file` is the SQLite file, None for another server."""
        self._engine, self._file = engine, file
        self._inode = _inode(file)

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open and migrate the store at a SQLAlchemy URL; a fresh file is created, a lost one is not.

        Raises `StoreError` where the file has vanished since it was made, is damaged, read-only, locked or newer
        than this program.
        """
        file = _sqlite_file(url)
        if file is not None:
            _expect_file(file)
        engine = create_async_engine(
            url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, **_connect_options(url)
        )
        if file is not None or url.startswith("sqlite"):
            _prepare_sqlite(engine)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(_migrate)
        except (SQLAlchemyError, aiosqlite.Error, OSError, CommandError) as error:
            await engine.dispose()
            raise StoreError(_explain(error, url)) from error
        if file is not None:
            _marker(file).touch()
        return cls(engine, file)

    async def transact(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run `work` in one transaction and return what it returns; all of it is kept or nothing.

        Raises `StoreError` where nothing could be kept.
        """
        return await asyncio.shield(asyncio.ensure_future(self._transact(work)))

    async def _transact(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        if _inode(self._file) != self._inode:
            raise StoreError(f"数据库文件被删除或换掉了：{self._file} -> 停下程序，放回文件再启动")
        try:
            async with self._engine.begin() as connection:
                return await work(connection)
        except (SQLAlchemyError, aiosqlite.Error, OSError) as error:
            raise StoreError(_explain(error, str(self._file))) from error

    async def close(self) -> None:
        """Close the connection; the process can end only after this."""
        await self._engine.dispose()


def _connect_options(url: str) -> dict[str, Any]:
    return {"connect_args": {"timeout": BUSY_TIMEOUT_S}} if url.startswith("sqlite") else {}


def _sqlite_file(url: str) -> Path | None:
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _expect_file(file: Path) -> None:
    if not file.exists() and _marker(file).exists():
        remedy = f"放回备份；确实要从头开始就删掉 {_marker(file)}"
        raise StoreError(f"数据库文件不见了：{file} -> {remedy}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"建不了数据文件夹：{file.parent}（{error.strerror}） -> 换一个能写的文件夹") from error


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
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _explain(error: Exception, where: str) -> str:
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    remedies = {
        "locked": "关掉正在用它的另一个程序",
        "readonly": "给这个文件和文件夹写的权限",
        "read-only": "给这个文件和文件夹写的权限",
        "full": "腾出磁盘空间",
        "malformed": "用备份换回",
        "not a database": "用备份换回",
        "Can't locate revision": "数据库比程序新，换成新的程序",
        "unable to open": "检查路径和权限",
    }
    remedy = next((text for sign, text in remedies.items() if sign in reason), "看看磁盘和权限")
    return f"数据库用不了：{where}（{reason}） -> {remedy}"
