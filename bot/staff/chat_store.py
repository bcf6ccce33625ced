"""SQL of staff in a chat: codes that link one, linked chats, and tasks asked for there. Called by the `chat` modules.

Every function works on the connection of a transaction that `Database.transact` opened; times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import reminder, staff, staff_chat, staff_code, staff_task
from bot.staff.account_store import Account, read_account
from bot.staff.edits import Edit, pack_edit, unpack_edit
from bot.store import Received, Receiver, keep_news
from handlers.turn import Reply

CHANNEL = "telegram"
"""The channel in which staff can be linked."""


@dataclass(frozen=True, slots=True)
class Task:
    """A change of the content that was asked for in a chat and is not done yet."""

    id: int
    """Its number."""
    person: str
    """Keyed hash of who asked."""
    edits: tuple[Edit, ...]
    """What to change; one `TakeBack` for an undo."""
    group_id: int | None
    """Group of the queue it answers; None for an undo."""
    change_id: int | None
    """Number of the draft made for it; None = none was made yet."""


@dataclass(frozen=True, slots=True)
class OwnChat:
    """A member of staff's own chat."""

    staff_id: int
    """Number of the account."""
    to: Receiver
    """Where it is."""


async def keep_code(connection: AsyncConnection, code_hash: str, account_id: int, expires_at: datetime) -> None:
    """Keep a new code of an account, in place of any older one."""
    await connection.execute(delete(staff_code).where(staff_code.c.staff_id == account_id))
    values = {"code_hash": code_hash, "staff_id": account_id, "expires_at": expires_at}
    await connection.execute(insert(staff_code).values(values))


async def take_code(connection: AsyncConnection, code_hash: str, now: datetime) -> Account | None:
    """Use a code up and return whose it is; None for an unknown and for a stale one."""
    await connection.execute(delete(staff_code).where(staff_code.c.expires_at <= now))
    used = delete(staff_code).where(staff_code.c.code_hash == code_hash).returning(staff_code.c.staff_id)
    account_id = (await connection.execute(used)).scalar()
    row = (await connection.execute(select(staff).where(staff.c.id == account_id))).first()
    return None if row is None else read_account(row)


async def link_chat(
    connection: AsyncConnection, person: str, account_id: int, now: datetime, address: str = ""
) -> None:
    """Link a chat to an account, and to no other; `address` is where it is, empty as long as that is not known."""
    await unlink_chat(connection, person)
    values = {"person": person, "staff_id": account_id, "linked_at": now, "address": address}
    await connection.execute(insert(staff_chat).values(**values))


async def note_address(connection: AsyncConnection, person: str, address: str) -> None:
    """Note where a linked chat is, which was not kept of those linked earlier."""
    known = update(staff_chat).where(staff_chat.c.person == person, staff_chat.c.address != address)
    await connection.execute(known.values(address=address))


async def chat_of(connection: AsyncConnection, name: str) -> OwnChat | None:
    """Return the chat linked last to the account of a name; None where there is none whose address is known."""
    query = select(staff_chat).join(staff, staff.c.id == staff_chat.c.staff_id)
    query = query.where(staff.c.name == name, staff_chat.c.address != "").order_by(staff_chat.c.linked_at.desc())
    row = (await connection.execute(query)).first()
    return None if row is None else OwnChat(row.staff_id, Receiver(CHANNEL, row.person, row.address))


async def claim_reminder(connection: AsyncConnection, staff_id: int, month: str, need: str, entry: str) -> int | None:
    """Note that somebody is reminded of an entry in a month, such as `2026-11`; None where that was done already."""
    values = {"staff_id": staff_id, "month": month, "need": need, "entry": entry}
    same = [reminder.c[name] == value for name, value in values.items()]
    if (await connection.execute(select(reminder.c.id).where(*same))).first() is not None:
        return None
    return int((await connection.execute(insert(reminder).values(**values).returning(reminder.c.id))).scalar_one())


async def forget_reminders(connection: AsyncConnection, before: str) -> None:
    """Forget the reminders of the months before one."""
    await connection.execute(delete(reminder).where(reminder.c.month < before))


async def unlink_chat(connection: AsyncConnection, person: str) -> None:
    """Link a chat to no account any more."""
    await connection.execute(delete(staff_chat).where(staff_chat.c.person == person))


async def linked_account(connection: AsyncConnection, person: str) -> Account | None:
    """Return the account that a chat is linked to; None where it is linked to none."""
    query = select(staff).join(staff_chat, staff_chat.c.staff_id == staff.c.id).where(staff_chat.c.person == person)
    row = (await connection.execute(query)).first()
    return None if row is None else read_account(row)


async def keep_task(
    connection: AsyncConnection, message: Received, edits: Sequence[Edit], group_id: int | None, now: datetime
) -> None:
    """Keep what is to be done for the sender of a message."""
    values = {"person": message.person, "channel": message.channel, "address": message.address, "asked_at": now}
    packed = [pack_edit(edit) for edit in edits]
    await connection.execute(insert(staff_task).values(**values, edits=packed, group_id=group_id, change_id=None))


async def claim_task(connection: AsyncConnection, worker: str, now: datetime, stale: datetime) -> Task | None:
    """Claim the oldest task for a worker and return it; None where there is none that another one does not do.

    A claim from before `stale` counts no more: who made it was killed.
    """
    free = or_(staff_task.c.claimed_at.is_(None), staff_task.c.claimed_at < stale, staff_task.c.claimed_by == worker)
    oldest = select(staff_task.c.id).where(free).order_by(staff_task.c.id).limit(1).scalar_subquery()
    claim = update(staff_task).where(staff_task.c.id == oldest, free).values(claimed_by=worker, claimed_at=now)
    row = (await connection.execute(claim.returning(staff_task))).first()
    if row is None:
        return None
    return Task(row.id, row.person, tuple(map(unpack_edit, row.edits)), row.group_id, row.change_id)


async def renew_claim(connection: AsyncConnection, task_id: int, worker: str, now: datetime) -> None:
    """Note that a worker is still at its task."""
    mine = update(staff_task).where(staff_task.c.id == task_id, staff_task.c.claimed_by == worker)
    await connection.execute(mine.values(claimed_at=now))


async def note_draft(connection: AsyncConnection, task_id: int, change_id: int) -> None:
    """Note which draft was made for a task."""
    await connection.execute(update(staff_task).where(staff_task.c.id == task_id).values(change_id=change_id))


async def end_task(connection: AsyncConnection, task_id: int, reply: Reply, now: datetime) -> None:
    """Delete a task with its address, and put what became of it into the outbox."""
    row = (await connection.execute(select(staff_task).where(staff_task.c.id == task_id))).first()
    if row is not None:
        await keep_news(connection, row, f"task:{task_id}", reply, now)
        await connection.execute(delete(staff_task).where(staff_task.c.id == task_id))
