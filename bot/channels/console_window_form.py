"""A window as a form: its fields as typed texts and back, and what of it was changed. Used by `console_department`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.channels.console_visit import Form
from bot.staff.edits import FieldValue
from knowledge.offices import Window
from knowledge.routing.opening_hours import (
    HOLIDAYS,
    MAKEUP_DAYS,
    WEEKDAYS,
    Day,
    HoursError,
    OpeningHours,
    read_day,
    read_hours,
    write_day,
    write_hours,
)

DAYS = (*(f"周{day}" for day in WEEKDAYS), HOLIDAYS, MAKEUP_DAYS)
"""A field for the hours of each of these."""
WORKDAYS, EVERY_WORKDAY = DAYS[:5], "周一至周五"
"""What is typed once for Monday to Friday holds on those of them whose own field is empty."""
TEXTS = ("town", "place", "confirmed_on", "confirmed_by", "source", "latitude", "longitude")
CLOSED = "休息"
SPARE_EXCEPTIONS = 3
"""Empty rows for more days on which something else holds."""
KEPT_EMPTY = frozenset({"place", "phones", "hours", "confirmed_on"})
"""Fields that a window has even where nothing is known of it."""


class WindowFormError(Exception):
    """Something typed cannot be read; the message says what and what would be right."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        """Name the field."""
        super().__init__(f"{what} -> {remedy}")
        self.field = field


def form_of_window(window: Window) -> Form:
    """Return the form that shows a window as it is."""
    texts = {
        "town": window.town,
        "place": window.place,
        "phones": "\n".join(window.phones),
        "confirmed_on": window.confirmed_on.isoformat() if window.confirmed_on else "",
        "confirmed_by": window.confirmed_by,
        "source": window.source,
        "latitude": str(window.position.latitude) if window.position else "",
        "longitude": str(window.position.longitude) if window.position else "",
    }
    pairs = [*texts.items(), *_hours_pairs(window.hours)]
    for day, intervals in (window.hours.exceptions if window.hours else {}).items():
        pairs += [("exception_on", day.isoformat()), ("exception", _day_text(intervals))]
    return Form(tuple(pairs))


def fields_of_form(form: Form) -> dict[str, FieldValue]:
    """Return the fields of a window as the content writes them, by name; empty ones too. Raises `WindowFormError`."""
    fields: dict[str, FieldValue] = {name: form.text(name) for name in TEXTS}
    fields["phones"] = form.lines("phones")
    fields["hours"] = _hours_of(form)
    fields["exceptions"] = _exceptions_of(form)
    return fields


def changed_fields(window: Window, form: Form) -> dict[str, FieldValue]:
    """Return the fields that were changed in the form of a window, with their new values; raises `WindowFormError`."""
    before, after = fields_of_form(form_of_window(window)), fields_of_form(form)
    return {name: value for name, value in after.items() if value != before[name]}


def new_fields(key: str, form: Form) -> dict[str, FieldValue]:
    """Return the fields of a new window as the content writes them; raises `WindowFormError`."""
    typed = fields_of_form(form)
    order = ("town", "place", "phones", "hours", "exceptions", "latitude", "longitude")
    names = (*order, "confirmed_on", "confirmed_by", "source")
    return {"key": key} | {name: typed[name] for name in names if typed[name] or name in KEPT_EMPTY}


def exception_rows(form: Form) -> list[tuple[str, str]]:
    """Return the rows of exceptions as typed, day and hours, empty ones too."""
    days, hours = (
        [value.strip() for key, value in form.pairs if key == name] for name in ("exception_on", "exception")
    )
    return list(zip(days, hours, strict=False))


def _hours_pairs(hours: OpeningHours | None) -> list[tuple[str, str]]:
    if hours is None or not (any(hours.weekly) or hours.holidays or hours.makeup is not None):
        return []
    days: dict[str, Day | None] = dict(zip(DAYS, hours.weekly, strict=False))
    days |= {HOLIDAYS: hours.holidays or None, MAKEUP_DAYS: hours.makeup}
    is_alike = len({days[name] for name in WORKDAYS}) == 1 and hours.weekly[0]
    alike = [(EVERY_WORKDAY, _day_text(hours.weekly[0]))] if is_alike else []
    left_out = WORKDAYS if is_alike else ()
    return [*alike, *((name, _day_text(day)) for name, day in days.items() if day is not None and name not in left_out)]


def _day_text(day: Day) -> str:
    return write_day(day).replace("、", ", ") or CLOSED


def _hours_of(form: Form) -> FieldValue:
    """Return the hours as the content writes them: alike days in one line, nothing where no day was filled in."""
    typed = {name: form.text(name) for name in DAYS}
    for name in WORKDAYS:
        typed[name] = typed[name] or form.text(EVERY_WORKDAY)
    rows = {name: text for name, text in typed.items() if text}
    for name, text in rows.items():
        _read_day("hours", name, text)
    hours = read_hours(rows)
    written = {days: text.replace("、", ", ") for days, _, text in (line.partition(" ") for line in write_hours(hours))}
    if hours.makeup == ():
        written[MAKEUP_DAYS] = CLOSED
    return written or ""


def _exceptions_of(form: Form) -> FieldValue:
    found: dict[str, FieldValue] = {}
    for day, text in exception_rows(form):
        if not day and not text:
            continue
        if not _is_date(day):
            raise WindowFormError("exceptions", f"“{day or text}”没有选是哪一天", "选上日子；不要这一行就清空")
        found[day] = _day_text(_read_day("exceptions", day, text or CLOSED))
    return dict(sorted(found.items())) or ""


def _read_day(field: str, name: str, text: str) -> Day:
    try:
        return read_day(text)
    except HoursError as error:
        raise WindowFormError(field, f"{name}：{error.what}", error.remedy) from error


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def shown_hours(form: Form) -> Mapping[str, str]:
    """Return the typed hours of each day that has a field, by its name."""
    return {name: form.text(name) for name in (EVERY_WORKDAY, *DAYS)}
