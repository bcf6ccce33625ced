"""Tells what a failed call of the Bot API means for the message it carried, and whether to try again.

`sendMessage` cannot be repeated safely: what was surely not sent is tried until it is, what may have been sent only a
few times more (https://core.telegram.org/bots/api#making-requests; python-telegram-bot issue 1045).
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.database import StoreError

HARMLESS = ("message is not modified", "query is too old")
UNREADABLE = "can't parse entities"


class Fault(Enum):
    """What a failed call means for the message it carried."""

    NOT_SENT = auto()
    """Surely not sent: try again until it is."""
    UNANSWERED = auto()
    """No answer in time, or one that cannot be read: probably sent."""
    CUT_OFF = auto()
    """The connection ended before an answer: perhaps sent."""
    REFUSED = auto()
    """Telegram will never take it: blocked, chat gone, not as it should be."""
    NONE = auto()
    """Nothing is wrong for the resident."""


MOST_REPEATS = {Fault.UNANSWERED: 1, Fault.CUT_OFF: 4}


def classify(error: Exception) -> Fault:
    """Return what an error of a call means."""
    if isinstance(error.__cause__, TelegramError):  # an error page in place of the API's JSON: a proxy spoke
        return Fault.NOT_SENT
    if isinstance(error, BadRequest):
        return Fault.NONE if any(sign in error.message.lower() for sign in HARMLESS) else Fault.REFUSED
    if isinstance(error, Forbidden | ChatMigrated):
        return Fault.REFUSED
    if isinstance(error, RetryAfter | InvalidToken | Conflict):
        return Fault.NOT_SENT
    if isinstance(error, NetworkError):
        return _classify_cause(error.__cause__)
    return Fault.UNANSWERED


def is_unreadable(error: BadRequest) -> bool:
    """Return whether Telegram could not read the markup of a message."""
    return UNREADABLE in error.message.lower()


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def explain(error: Exception) -> str:
    """Return an error in words for the log: without a token, without anything a resident wrote."""
    if isinstance(error, InvalidToken):  # the library's message holds the token
        return "令牌不对，或者地址不对"
    if isinstance(error, Conflict):
        return "另一个程序正在用同一个令牌收消息"
    if isinstance(error, TelegramError | StoreError):
        return str(error)
    return type(error).__name__


def _classify_cause(cause: BaseException | None) -> Fault:
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Fault.NOT_SENT
    if isinstance(cause, httpx.HTTPError):
        return Fault.UNANSWERED if isinstance(cause, httpx.TimeoutException) else Fault.CUT_OFF
    # Without a cause it is an HTTP status such as 500 or 502: refused before it was taken.
    return Fault.NOT_SENT if cause is None else Fault.UNANSWERED
