"""Says in sentences when one counter is open: now, on a day, at noon, on a holiday. Called by `counter`, `opening`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.words import say
from knowledge.models import Content
from knowledge.routing.opening_hours import WEEKDAYS, OpeningHours, write_day, write_hours, write_time
from knowledge.routing.opening_question import Asked, OpeningQuestion
from knowledge.routing.opening_status import Closed, day_hours, opening_status, why_closed_on
from knowledge.routing.public_holidays import DayKind, calendar_day, days_by_law, next_holiday

LONG_AGO = timedelta(days=365)
NOON_MINUTES = 12 * 60 + 30
_USUALLY_CLOSED = {DayKind.HOLIDAY: Closed.HOLIDAY, DayKind.WEEKEND: Closed.WEEKEND}


@dataclass(frozen=True, slots=True)
class OpeningWriter:
    """Writes about one counter at one time."""

    content: Content
    """The bot's sentences."""
    now: datetime
    """The time, aware, in the county's time zone."""
    office: str
    """What the counter is called in the sentences."""
    hotlines: str
    """The numbers to call where something is not certain."""

    def answer(self, question: OpeningQuestion, hours: OpeningHours) -> tuple[str, ...]:
        """Return the answer to a question about a counter whose hours are known."""
        if question.asked is Asked.DAYS:
            return (*self._on_days(hours, question.days), *self._next(hours, question.days))
        if question.asked is Asked.HOLIDAY:
            return tuple(self._on_holiday(hours, question.holiday))
        if question.asked is Asked.NOON and (noon := self._at_noon(hours)):
            return (noon,)
        written = self._say("hours", hours="；".join(write_hours(hours)))
        return (written, *self.status(hours)) if question.asked is Asked.HOURS else (*self.status(hours), written)

    def status(self, hours: OpeningHours) -> tuple[str, ...]:
        """Return whether the counter is open now and when that changes."""
        status = opening_status(hours, self.now)
        year = status.unannounced_year
        notes = (self._say("unannounced", year=year, hotline=self.hotlines),) if year else ()
        if status.is_open is None:
            return (self._say("day_unknown", day=self.day(self.now.date()), hotline=self.hotlines), *notes)
        if status.is_open:
            closes_at = status.closes_at
            until = self._say("open_until", time=self._moment(closes_at)) if closes_at else self._say("open_always")
            return (until, *notes)
        why = self._why(f"why_{status.why}", self.now.date())
        if status.opens_at is None:
            return (self._say("closed", why=why, hotline=self.hotlines), *notes)
        return (self._say("closed_next", why=why, time=self._moment(status.opens_at)), *notes)

    def confirmation(self, confirmed_on: date) -> str:
        """Return when the hours were confirmed, and that they may have changed where that is long ago."""
        if self.now.date() - confirmed_on > LONG_AGO:
            return self._say("confirmed_long_ago", day=confirmed_on.isoformat(), hotline=self.hotlines)
        return self._say("confirmed", day=confirmed_on.isoformat())

    def unknown(self, question: OpeningQuestion | None = None) -> tuple[str, ...]:
        """Return that the hours are not known, and what is generally so on the days asked about."""
        return (self._say("unknown", hotline=self.hotlines), *(self._usual(question) if question else ()))

    def day(self, day: date) -> str:
        """Return how a day is called now: 今天, 明天, or its date with the weekday."""
        near = {0: "opening.today", 1: "opening.tomorrow"}.get((day - self.now.date()).days)
        if near:
            return self.content.messages[near]
        key = "makeup_date" if calendar_day(day).kind is DayKind.MAKEUP else "date"
        return self._say(key, month=day.month, day=day.day, weekday=WEEKDAYS[day.weekday()])

    def _on_days(self, hours: OpeningHours, days: tuple[date, ...]) -> Iterator[str]:
        """Yield a sentence for each group of days of which the same is said, and one where a year is not announced."""
        groups: dict[tuple[str, str], list[date]] = {}
        for day in days:
            groups.setdefault(self._on_day(hours, day), []).append(day)
        for (key, text), alike in groups.items():
            names = "、".join(map(self.day, alike))
            yield self._say(key, day=names, hours=text, why=text, hotline=self.hotlines)
        uncertain = [day.year for day in days if day not in hours.exceptions and not calendar_day(day).is_certain]
        for year in dict.fromkeys(uncertain):
            yield self._say("unannounced", year=year, hotline=self.hotlines)

    def _on_day(self, hours: OpeningHours, day: date) -> tuple[str, str]:
        """Return which sentence is said of a day, and its hours or why it is closed."""
        open_hours = day_hours(hours, day)
        if open_hours is None:
            return "day_unknown", ""
        if open_hours:
            is_makeup = day not in hours.exceptions and calendar_day(day).kind is DayKind.MAKEUP
            return "day_makeup" if is_makeup else "day_open", write_day(open_hours)
        return "day_closed", self._why(f"day_{why_closed_on(hours, day)}", day)

    def _next(self, hours: OpeningHours, days: tuple[date, ...]) -> Iterator[str]:
        """Yield when the counter opens again where it is closed on all of some days."""
        if any(day_hours(hours, day) != () for day in days):
            return
        opens_at = opening_status(hours, datetime.combine(days[-1], time.min, self.now.tzinfo)).opens_at
        if opens_at:
            yield self._say("next", time=self._moment(opens_at))

    def _at_noon(self, hours: OpeningHours) -> str:
        """Return whether the counter stays open at noon, today or on the first day it is open; empty where never."""
        day = day_hours(hours, self.now.date()) or next(filter(None, hours.weekly), ())
        if not day:
            return ""
        is_open = any(interval.opens <= NOON_MINUTES < interval.closes for interval in day)
        return self._say("noon_open" if is_open else "noon_closed", hours=write_day(day))

    def _on_holiday(self, hours: OpeningHours, name: str) -> Iterator[str]:
        suffix, written = ("open" if hours.holidays else "closed"), write_day(hours.holidays)
        days = next_holiday(name, self.now.date()) if name else None
        if days is None:
            yield from self._dates_unknown(name)
            yield self._say(f"any_holiday_{suffix}", hours=written)
            return
        first, last = map(self.day, days)
        yield self._say(f"holiday_{suffix}", name=name, first=first, last=last, hours=written)
        yield from self._next(hours, days)

    def _dates_unknown(self, name: str) -> Iterator[str]:
        """Yield that the dates of a holiday are not announced, those fixed by law excepted; nothing for no name."""
        if not name:
            return
        if days := days_by_law(name, self.now.date()):
            first, last = map(self.day, days)
            written = first if first == last else self._say("from_to", first=first, last=last)
            yield self._say("holiday_by_law", name=name, days=written)
        else:
            yield self._say("holiday_dates_unknown", name=name)
        yield self._say("holiday_ask", hotline=self.hotlines)

    def _usual(self, question: OpeningQuestion) -> Iterator[str]:
        """Yield what is so by custom of an office on the days asked about, where they are not ordinary workdays."""
        if question.asked is Asked.HOLIDAY and question.holiday:
            if days := next_holiday(question.holiday, self.now.date()):
                first, last = map(self.day, days)
                yield self._say("usually_closed_holiday", name=question.holiday, first=first, last=last)
            else:
                yield from self._dates_unknown(question.holiday)
        asked = question.days or ((self.now.date(),) if question.asked is Asked.NOW else ())
        groups: dict[str, list[date]] = {}
        for day in asked:
            kind = calendar_day(day).kind
            if kind in _USUALLY_CLOSED:
                groups.setdefault(self._why(f"day_{_USUALLY_CLOSED[kind]}", day), []).append(day)
            elif kind is DayKind.MAKEUP:
                yield self._say("usually_open", day=self.day(day))
        for why, alike in groups.items():
            yield self._say("usually_closed", day="、".join(map(self.day, alike)), why=why)

    def _why(self, key: str, day: date) -> str:
        return self._say(key, name=calendar_day(day).name)

    def _moment(self, moment: datetime) -> str:
        return self._say("at", day=self.day(moment.date()), time=write_time(moment.hour * 60 + moment.minute))

    def _say(self, key: str, **values: object) -> str:
        return say(self.content, f"opening.{key}", office=self.office, **values)
