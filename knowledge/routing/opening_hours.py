"""Opening hours as intervals a weekday, read from and written in the form an office clerk writes.

`周一至周五: 8:30-12:00, 14:00-17:30`. Read by `offices` when content is loaded; used by `opening_status`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

MINUTES_A_DAY = 24 * 60
WEEKDAYS = "一二三四五六日"
EVERY_DAY, WORKDAYS, WEEKEND = "每天", "工作日", "周末"
HOLIDAYS, MAKEUP_DAYS = "节假日", "补班"
CLOSED = frozenset({"休息", "不开", "不上班", "关门", "放假"})
ALL_DAY = frozenset({"全天", "24小时"})

_WEEKDAY = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])")
_RANGE = re.compile(r"(.+?)(?:至|到|-|~)(.+)")
_TIME = r"(?P<{0}h>\d{{1,2}})(?::(?P<{0}m>\d{{2}})|点(?P<{0}c>半|\d{{1,2}}分?)?)"
_INTERVAL = re.compile(_TIME.format("a") + r"(?:至|到|-|~)" + _TIME.format("b"))
_DASHES = str.maketrans({"–": "-", "—": "-", "－": "-", "−": "-", "～": "~", "〜": "~"})


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of one day in which a counter is open."""

    opens: int
    """Minutes after midnight, 0 to 1439."""
    closes: int
    """Minutes after midnight, later than `opens`, at most 1440."""


Day = tuple[Interval, ...]
"""The intervals of one day, in order, none touching another; empty = closed all day."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a counter is open."""

    weekly: tuple[Day, ...]
    """Seven days, Monday first."""
    holidays: Day = ()
    """On public holidays."""
    makeup: Day | None = None
    """On make-up workdays; None = as on Monday to Friday, where these are all alike."""
    exceptions: Mapping[date, Day] = field(default_factory=dict)
    """Dates on which something else holds, stronger than all the rest."""

    @property
    def on_makeup_day(self) -> Day | None:
        """What holds on a make-up workday; None where nobody can tell."""
        if self.makeup is not None:
            return self.makeup
        return self.weekly[0] if len(set(self.weekly[:5])) == 1 else None


class HoursError(ValueError):
    """Hours that cannot be read; `what` and `remedy` are told to the editor."""

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both sentences."""
        super().__init__(what)
        self.what, self.remedy = what, remedy


def read_hours(rows: Mapping[str, str], exceptions: Mapping[date, Day] | None = None) -> OpeningHours:
    """Return the hours written as days to intervals; a weekday that no row names is closed.

    Raises `HoursError` for days, times or intervals that cannot be, and for a day named twice.

    >>> read_hours({"周一至周五": "8:30-12:00, 14:00-17:30"}).weekly[4]
    (Interval(opens=510, closes=720), Interval(opens=840, closes=1050))
    """
    weekly: dict[int, Day] = {}
    special: dict[str, Day] = {}
    for days, text in rows.items():
        intervals = read_day(text)
        if days.strip() in (HOLIDAYS, MAKEUP_DAYS):
            special[days.strip()] = intervals
            continue
        for weekday in read_weekdays(days):
            if weekday in weekly:
                raise HoursError(f"周{WEEKDAYS[weekday]}写了两次", "一天只写在一行里")
            weekly[weekday] = intervals
    return OpeningHours(
        tuple(weekly.get(weekday, ()) for weekday in range(7)),
        special.get(HOLIDAYS, ()),
        special.get(MAKEUP_DAYS),
        exceptions or {},
    )


def read_day(text: str) -> Day:
    """Return the intervals of one day in order; `休息` gives none. Raises `HoursError`.

    >>> read_day("9点到11点半")
    (Interval(opens=540, closes=690),)
    """
    text = _plain(text)
    if text in CLOSED:
        return ()
    if text in ALL_DAY:
        return (Interval(0, MINUTES_A_DAY),)
    day = sorted(_read_interval(piece) for piece in re.split("[,，、;；]", text))
    for first, second in pairwise(day):
        if second.opens <= first.closes:
            what = f"{write_interval(first)} 和 {write_interval(second)} 重叠或者连着"
            raise HoursError(what, "两段时间中间要隔着休息；没有休息就写成一段")
    return tuple(day)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that a heading names, 0 = Monday, in the order written. Raises `HoursError`.

    >>> read_weekdays("周一至周三、周六")
    (0, 1, 2, 5)
    """
    text = _plain(text)
    whole = {EVERY_DAY: range(7), WORKDAYS: range(5), WEEKEND: range(5, 7)}
    if text in whole:
        return tuple(whole[text])
    return tuple(day for piece in re.split("[,，、和]", text) for day in _weekday_range(piece))


