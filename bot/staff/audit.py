"""The audit trail: who did what, to what, why, with what result. It only grows, each entry sealed with the one before.

The seal is SHA-256 over the entry and the seal before it, so that an entry changed, left out or put in later is found
by `find_breaks` (the construction of RFC 9162, without its tree). Called inside the transaction of what is recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import audit

FIRST_SEAL = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done."""

    id: int
    """Number in the trail, ascending."""
    at: str
    """When, UTC, ISO 8601."""
    actor: str
    """Name of the member of staff, or `system`."""
    verb: str
    """What was done, such as `publish`, `undo`, `dismiss`."""
    subject: str
    """To what, such as `change:12` or `group:3`."""
    detail: Mapping[str, Any]
    """Why, and with what result."""
    digest: str
    """Its seal, hex."""


async def append_entry(
    connection: AsyncConnection, actor: str, verb: str, subject: str, detail: Mapping[str, Any], now: datetime
) -> None:
    """Add an entry to the end of the trail; `detail` is plain JSON without residents' addresses."""
    last = select(audit.c.digest).order_by(audit.c.id.desc()).limit(1)
    previous = (await connection.execute(last)).scalar() or FIRST_SEAL
    values = {"at": now.isoformat(), "actor": actor, "verb": verb, "subject": subject, "detail": dict(detail)}
    await connection.execute(insert(audit).values(**values, previous=previous, digest=_seal(values, previous)))


async def list_entries(connection: AsyncConnection, most: int = 100, before: int | None = None) -> list[AuditEntry]:
    """Return the last entries, newest first; `before` = only those with a smaller number."""
    query = select(audit).order_by(audit.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [_entry(row) for row in await connection.execute(query)]


async def append_once(
    connection: AsyncConnection, actor: str, verb: str, subject: str, detail: Mapping[str, Any], now: datetime
) -> None:
    """Add an entry as `append_entry` does, unless the same was done to the subject already: another was faster."""
    if await last_entry(connection, verb, subject) is None:
        await append_entry(connection, actor, verb, subject, detail, now)


async def last_entry(connection: AsyncConnection, verb: str, subject: str) -> AuditEntry | None:
    """Return the latest entry of what was done to a subject; None where there is none."""
    query = select(audit).where(audit.c.verb == verb, audit.c.subject == subject).order_by(audit.c.id.desc()).limit(1)
    row = (await connection.execute(query)).first()
    return None if row is None else _entry(row)


async def find_breaks(connection: AsyncConnection) -> list[int]:
    """Return the numbers of entries whose seal does not fit them or the entry before; empty when the trail is whole."""
    breaks, previous, expected = [], FIRST_SEAL, 1
    for row in await connection.execute(select(audit).order_by(audit.c.id)):
        values = {name: getattr(row, name) for name in ("at", "actor", "verb", "subject", "detail")}
        if row.id != expected or row.previous != previous or row.digest != _seal(values, row.previous):
            breaks.append(int(row.id))
        previous, expected = row.digest, row.id + 1
    return breaks


async def count_entries(connection: AsyncConnection) -> int:
    """Return how many entries the trail has."""
    return int((await connection.execute(select(func.count()).select_from(audit))).scalar_one())


def _seal(values: Mapping[str, Any], previous: str) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.actor, row.verb, row.subject, row.detail, row.digest)
