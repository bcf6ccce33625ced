"""The clock, and times as the store keeps them and as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the time now, aware; tests have one of their own."""


def utc_now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)


def local_time(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a stored time, UTC without zone, as an aware time of a zone."""
    return at.replace(tzinfo=UTC).astimezone(zone)


def local_text(at: datetime, zone: ZoneInfo) -> str:
    """Return a stored time, UTC without zone, as day and minute of a zone.

    >>> local_text(datetime(2026, 11, 23, 18, 5), ZoneInfo("Asia/Shanghai"))
    '2026-11-24 02:05'
    """
    return f"{local_time(at, zone):%Y-%m-%d %H:%M}"


def stored_time(at: datetime) -> datetime:
    """Return an aware time as the store keeps it: UTC without zone.

    >>> stored_time(datetime(2026, 11, 24, 2, 5, tzinfo=ZoneInfo("Asia/Shanghai")))
    datetime.datetime(2026, 11, 23, 18, 5)
    """
    return at.astimezone(UTC).replace(tzinfo=None)
