"""Whether a counter is open at a time, when it closes, and when it opens next. Pure: the time comes from the caller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from knowledge.routing.opening_hours import MINUTES_A_DAY, Day, OpeningHours
from knowledge.routing.public_holidays import DayKind, calendar_day

LOOK_AHEAD_DAYS = 30


class Closed(StrEnum):
    """Why a counter is closed."""

    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    BEFORE = "before"
    BREAK = "break"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class OpeningStatus:
    """What can be said of a counter at a time."""

    is_open: bool | None
    """None where the hours of this day are not known."""
    closes_at: datetime | None
    """While open: when it closes, in the zone asked in; None = not within `LOOK_AHEAD_DAYS`."""
    opens_at: datetime | None
    """While closed: when it opens next; None = not known, or not within `LOOK_AHEAD_DAYS`."""
    why: Closed | None
    """Why it is closed; None while open or unknown."""
    unannounced_year: int | None
    """The year whose holidays are not known and might change this; None where all is certain."""


def day_hours(hours: OpeningHours, day: date) -> Day | None:
    """Return the intervals of a date, empty = closed all day; None for a make-up day nobody wrote hours for."""
    if day in hours.exceptions:
        return hours.exceptions[day]
    kind = calendar_day(day).kind
    if kind is DayKind.HOLIDAY:
        return hours.holidays
    if kind is DayKind.MAKEUP:
        return hours.on_makeup_day
    return hours.weekly[day.weekday()]


def opening_status(hours: OpeningHours, now: datetime) -> OpeningStatus:
    """Return what holds at `now`, which is aware and in the county's time zone."""
    today = day_hours(hours, now.date())
    minute = now.hour * 60 + now.minute
    if any(interval.opens <= minute < interval.closes for interval in today or ()):
        return OpeningStatus(True, _closing(hours, now), None, None, _unannounced_year(hours, now.date(), now.date()))
    opens_at = next((start for start in _openings(hours, now) if start > now), None)
    last = opens_at.date() if opens_at else now.date()
    is_open = None if today is None else False
    why = None if today is None else why_closed(hours, now)
    return OpeningStatus(is_open, None, opens_at, why, _unannounced_year(hours, now.date(), last))


def why_closed(hours: OpeningHours, now: datetime) -> Closed:
    """Return why a counter is closed at a time at which it is."""
    today = day_hours(hours, now.date())
    if not today:
        return why_closed_on(hours, now.date())
    minute = now.hour * 60 + now.minute
    if minute < today[0].opens:
        return Closed.BEFORE
    return Closed.AFTER if minute >= today[-1].closes else Closed.BREAK


def why_closed_on(hours: OpeningHours, day: date) -> Closed:
    """Return why a counter is closed all day on a date on which it is."""
    if day in hours.exceptions:
        return Closed.EXCEPTION
    by_kind = {DayKind.HOLIDAY: Closed.HOLIDAY, DayKind.WEEKEND: Closed.WEEKEND}
    return by_kind.get(calendar_day(day).kind, Closed.DAY_OFF)


def _openings(hours: OpeningHours, now: datetime) -> Iterator[datetime]:
    """Yield the beginnings of all intervals from the day of `now` on, in order."""
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = now.date() + timedelta(days=ahead)
        yield from (_at(day, interval.opens, now) for interval in day_hours(hours, day) or ())


def _closing(hours: OpeningHours, now: datetime) -> datetime | None:
    """Return the end of the interval that `now` is in, over midnight where the next day goes on."""
    minute = now.hour * 60 + now.minute
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = now.date() + timedelta(days=ahead)
        here = next((i for i in day_hours(hours, day) or () if i.opens <= minute < i.closes), None)
        if here is None:
            return _at(day, 0, now)
        if here.closes < MINUTES_A_DAY:
            return _at(day, here.closes, now)
        minute = 0
    return None


def _at(day: date, minutes: int, now: datetime) -> datetime:
    midnight = datetime.combine(day, time.min, now.tzinfo)
    return midnight + timedelta(minutes=minutes)


def _unannounced_year(hours: OpeningHours, first: date, last: date) -> int | None:
    """Return the first year, of the days from `first` to `last`, in which a holiday not announced may change them."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return next((d.year for d in days if d not in hours.exceptions and not calendar_day(d).is_certain), None)
