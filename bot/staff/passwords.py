"""Passwords of staff: made, judged, hashed and checked. Called by `accounts`, and by the `staff` command."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST_CHARACTERS = 10
MOST_CHARACTERS = 200
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4

# Argon2id with 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def make_password() -> str:
    """Return a random password of 79 bits that can be read out and copied: no 0, 1, i, l, o."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def password_fault(password: str, name: str) -> str | None:
    """Return the key of the sentence that says what is wrong with a new password; None where it will do.

    >>> password_fault("短", "王芳")
    'console.password_short'
    >>> password_fault("石泉山水石泉山水好", "王芳")
    'console.password_short'
    >>> password_fault("我家门前两棵大核桃树", "王芳") is None
    True
    """
    plain = _plain(password)
    if len(plain) < FEWEST_CHARACTERS:
        return "console.password_short"
    if len(plain) > MOST_CHARACTERS:
        return "console.password_long"
    if len(set(plain)) < FEWEST_CHARACTERS // 2 or _plain(name).casefold() in plain.casefold():
        return "console.password_weak"
    return None


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, with its parameters and salt; takes about 30 ms and 19 MiB."""
    return _HASHER.hash(_plain(password))


def is_password(password: str, hashed: str) -> bool:
    """Return whether a password is the one that was hashed; with an empty hash it takes as long and never is."""
    try:
        return _HASHER.verify(hashed or _NOBODY, _plain(password)[:MOST_CHARACTERS]) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


def _plain(password: str) -> str:
    """Return one form for all ways to type the same characters (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""A hash that no password has, checked where there is no account: a wrong name takes as long as a wrong password."""
