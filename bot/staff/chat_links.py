"""Links a chat to an account by a code that is shown once, lasts for minutes and works once.

The store keeps the code's hash only. Wrong codes cost growing waits, as wrong passwords do.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff import account_store, chat_store
from bot.staff.account_store import Account
from bot.staff.attempts import SignInRefusedError, count_attempt
from bot.staff.audit import append_entry

CODE_LASTS = timedelta(minutes=10)
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""Without i, l and o, which are read as figures; no figures, which masking might take for a number of a person."""
CODE_LENGTH = 12
PIECE = 4


async def make_code(connection: AsyncConnection, account: Account, actor: str, now: datetime) -> str:
    """Return a new code of an account, 54 random bits as it is typed, such as `abcd-efgh-jkmn`; older ones end."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    await chat_store.keep_code(connection, _hash(code), account.id, now + CODE_LASTS)
    await append_entry(connection, actor, "make code", f"account:{account.name}", {}, now)
    return "-".join(code[start : start + PIECE] for start in range(0, CODE_LENGTH, PIECE))


async def redeem_code(
    connection: AsyncConnection, person: str, typed: str, now: datetime, address: str = ""
) -> Account:
    """Link a person's chat, at an address, to the account of a code.

    Raises `SignInRefusedError` for a wrong, stale or early one.
    """
    attempts_of = _hash(f"chat:{person}")
    wait_s = await count_attempt(connection, attempts_of, now)
    code = "".join(letter for letter in typed.casefold() if letter in CODE_LETTERS)
    account = await chat_store.take_code(connection, _hash(code), now)
    if account is None:
        raise SignInRefusedError(wait_s)
    await account_store.forget_attempts(connection, attempts_of)
    await chat_store.link_chat(connection, person, account.id, now, address)
    await append_entry(connection, account.name, "link chat", f"account:{account.name}", {}, now)
    return account


async def unlink(connection: AsyncConnection, person: str, account: Account, now: datetime) -> None:
    """Unlink a person's chat from its account."""
    await chat_store.unlink_chat(connection, person)
    await append_entry(connection, account.name, "unlink chat", f"account:{account.name}", {}, now)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
