"""What kind of day a date is in China: workday, weekend, public holiday or make-up workday.

The State Council announces holidays and make-up days a year at a time, in autumn; the library `chinese-calendar` has
them. For a year it does not know only the holidays with a fixed date in law are certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from chinese_calendar import get_holiday_detail
from chinese_calendar.constants import Holiday

SATURDAY = 5
_DAY = timedelta(days=1)
_DAYS_TO_ANY_HOLIDAY = 400  # from one spring festival to the next may be 385 days
_FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""全国年节及纪念日放假办法, State Council order 795 of 2024-11-10, article 2: the days that need no lunar calendar."""
_NEVER_FIXED = (1, 2)
_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


class DayKind(StrEnum):
    """What a day is for an office."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date and what it is."""

    kind: DayKind
    """What it is for an office."""
    name: str
    """Chinese name of its public holiday, or of the holiday a make-up day is worked for; otherwise empty."""
    is_certain: bool
    """False where the year is not announced yet, so that the day may turn out a holiday or a make-up day."""


@lru_cache(maxsize=1024)
def calendar_day(day: date) -> CalendarDay:
    """Return what a date is.

    >>> calendar_day(date(2026, 2, 14))
    CalendarDay(kind=<DayKind.MAKEUP: 'makeup'>, name='春节', is_certain=True)
    """
    try:
        is_free, name = get_holiday_detail(day)
    except NotImplementedError:
        return _unannounced(day)
    if name is None:
        return CalendarDay(_ordinary(day), "", is_certain=True)
    return CalendarDay(DayKind.HOLIDAY if is_free else DayKind.MAKEUP, _NAMES[name], is_certain=True)


def is_announced(year: int) -> bool:
    """Return whether the holidays and make-up days of a year are known.

    >>> is_announced(2026), is_announced(2199)
    (True, False)
    """
    return calendar_day(date(year, *_NEVER_FIXED)).is_certain


def days_by_law(name: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day that are the holiday `name` by law, now or to come; None where no date is fixed.

    For a year that is not announced: others beside them may be free, too.

    >>> days_by_law("国庆节", date(2198, 12, 1))
    (datetime.date(2199, 10, 1), datetime.date(2199, 10, 3))
    """
    fixed = [day for day, holiday in _FIXED.items() if holiday == name]
    if not fixed:
        return None
    year = today.year if (today.month, today.day) <= fixed[-1] else today.year + 1
    return date(year, *fixed[0]), date(year, *fixed[-1])


def next_holiday(name: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the holiday `name`, the one now or to come; None where not announced in full.

    >>> next_holiday("国庆节", date(2026, 10, 2))
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 7))
    """
    coming = (today + timedelta(days=ahead) for ahead in range(_DAYS_TO_ANY_HOLIDAY))
    first = last = next((day for day in coming if calendar_day(day).name == name and _is_free(day)), None)
    if first is None or last is None:
        return None
    while _is_free(first - _DAY):
        first -= _DAY
    while _is_free(last + _DAY):
        last += _DAY
    return (first, last) if calendar_day(first - _DAY).is_certain and calendar_day(last + _DAY).is_certain else None


def _is_free(day: date) -> bool:
    return calendar_day(day).kind is DayKind.HOLIDAY


def _unannounced(day: date) -> CalendarDay:
    if name := _FIXED.get((day.month, day.day)):
        return CalendarDay(DayKind.HOLIDAY, name, is_certain=True)
    return CalendarDay(_ordinary(day), "", is_certain=False)


def _ordinary(day: date) -> DayKind:
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY
