"""Growing waits for wrong passwords and codes. Called by `accounts` and `chat_links`."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.account_store import Attempt, attempt_of, keep_attempt

FREE_FAILURES = 3
"""So many wrong passwords in a row cost no wait."""
LONGEST_WAIT_S = 300


class SignInRefusedError(Exception):
    """Name and password do not go together, a code opens nothing, or it came too early."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s
        """Seconds until the next attempt is looked at; 0 = at once."""


async def count_attempt(connection: AsyncConnection, name_hash: str, now: datetime) -> int:
    """Count an attempt as failed before it is looked at, so that many at once gain nothing.

    Returns the seconds until the next attempt; raises `SignInRefusedError` where this one comes too early.
    """
    before = await attempt_of(connection, name_hash) or Attempt(0, now)
    if before.not_before > now:
        raise SignInRefusedError(ceil((before.not_before - now).total_seconds()))
    wait_s = wait_after(before.failures + 1)
    await keep_attempt(connection, name_hash, Attempt(before.failures + 1, now + timedelta(seconds=wait_s)), now)
    return wait_s


def wait_after(failures: int) -> int:
    """Return the seconds to wait after so many failed attempts in a row.

    >>> [wait_after(failures) for failures in (1, 3, 4, 5, 8, 50)]
    [0, 0, 2, 4, 32, 300]
    """
    return 0 if failures <= FREE_FAILURES else min(LONGEST_WAIT_S, 2 ** min(failures - FREE_FAILURES, 16))
