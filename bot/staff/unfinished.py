"""Forms of the console that are not finished: what was typed waits until an editor goes on. The console calls it.

Unlike a draft nothing of it was looked at: a new service may still lack its answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.schema import unfinished_form
from bot.times import Clock

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class UnfinishedForm:
    """A form as far as it was typed."""

    id: int
    """Its number."""
    author: str
    """Who kept it last."""
    path: str
    """Path of the page it belongs to."""
    name: str
    """What it is about, as typed; may be empty."""
    typed: str
    """Its fields, as the channel packs them."""
    kept_at: datetime
    """When it was kept last, UTC without zone."""


class UnfinishedForms:
    """The unfinished forms of a store, for all editors to go on with."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Use an open store; `clock` gives aware times."""
        self._database, self._clock = database, clock

    async def keep(self, author: str, path: str, name: str, typed: str, number: int | None = None) -> None:
        """Keep a form, in place of the one with a number where that is still there."""
        values = {"author": author, "path": path, "name": name[:80], "typed": typed, "kept_at": self._now()}

        async def write(connection: AsyncConnection) -> None:
            older = update(unfinished_form).where(unfinished_form.c.id == number).returning(unfinished_form.c.id)
            if number is None or (await connection.execute(older.values(values))).first() is None:
                await connection.execute(insert(unfinished_form).values(values))

        await self._database.transact(write)

    async def find(self, number: int) -> UnfinishedForm | None:
        """Return the form with a number; None where it was finished or thrown away."""
        query = select(unfinished_form).where(unfinished_form.c.id == number)
        row = (await self._database.transact(lambda connection: connection.execute(query))).first()
        return None if row is None else _form(row)

    async def drop(self, number: int) -> None:
        """Throw a form away; one that is not there is as good as thrown away."""
        gone = delete(unfinished_form).where(unfinished_form.c.id == number)
        await self._database.transact(lambda connection: connection.execute(gone))

    async def all(self) -> list[UnfinishedForm]:
        """Return the forms kept last, latest first."""
        query = select(unfinished_form).order_by(unfinished_form.c.kept_at.desc(), unfinished_form.c.id.desc())
        rows = await self._database.transact(lambda connection: connection.execute(query.limit(MOST_LISTED)))
        return [_form(row) for row in rows]

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(tzinfo=None)


def _form(row: Row[Any]) -> UnfinishedForm:
    return UnfinishedForm(row.id, row.author, row.path, row.name, row.typed, row.kept_at)
