from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.times import local_text, local_time

STORED = datetime(2026, 12, 31, 16, 30)  # noqa: DTZ001  as the store gives it


def test_stored_time_is_told_in_the_zone() -> None:
    assert local_text(STORED, ZoneInfo("Asia/Shanghai")) == "2027-01-01 00:30"


def test_local_time_is_the_same_moment() -> None:
    assert local_time(STORED, ZoneInfo("Asia/Shanghai")) == local_time(STORED, ZoneInfo("UTC"))
