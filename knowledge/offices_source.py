"""Reads departments, windows, towns, other places, routing rules and the words for offices out of YAML fields.

Called by `content`.
"""

from __future__ import annotations

from datetime import date, datetime

from knowledge.fields import Fields
from knowledge.models import RoutingRule
from knowledge.offices import Department, Handover, OutsidePlaces, Position, Town, Window
from knowledge.routing.office_question import OfficeWords
from knowledge.routing.opening_hours import Day, HoursError, OpeningHours, read_day, read_hours
from knowledge.routing.opening_question import DAY_WORDS, OpeningWords
from knowledge.yaml_source import Record

DEPARTMENT_FIELDS = (
    *("key", "name", "aliases", "named_in_plan", "public_place", "hotline", "handles", "not_handles"),
    *("windows", "confirmed_on"),
)
WINDOW_FIELDS = (
    *("key", "town", "place", "phones", "hours", "exceptions", "latitude", "longitude"),
    *("confirmed_on", "confirmed_by", "source"),
)


def read_department(fields: Fields) -> Department:
    """Return a department; what is wrong with its fields is noted."""
    fields.allow(*DEPARTMENT_FIELDS)
    return Department(
        key=fields.text("key"),
        name=fields.text("name"),
        aliases=fields.texts("aliases"),
        is_named_in_plan=fields.flag("named_in_plan"),
        hotline=fields.text("hotline", required=False),
        handles=fields.text("handles"),
        windows=tuple(map(_window, fields.records("windows"))),
        confirmed_on=fields.day("confirmed_on"),
        is_public_place=fields.flag("public_place"),
        not_handles=tuple(map(_handover, fields.records("not_handles"))),
    )


def read_town(fields: Fields) -> Town:
    """Return a town; what is wrong with its fields is noted."""
    fields.allow("name", "aliases", "loose_aliases", "named_in_plan")
    return Town(
        fields.text("name"), fields.texts("aliases"), fields.flag("named_in_plan"), fields.texts("loose_aliases")
    )


def read_outside_places(fields: Fields) -> OutsidePlaces:
    """Return the places of `places.yaml`; what is wrong with them is noted."""
    fields.allow("outside", "abroad")
    return OutsidePlaces(fields.texts("outside", required=True), fields.texts("abroad", required=True))


def read_routing_rule(fields: Fields) -> RoutingRule:
    """Return a routing rule; what is wrong with its fields is noted."""
    fields.allow("key", "intake", "services", "covers_partner", "cites", "say")
    return RoutingRule(
        key=fields.text("key"),
        intake=fields.text("intake"),
        services=fields.texts("services"),
        covers_partner=fields.flag("covers_partner"),
        cites=fields.texts("cites", required=True),
        say=fields.text("say"),
    )


def read_opening_words(fields: Fields) -> OpeningWords:
    """Return the words of `opening.yaml`; what is wrong with them is noted."""
    names = ("times", "working", "closing", "asking", "doubled", "nouns", "weak", "weekdays", "here", "counters")
    fields.allow(*names, "days", "holidays")
    days = _word_lists(fields, "days")
    for key in DAY_WORDS:
        if not days.get(key):
            fields.report("days", f"缺 {key} 的说法", f"补上 {key}: [词, 词]")
    return OpeningWords(
        **{name: fields.texts(name, required=True) for name in names},
        days=tuple(days.items()),
        holidays=tuple(_word_lists(fields, "holidays").items()),
    )


def read_office_words(fields: Fields) -> OfficeWords:
    """Return the words of `office.yaml`; what is wrong with them is noted."""
    fields.allow("asking", "around")
    return OfficeWords(fields.texts("asking", required=True), fields.texts("around", required=True))


def _word_lists(fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    value = fields.record.get(name)
    if not isinstance(value, Record):
        fields.report(name, "应该是“词: [词, 词]”", "每行写一个词和它的一组说法")
        return {}
    inner = Fields(fields.file, name, value, fields.problems)
    return {key: inner.texts(key, required=True) for key in value}


def _handover(fields: Fields) -> Handover:
    fields.allow("matter", "who")
    return Handover(fields.text("matter"), fields.text("who"))


def _window(fields: Fields) -> Window:
    key = fields.text("key")
    if key:
        fields.entry = f"{fields.entry}/{key}"
    fields.allow(*WINDOW_FIELDS)
    return Window(
        place=fields.text("place", required=False),
        phones=fields.texts("phones"),
        hours=_hours(fields),
        confirmed_on=fields.day("confirmed_on"),
        key=key,
        town=fields.text("town", required=False),
        confirmed_by=fields.text("confirmed_by", required=False),
        source=fields.text("source", required=False),
        position=_position(fields),
    )


def _hours(fields: Fields) -> OpeningHours | None:
    exceptions = _exceptions(fields)
    rows = {} if fields.record.get("hours") == "" else fields.mapping("hours")
    try:
        return read_hours(rows, exceptions) if rows else None
    except HoursError as error:
        fields.report("hours", error.what, error.remedy)
        return None


def _exceptions(fields: Fields) -> dict[date, Day]:
    found: dict[date, Day] = {}
    rows = {} if fields.record.get("exceptions") == "" else fields.mapping("exceptions")
    for day, text in rows.items():
        try:
            found[datetime.strptime(day, "%Y-%m-%d").date()] = read_day(text)  # noqa: DTZ007  a day has no zone
        except HoursError as error:
            fields.report("exceptions", f"{day}：{error.what}", error.remedy)
        except ValueError:
            fields.report("exceptions", f"“{day}”不是日期", "写成 2026-02-16: 休息 的样子")
    return found


def _position(fields: Fields) -> Position | None:
    latitude, longitude = (fields.text(name, required=False) for name in ("latitude", "longitude"))
    if not latitude and not longitude:
        return None
    try:
        position = Position(float(latitude), float(longitude))
    except ValueError:
        fields.report(
            "latitude", f"“{latitude}, {longitude}”不是经纬度", "latitude 写 33.04 的样子，longitude 写 108.25 的样子"
        )
        return None
    return position
