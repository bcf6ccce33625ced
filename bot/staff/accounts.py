"""Who works here: accounts, signing in with growing waits, and server-side sessions. Called by console and `staff`.

Of a session the store keeps only the hash of its token, so that a copy of the store opens no door.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import StaffConfig
from bot.database import Database
from bot.staff import account_store as store
from bot.staff.account_store import Account
from bot.staff.attempts import SignInRefusedError, count_attempt
from bot.staff.audit import append_entry
from bot.staff.chat_links import make_code
from bot.staff.passwords import hash_password, is_password, password_fault
from bot.staff.roles import Role
from bot.times import stored_time

MOST_NAME_CHARACTERS = 32
SYSTEM = "终端"
"""Who is noted as the one who did it where a command was typed at the server."""
ATTEMPTS_REMEMBERED = timedelta(days=1)


class AccountError(Exception):
    """Something about an account cannot be done."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        """Key of the sentence that says why and what would be right."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun."""

    account: Account
    """Whose it is."""
    token: str
    """What the browser shows from now on, 256 random bits."""


class Accounts:
    """The accounts of a store."""

    def __init__(self, database: Database, config: StaffConfig, clock: Callable[[], datetime]) -> None:
        """Use a store; `clock` gives aware times."""
        self._database, self._config, self._clock = database, config, clock
        # One hash at a time: a crowd at the door takes turns, not memory.
        self._turn = asyncio.Semaphore(1)

    async def add(self, name: str, password: str, role: Role, actor: str = SYSTEM) -> Account:
        """Make an account; raises `AccountError` where the name is taken or unfit, or the password too weak."""
        name = _clean_name(name)
        hashed = await self._hash(name, password)

        async def work(connection: AsyncConnection) -> Account:
            account = await store.keep_account(connection, name, _name_key(name), hashed, role, self._now())
            if account is None:
                raise AccountError("console.name_taken")
            await self._note(connection, actor, "add account", account, role)
            return account

        return await self._database.transact(work)

    async def all(self) -> list[Account]:
        """Return every account, oldest first; may be empty."""
        return await self._database.transact(store.all_accounts)

    async def remove(self, name: str, actor: str = SYSTEM) -> None:
        """Delete an account and end its sessions; raises `AccountError` for an unknown one and for the last admin."""

        async def work(connection: AsyncConnection) -> None:
            account = await _expect(connection, name)
            await _spare_last_admin(connection, account)
            await store.delete_account(connection, account.id)
            await self._note(connection, actor, "remove account", account, account.role)

        await self._database.transact(work)

    async def set_role(self, name: str, role: Role, actor: str = SYSTEM) -> None:
        """Give an account another role, at once; raises `AccountError` for an unknown one and for the last admin."""

        async def work(connection: AsyncConnection) -> None:
            account = await _expect(connection, name)
            if role is not Role.ADMIN:
                await _spare_last_admin(connection, account)
            await store.set_role(connection, account.id, role)
            await self._note(connection, actor, "change role", account, role)

        await self._database.transact(work)

    async def make_link_code(self, name: str, actor: str = SYSTEM) -> str:
        """Return a new code by which its owner links a chat; raises `AccountError` for an unknown account."""

        async def work(connection: AsyncConnection) -> str:
            return await make_code(connection, await _expect(connection, name), actor, self._now())

        return await self._database.transact(work)

    async def set_password(self, name: str, password: str, actor: str = SYSTEM) -> None:
        """Give an account another password and end its sessions; raises `AccountError`."""
        hashed = await self._hash(name, password)

        async def work(connection: AsyncConnection) -> None:
            account = await _expect(connection, name)
            await store.set_password(connection, account.id, hashed)
            await store.forget_attempts(connection, _name_hash(account.name))
            await self._note(connection, actor, "change password", account, account.role)

        await self._database.transact(work)

    async def sign_in(self, name: str, password: str) -> SignedIn:
        """Start a session; raises `SignInRefusedError`, which takes as long for an unknown name as for a known one."""
        account, hashed, wait_s = await self._database.transact(lambda c: self._count_attempt(c, name))
        async with self._turn:
            is_right = await asyncio.to_thread(is_password, password, hashed)
        if account is None or not is_right:
            raise SignInRefusedError(wait_s)
        token = secrets.token_urlsafe(32)
        await self._database.transact(lambda c: self._start(c, account, token))
        return SignedIn(account, token)

    async def find(self, token: str) -> Account | None:
        """Return whose session a token opens, and count it as used; None where it opens none any more."""
        now = self._now()
        seen_after = now - timedelta(minutes=self._config.idle_minutes)
        started_after = now - timedelta(hours=self._config.session_hours)
        hashed = _hash(token)
        return await self._database.transact(lambda c: store.use_session(c, hashed, now, seen_after, started_after))

    async def sign_out(self, token: str) -> None:
        """End the session of a token, where there is one."""
        await self._database.transact(lambda c: store.end_session(c, _hash(token)))

    async def _hash(self, name: str, password: str) -> str:
        fault = password_fault(password, name)
        if fault is not None:
            raise AccountError(fault)
        async with self._turn:
            return await asyncio.to_thread(hash_password, password)

    async def _count_attempt(self, connection: AsyncConnection, name: str) -> tuple[Account | None, str, int]:
        """Count an attempt; return account and hash, None and "" for an unknown name, and the wait in seconds."""
        wait_s = await count_attempt(connection, _name_hash(name), self._now())
        account, hashed = await store.account_named(connection, _name_key(name)) or (None, "")
        return account, hashed, wait_s

    async def _start(self, connection: AsyncConnection, account: Account, token: str) -> None:
        now = self._now()
        oldest = now - timedelta(hours=self._config.session_hours)
        await store.delete_old(connection, oldest, now - ATTEMPTS_REMEMBERED)
        await store.forget_attempts(connection, _name_hash(account.name))
        await store.start_session(connection, _hash(token), account.id, now)

    async def _note(self, connection: AsyncConnection, actor: str, verb: str, account: Account, role: Role) -> None:
        """Put into the audit trail what was done with an account."""
        await append_entry(connection, actor, verb, f"account:{account.name}", {"role": str(role)}, self._now())

    def _now(self) -> datetime:
        return stored_time(self._clock())


async def _expect(connection: AsyncConnection, name: str) -> Account:
    found = await store.account_named(connection, _name_key(name))
    if found is None:
        raise AccountError("console.name_unknown")
    return found[0]


async def _spare_last_admin(connection: AsyncConnection, account: Account) -> None:
    if account.role is Role.ADMIN and not await store.count_admins(connection, account.id):
        raise AccountError("console.last_admin")


def _clean_name(name: str) -> str:
    clean = unicodedata.normalize("NFKC", name).strip()
    if not clean or len(clean) > MOST_NAME_CHARACTERS or not clean.isprintable():
        raise AccountError("console.name_unfit")
    return clean


def _name_key(name: str) -> str:
    """Return one key for all ways to type the same name."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _name_hash(name: str) -> str:
    return _hash(_name_key(name))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
