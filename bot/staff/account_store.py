"""SQL of the staff's accounts, sessions and failed attempts to sign in. Called by `accounts`.

Every function works on the connection of a transaction that `Database.transact` opened; times are UTC without zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schema import sign_in_attempt, staff, staff_chat, staff_code, staff_session
from bot.staff.roles import Role

SEEN_EVERY = timedelta(minutes=1)
"""A session's use is noted no more often than this."""


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff."""

    id: int
    """Number, never used again."""
    name: str
    """As typed, in NFKC."""
    role: Role
    """What the member may do."""
    created_at: datetime
    """When the account was made, UTC without zone."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Failed attempts to sign in under a name, whether there is such an account or not."""

    failures: int
    """How many in a row."""
    not_before: datetime
    """When the next one is let through, UTC without zone."""


async def keep_account(
    connection: AsyncConnection, name: str, name_key: str, password_hash: str, role: Role, now: datetime
) -> Account | None:
    """Keep a new account; return it, None where the name is taken."""
    known = select(staff.c.id).where(staff.c.name_key == name_key)
    if (await connection.execute(known)).first() is not None:
        return None
    values = {"name": name, "name_key": name_key, "password_hash": password_hash, "role": str(role), "created_at": now}
    number = (await connection.execute(insert(staff).values(values).returning(staff.c.id))).scalar_one()
    return Account(int(number), name, role, now)


async def all_accounts(connection: AsyncConnection) -> list[Account]:
    """Return every account, oldest first."""
    return [read_account(row) for row in await connection.execute(select(staff).order_by(staff.c.id))]


async def account_named(connection: AsyncConnection, name_key: str) -> tuple[Account, str] | None:
    """Return the account of a name with its password hash; None where there is none."""
    row = (await connection.execute(select(staff).where(staff.c.name_key == name_key))).first()
    return None if row is None else (read_account(row), str(row.password_hash))


async def count_admins(connection: AsyncConnection, except_id: int) -> int:
    """Return how many admins there are besides one account."""
    query = select(func.count()).where(staff.c.role == str(Role.ADMIN), staff.c.id != except_id)
    return int((await connection.execute(query)).scalar_one())


async def delete_account(connection: AsyncConnection, account_id: int) -> None:
    """Delete an account, its sessions and links."""
    await end_sessions(connection, account_id)
    await connection.execute(delete(staff).where(staff.c.id == account_id))


async def set_role(connection: AsyncConnection, account_id: int, role: Role) -> None:
    """Give an account another role."""
    await connection.execute(update(staff).where(staff.c.id == account_id).values(role=str(role)))


async def set_password(connection: AsyncConnection, account_id: int, password_hash: str) -> None:
    """Give an account another password, and end its sessions and links."""
    await connection.execute(update(staff).where(staff.c.id == account_id).values(password_hash=password_hash))
    await end_sessions(connection, account_id)


async def start_session(connection: AsyncConnection, token_hash: str, account_id: int, now: datetime) -> None:
    """Keep a new session."""
    values = {"token_hash": token_hash, "staff_id": account_id, "started_at": now, "seen_at": now}
    await connection.execute(insert(staff_session).values(values))


async def use_session(
    connection: AsyncConnection, token_hash: str, now: datetime, seen_after: datetime, started_after: datetime
) -> Account | None:
    """Return whose session it is and note that it is used; None where it was ended or has expired."""
    query = (
        select(staff)
        .join(staff_session, staff_session.c.staff_id == staff.c.id)
        .where(
            staff_session.c.token_hash == token_hash,
            staff_session.c.seen_at > seen_after,
            staff_session.c.started_at > started_after,
        )
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    seen = update(staff_session).where(
        staff_session.c.token_hash == token_hash, staff_session.c.seen_at < now - SEEN_EVERY
    )
    await connection.execute(seen.values(seen_at=now))
    return read_account(row)


async def end_session(connection: AsyncConnection, token_hash: str) -> None:
    """End one session."""
    await connection.execute(delete(staff_session).where(staff_session.c.token_hash == token_hash))


async def end_sessions(connection: AsyncConnection, account_id: int) -> None:
    """End all sessions of an account, and unlink its chats."""
    for table in (staff_session, staff_chat, staff_code):
        await connection.execute(delete(table).where(table.c.staff_id == account_id))


async def attempt_of(connection: AsyncConnection, name_hash: str) -> Attempt | None:
    """Return the failed attempts under a name; None where there are none."""
    row = (await connection.execute(select(sign_in_attempt).where(sign_in_attempt.c.name_hash == name_hash))).first()
    return None if row is None else Attempt(row.failures, row.not_before)


async def keep_attempt(connection: AsyncConnection, name_hash: str, attempt: Attempt, now: datetime) -> None:
    """Keep the count of failed attempts under a name."""
    await forget_attempts(connection, name_hash)
    values = {"failures": attempt.failures, "not_before": attempt.not_before, "last_at": now}
    await connection.execute(insert(sign_in_attempt).values(name_hash=name_hash, **values))


async def forget_attempts(connection: AsyncConnection, name_hash: str) -> None:
    """Forget the failed attempts under a name."""
    await connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.name_hash == name_hash))


async def delete_old(connection: AsyncConnection, started_before: datetime, tried_before: datetime) -> None:
    """Delete sessions and failed attempts from before given times."""
    await connection.execute(delete(staff_session).where(staff_session.c.started_at <= started_before))
    await connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.last_at <= tried_before))


def read_account(row: Row[tuple[object, ...]]) -> Account:
    """Return the account of a row of its table."""
    return Account(row.id, row.name, Role(row.role), row.created_at)