def write_hours(hours: OpeningHours) -> tuple[str, ...]:
    """Return the hours in words, a line for each group of days alike, closed days left out; may be empty.

    >>> write_hours(read_hours({"周一至周五": "8点半到12点, 14:00-17:30"}))
    ('周一至周五 8:30-12:00、14:00-17:30',)
    """
    groups: dict[Day, list[int]] = {}
    for weekday, day in enumerate(hours.weekly):
        if day:
            groups.setdefault(day, []).append(weekday)
    lines = [f"{_write_weekdays(weekdays)} {write_day(day)}" for day, weekdays in groups.items()]
    special = ((HOLIDAYS, hours.holidays), (MAKEUP_DAYS, hours.makeup))
    return (*lines, *(f"{name} {write_day(day)}" for name, day in special if day))


def write_day(day: Day) -> str:
    """Return the intervals of a day that has some, such as `8:30-12:00、14:00-17:30`."""
    return "、".join(map(write_interval, day))


def write_interval(interval: Interval) -> str:
    """Return an interval, such as `8:30-12:00`."""
    return f"{write_time(interval.opens)}-{write_time(interval.closes)}"


def write_time(minutes: int) -> str:
    """Return a time of day given in minutes after midnight, such as `8:30`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _plain(text: str) -> str:
    """Return a text in half-width characters, without spaces, with one kind of dash."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(_DASHES)))


def _read_interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    if found is None:
        raise HoursError(f"“{text}”不是一段时间", "写成 8:30-12:00 的样子，几段之间用逗号隔开；不开门写 休息")
    opens, closes = (_minutes(found, mark) for mark in "ab")
    if opens >= closes:
        raise HoursError(f"{write_time(opens)} 开门，{write_time(closes)} 关门", "关门要比开门晚；过了半夜的分成两天写")
    return Interval(opens, closes)


def _minutes(found: re.Match[str], mark: str) -> int:
    hour, minute, spoken = (found[f"{mark}{part}"] for part in "hmc")
    minutes = 30 if spoken == "半" else int((spoken or minute or "0").rstrip("分"))
    total = int(hour) * 60 + minutes
    if minutes > 59 or total > MINUTES_A_DAY:  # noqa: PLR2004  the last minute of an hour
        raise HoursError(f"没有 {hour}:{minutes:02} 这个时间", "写 0:00 到 24:00 之间的时间")
    return total


def _weekday_range(text: str) -> Iterable[int]:
    if (found := _RANGE.fullmatch(text)) is not None:
        first, last = _weekday(found[1]), _weekday(found[2])
        if first >= last:
            raise HoursError(f"“{text}”的先后反了", "写成 周一至周五 的样子")
        return range(first, last + 1)
    return (_weekday(text),)


def _weekday(text: str) -> int:
    found = _WEEKDAY.fullmatch(text)
    if found is None:
        names = "、".join(("周一至周五", "周六", EVERY_DAY, WORKDAYS, WEEKEND, HOLIDAYS, MAKEUP_DAYS))
        raise HoursError(f"“{text}”不是星期几", f"可以写 {names}")
    return WEEKDAYS.index("日" if found[1] == "天" else found[1])


def _write_weekdays(weekdays: list[int]) -> str:
    return "、".join(_write_run(run) for run in _runs(weekdays))


def _runs(weekdays: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last day of each run of days without a gap."""
    start = last = weekdays[0]
    for weekday in weekdays[1:]:
        if weekday != last + 1:
            yield start, last
            start = weekday
        last = weekday
    yield start, last


def _write_run(run: tuple[int, int]) -> str:
    first, last = (f"周{WEEKDAYS[weekday]}" for weekday in run)
    if first == last:
        return first
    return f"{first}至{last}"
