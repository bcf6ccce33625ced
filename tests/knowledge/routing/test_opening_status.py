from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.routing.opening_hours import OpeningHours, read_day, read_hours
from knowledge.routing.opening_status import Closed, OpeningStatus, day_hours, opening_status

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = read_hours({"周一至周五": "8:30-12:00, 14:00-17:30"})
UNANNOUNCED = 2199


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def status(text: str, hours: OpeningHours = OFFICE) -> OpeningStatus:
    return opening_status(hours, at(text))


@pytest.mark.parametrize(
    ("now", "closes_at"),
    [
        ("2026-11-23 08:30", "2026-11-23 12:00"),
        ("2026-11-23 11:59", "2026-11-23 12:00"),
        ("2026-11-23 14:00", "2026-11-23 17:30"),
        ("2026-01-04 09:00", "2026-01-04 12:00"),
        ("2026-02-28 15:00", "2026-02-28 17:30"),
    ],
    ids=["first minute", "last minute before lunch", "after lunch", "make-up Sunday", "make-up Saturday"],
)
def test_open(now: str, closes_at: str) -> None:
    assert status(now) == OpeningStatus(True, at(closes_at), None, None, None)


@pytest.mark.parametrize(
    ("now", "why", "opens_at"),
    [
        ("2026-11-23 00:00", Closed.BEFORE, "2026-11-23 08:30"),
        ("2026-11-23 08:29", Closed.BEFORE, "2026-11-23 08:30"),
        ("2026-11-23 12:00", Closed.BREAK, "2026-11-23 14:00"),
        ("2026-11-23 17:30", Closed.AFTER, "2026-11-24 08:30"),
        ("2026-11-23 23:59", Closed.AFTER, "2026-11-24 08:30"),
        ("2026-11-20 18:00", Closed.AFTER, "2026-11-23 08:30"),
        ("2026-11-21 10:00", Closed.WEEKEND, "2026-11-23 08:30"),
        ("2025-12-31 17:30", Closed.AFTER, "2026-01-04 08:30"),
        ("2026-01-01 00:00", Closed.HOLIDAY, "2026-01-04 08:30"),
        ("2026-01-03 10:00", Closed.HOLIDAY, "2026-01-04 08:30"),
        ("2026-02-14 18:00", Closed.AFTER, "2026-02-24 08:30"),
        ("2026-10-01 10:00", Closed.HOLIDAY, "2026-10-08 08:30"),
    ],
)
def test_closed(now: str, why: Closed, opens_at: str) -> None:
    assert status(now) == OpeningStatus(False, None, at(opens_at), why, None)


def test_a_counter_round_the_clock_never_closes() -> None:
    always = read_hours({"每天": "24小时", "节假日": "24小时"})
    assert status("2026-11-23 03:00", always).closes_at is None
    assert status("2026-11-23 03:00", always).is_open


def test_hours_that_go_on_over_midnight_close_the_next_day() -> None:
    night = read_hours({"周一": "20:00-24:00", "周二": "0:00-6:00"})
    assert status("2026-11-23 23:59", night).closes_at == at("2026-11-24 06:00")


def test_hours_until_midnight_close_at_midnight() -> None:
    evening = read_hours({"周一": "20:00-24:00"})
    assert status("2026-11-23 23:59", evening).closes_at == at("2026-11-24 00:00")


def test_an_exception_is_stronger_than_weekday_and_holiday() -> None:
    days = {date(2026, 11, 23): (), date(2026, 1, 1): read_day("9:00-11:00")}
    hours = read_hours({"周一至周五": "8:30-12:00"}, days)
    assert status("2026-11-23 09:00", hours).why is Closed.EXCEPTION
    assert status("2026-01-01 09:00", hours).closes_at == at("2026-01-01 11:00")


def test_a_weekday_on_which_it_is_never_open() -> None:
    assert status("2026-11-24 09:00", read_hours({"周一": "8:30-12:00"})).why is Closed.DAY_OFF


def test_a_makeup_day_nobody_wrote_hours_for_is_unknown() -> None:
    hours = read_hours({"周一、周三": "8:30-12:00"})
    assert day_hours(hours, date(2026, 2, 14)) is None
    assert status("2026-02-14 09:00", hours) == OpeningStatus(None, None, at("2026-02-25 08:30"), None, None)


def test_a_counter_that_never_opens_has_no_next_time() -> None:
    assert status("2026-11-23 09:00", read_hours({"每天": "休息"})).opens_at is None


def test_a_year_whose_holidays_are_not_announced_is_named() -> None:
    assert status(f"{UNANNOUNCED}-01-04 09:00").unannounced_year == UNANNOUNCED
    assert status(f"{UNANNOUNCED - 1}-12-31 09:00").unannounced_year == UNANNOUNCED - 1


def test_new_year_itself_is_a_holiday_also_when_not_announced() -> None:
    assert status(f"{UNANNOUNCED}-01-01 09:00").why is Closed.HOLIDAY


def test_the_hours_hold_in_the_zone_asked_whatever_the_machine() -> None:
    now = datetime(2026, 11, 23, 0, 30, tzinfo=ZoneInfo("UTC")).astimezone(ZONE)
    assert opening_status(OFFICE, now).is_open


def test_every_minute_of_a_year_is_open_or_opens_later() -> None:
    now = at("2026-01-01 00:00")
    while now.year == 2026:
        found = opening_status(OFFICE, now)
        turns = found.closes_at if found.is_open else found.opens_at
        assert turns is not None
        assert turns > now
        now = turns
