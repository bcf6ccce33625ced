"""SQL of the changes: drafts and what was published, with all that is needed to take them back.

Like `bot.store`, every function works on the connection of an open transaction; times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import content_change, feedback, question
from bot.staff.edits import Edit, pack_edit, unpack_edit
from bot.staff.hunks import Hunk
from bot.staff.preview import DRAFT, DROPPED, PUBLISHED, PUBLISHING, Change


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft about to be kept."""

    author: str
    """Who drafted it."""
    reason: str
    """Why; may be empty."""
    edits: Sequence[Edit]
    """What is changed, in order."""
    base: Mapping[str, str]
    """Lines of each entry that is changed, as the author saw them, by `part:key`."""
    group_ids: Sequence[int]
    """Groups of the queue that it answers."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a change did."""

    seals: Mapping[str, str]
    """SHA-256 of each file it wrote, hex."""
    hunks: Mapping[str, tuple[Hunk, ...]]
    """The pieces it changed in each file."""
    summary: Mapping[str, Any]
    """For the audit trail: counts of the replay, conflicts, the reason to override them."""


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A change with what is kept beside it."""

    change: Change
    """The change."""
    base: Mapping[str, str]
    """Lines of each entry that is changed, as the author saw them, by `part:key`."""
    result: Result
    """What it did; empty for a draft."""


async def create_draft(connection: AsyncConnection, draft: NewDraft, now: datetime) -> StoredChange:
    """Keep a draft."""
    values = {
        "state": DRAFT,
        "author": draft.author,
        "created_at": now,
        "reason": draft.reason,
        "edits": [pack_edit(edit) for edit in draft.edits],
        "base": dict(draft.base),
        "group_ids": list(draft.group_ids),
        "publisher": "",
        "result": {},
    }
    done = await connection.execute(insert(content_change).values(values).returning(content_change))
    return _stored(done.one())


async def load_change(connection: AsyncConnection, change_id: int) -> StoredChange | None:
    """Return a change; None where there is none of this number."""
    row = (await connection.execute(select(content_change).where(content_change.c.id == change_id))).first()
    return None if row is None else _stored(row)


async def list_changes(connection: AsyncConnection, state: str, most: int) -> list[StoredChange]:
    """Return the latest changes in a state, latest first."""
    query = select(content_change).where(content_change.c.state == state).order_by(content_change.c.id.desc())
    return [_stored(row) for row in await connection.execute(query.limit(most))]


async def begin_publishing(connection: AsyncConnection, change_id: int, publisher: str, result: Result) -> None:
    """Keep what a change is about to do, so that a program killed meanwhile finds out how far it came."""
    packed = {
        "seals": dict(result.seals),
        "hunks": {file: [asdict(hunk) for hunk in hunks] for file, hunks in result.hunks.items()},
        "summary": dict(result.summary),
    }
    values = {"state": PUBLISHING, "publisher": publisher, "result": packed}
    await connection.execute(update(content_change).where(content_change.c.id == change_id).values(values))


async def end_publishing(connection: AsyncConnection, change_id: int, now: datetime) -> None:
    """Mark a change as published."""
    values = {"state": PUBLISHED, "published_at": now}
    await connection.execute(update(content_change).where(content_change.c.id == change_id).values(values))


async def back_to_draft(connection: AsyncConnection, change_id: int) -> None:
    """Mark a change whose publishing did not happen as a draft again."""
    values: dict[str, Any] = {"state": DRAFT, "publisher": "", "result": {}}
    await connection.execute(update(content_change).where(content_change.c.id == change_id).values(values))


async def drop_draft(connection: AsyncConnection, change_id: int) -> bool:
    """Mark a draft as thrown away; return whether it was one."""
    query = update(content_change).where(content_change.c.id == change_id, content_change.c.state == DRAFT)
    return (await connection.execute(query.values(state=DROPPED).returning(content_change.c.id))).first() is not None


async def mark_undone(connection: AsyncConnection, change_id: int, by_change: int) -> None:
    """Note which change took another back."""
    query = update(content_change).where(content_change.c.id == change_id)
    await connection.execute(query.values(undone_by=by_change))


async def useful_answers(connection: AsyncConnection) -> dict[str, str]:
    """Return the questions whose answer a resident called useful, with the service shown; the latest word counts."""
    query = (
        select(question.c.text, feedback.c.verdict, feedback.c.service)
        .join(question, question.c.id == feedback.c.question_id)
        .order_by(feedback.c.id)
    )
    said = {row.text: row.service if row.verdict == "useful" else "" for row in await connection.execute(query)}
    return {text: service for text, service in said.items() if service}


def _stored(row: Row[Any]) -> StoredChange:
    change = Change(
        id=row.id,
        state=row.state,
        author=row.author,
        created_at=row.created_at,
        reason=row.reason,
        edits=tuple(map(unpack_edit, row.edits)),
        group_ids=tuple(row.group_ids),
        publisher=row.publisher,
        published_at=row.published_at,
        undone_by=row.undone_by,
    )
    hunks = {file: tuple(map(_hunk, packed)) for file, packed in row.result.get("hunks", {}).items()}
    result = Result(row.result.get("seals", {}), hunks, row.result.get("summary", {}))
    return StoredChange(change, row.base, result)


def _hunk(packed: Mapping[str, Any]) -> Hunk:
    before, after, above, below = (tuple(packed[name]) for name in ("before", "after", "above", "below"))
    return Hunk(packed["line"], before, after, above, below)
