"""Rules of windows: known towns, phones that can be dialled, nothing told that nobody confirmed, dates that can be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from knowledge.checking.draft import DEPARTMENTS, TOWNS, Draft, nearest
from knowledge.checking.phone_numbers import is_phone_number
from knowledge.fields import Fields
from knowledge.offices import Position, Window
from knowledge.routing.intake import TOWN_WINDOW
from knowledge.routing.positions import LATITUDES, LONGITUDES

CONFIRMED_FOR = timedelta(days=365)
"""After so long a confirmation should be renewed."""
FIRST_DAY = date(2021, 1, 1)
"""Nothing was confirmed before the plan's period began: an earlier date is a slip of the pen."""
EXCEPTION_REACH = timedelta(days=550)
"""An exception further from the day of confirmation than this is a slip of the pen, too."""
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check_windows(draft: Draft) -> None:
    """Note keys used twice, towns nobody knows or without a counter, and details that cannot be or nobody confirmed."""
    towns = {town.name for town in draft.content.towns}
    seen: dict[str, str] = {}
    for fields, window in windows(draft):
        _check_key(fields, window, seen)
        _check_town(fields, window, towns)
        _check_phones(fields, window)
        _check_confirmation(fields, window)
        _check_exceptions(fields, window)
        if window.position:
            _check_position(fields, window.position)
    _check_every_town(draft)


def remind_of_windows(draft: Draft, today: date) -> None:
    """Note what is no mistake but should be looked at: confirmations older than a year, or dated in the future."""
    for fields, window in windows(draft):
        _remind(fields, window.confirmed_on, today)
    for department in draft.content.departments.values():
        _remind(draft.entry(DEPARTMENTS, department.key), department.confirmed_on, today)


def windows(draft: Draft) -> Iterator[tuple[Fields, Window]]:
    """Yield every window with its fields, named `department/window`, for reporting at its lines."""
    for department in draft.content.departments.values():
        records = draft.entry(DEPARTMENTS, department.key).records("windows")  # of the first where a key stands twice
        for fields, window in zip(records, department.windows, strict=False):
            fields.entry = f"{department.key}/{window.key}"
            yield fields, window


def _check_key(fields: Fields, window: Window, seen: dict[str, str]) -> None:
    if window.key and not _KEY.fullmatch(window.key):
        fields.report("key", f"“{window.key}”不能做编号", "只用小写字母、数字和连字符，如 town-houliu")
    if window.key and window.key in seen:
        fields.report("key", f"“{window.key}”已经是 {seen[window.key]} 的编号", "一个窗口一个编号，改掉一个")
    seen.setdefault(window.key, fields.entry)


def _check_town(fields: Fields, window: Window, towns: Collection[str]) -> None:
    if window.town and towns and window.town not in towns:
        fields.report(
            "town", f"没有“{window.town}”这个镇", nearest(window.town, towns, f"写 {TOWNS} 里的名字，县上的窗口留空")
        )


def _check_phones(fields: Fields, window: Window) -> None:
    for phone in window.phones:
        if not is_phone_number(phone):
            fields.report("phones", f"“{phone}”不像电话号码", "写成 0915-7位号码、手机号或热线，一项一个")


def _check_confirmation(fields: Fields, window: Window) -> None:
    details = (window.place, window.phones, window.hours, window.position)
    if any(details) and not window.confirmed_on and not fields.record.get("confirmed_on"):
        what = "写了地址、电话、时间或位置，没有写哪天核实的"
        fields.report("confirmed_on", what, "核实以后填 confirmed_on；没核实的清空，不要猜")
    if window.confirmed_on and not window.confirmed_by:
        fields.report("confirmed_by", "写了核实日期，没写谁核实的", "补上核实人")
    if window.confirmed_on and window.confirmed_on < FIRST_DAY:
        fields.report("confirmed_on", f"{window.confirmed_on} 太早了", "看看年份有没有写错")


def _check_exceptions(fields: Fields, window: Window) -> None:
    if not window.hours or not window.confirmed_on or window.confirmed_on < FIRST_DAY:
        return
    for day in window.hours.exceptions:
        if abs(day - window.confirmed_on) > EXCEPTION_REACH:
            fields.report(
                "exceptions", f"{day} 离核实那天（{window.confirmed_on}）太远", "看看年份有没有写错；过去的可以删掉"
            )


def _check_position(fields: Fields, position: Position) -> None:
    rows = (("latitude", position.latitude, LATITUDES), ("longitude", position.longitude, LONGITUDES))
    for name, value, (low, high) in rows:
        if not low <= value <= high:
            fields.report(name, f"{value} 不在石泉县一带", f"写 {low} 到 {high} 之间的数；看看两个数有没有写反")


def _check_every_town(draft: Draft) -> None:
    office = draft.content.departments.get(TOWN_WINDOW)
    if office is None:
        return
    served = [window.town for window in office.windows]
    fields = draft.entry(DEPARTMENTS, TOWN_WINDOW)
    for town in draft.content.towns:
        if town.name and served.count(town.name) != 1:
            what = "没有窗口" if town.name not in served else "写了不止一个窗口"
            fields.report("windows", f"{town.name}{what}", "每个镇写一个窗口，没核实的内容留空")


def _remind(fields: Fields, confirmed_on: date | None, today: date) -> None:
    if confirmed_on is None:
        return
    if confirmed_on > today:
        fields.report("confirmed_on", f"核实日期 {confirmed_on} 还没到", "看看日期有没有写错")
    elif today - confirmed_on > CONFIRMED_FOR:
        fields.report("confirmed_on", f"{confirmed_on} 核实的，满一年了", "再打电话问一遍，没变也改成今天的日期")
