from __future__ import annotations

from datetime import date

import pytest

from knowledge.routing.public_holidays import CalendarDay, DayKind, calendar_day, days_by_law, is_announced

UNANNOUNCED = 2199


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2025, 12, 31), DayKind.WORKDAY, ""),
        (date(2026, 1, 1), DayKind.HOLIDAY, "元旦"),
        (date(2026, 1, 2), DayKind.HOLIDAY, "元旦"),
        (date(2026, 1, 4), DayKind.MAKEUP, "元旦"),
        (date(2026, 2, 14), DayKind.MAKEUP, "春节"),
        (date(2026, 11, 21), DayKind.WEEKEND, ""),
        (date(2026, 11, 23), DayKind.WORKDAY, ""),
    ],
)
def test_announced_days(day: date, kind: DayKind, name: str) -> None:
    assert calendar_day(day) == CalendarDay(kind, name, is_certain=True)


@pytest.mark.parametrize(("month", "day", "name"), [(1, 1, "元旦"), (5, 2, "劳动节"), (10, 3, "国庆节")])
def test_holidays_fixed_by_law_are_certain_in_any_year(month: int, day: int, name: str) -> None:
    assert calendar_day(date(UNANNOUNCED, month, day)) == CalendarDay(DayKind.HOLIDAY, name, is_certain=True)


def test_other_days_of_a_year_not_announced_are_uncertain() -> None:
    assert calendar_day(date(UNANNOUNCED, 1, 4)) == CalendarDay(DayKind.WORKDAY, "", is_certain=False)
    assert calendar_day(date(UNANNOUNCED, 1, 5)) == CalendarDay(DayKind.WEEKEND, "", is_certain=False)


@pytest.mark.parametrize(
    ("name", "today", "year"),
    [
        ("国庆节", date(UNANNOUNCED, 10, 3), UNANNOUNCED),
        ("国庆节", date(UNANNOUNCED, 10, 4), UNANNOUNCED + 1),
        ("元旦", date(UNANNOUNCED, 1, 2), UNANNOUNCED + 1),
        ("劳动节", date(UNANNOUNCED, 3, 1), UNANNOUNCED),
    ],
)
def test_the_days_fixed_by_law_are_those_now_or_to_come(name: str, today: date, year: int) -> None:
    days = days_by_law(name, today)
    assert days is not None
    assert {day.year for day in days} == {year}


def test_a_holiday_by_the_moon_has_no_day_fixed_by_law() -> None:
    assert days_by_law("春节", date(UNANNOUNCED, 1, 1)) is None


def test_which_years_are_announced() -> None:
    assert is_announced(2026)
    assert not is_announced(UNANNOUNCED)
