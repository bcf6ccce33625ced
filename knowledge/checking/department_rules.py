"""Rules of departments, towns and matters handled elsewhere: names that mean one thing, numbers that can be dialled."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.checking.draft import DEPARTMENTS, ELSEWHERE, TOWNS, Draft
from knowledge.checking.phone_numbers import is_national_number, is_phone_number
from knowledge.fields import Fields
from knowledge.models import Department

_NATIONAL_REMEDY = "只写全国统一的热线（如 12345）；没有把握就清空"
Named = tuple[Fields, str, tuple[str, ...]]


def check_departments(draft: Draft) -> None:
    """Note numbers that cannot be dialled, details nobody confirmed, and names that mean two offices or towns."""
    for department in draft.content.departments.values():
        fields = draft.entry(DEPARTMENTS, department.key)
        _check_hotline(fields, department.hotline)
        _check_windows(fields, department)
    for matter in draft.content.elsewhere.values():
        _check_hotline(draft.entry(ELSEWHERE, matter.id), matter.hotline)
    departments = draft.content.departments.values()
    _check_names((draft.entry(DEPARTMENTS, d.key), d.name, d.aliases) for d in departments)
    _check_names((draft.entry(TOWNS, town.name), town.name, town.aliases) for town in draft.content.towns)


def _check_hotline(fields: Fields, hotline: str) -> None:
    if hotline and not is_national_number(hotline):
        fields.report("hotline", f"“{hotline}”不像全国统一的热线", _NATIONAL_REMEDY)


def _check_windows(fields: Fields, department: Department) -> None:
    for window in department.windows:
        for phone in window.phones:
            if not is_phone_number(phone):
                fields.report("windows", f"“{phone}”不像电话号码", "写成 0915-7位号码、手机号或热线，一项一个")
        if (window.place or window.phones or window.hours) and not window.confirmed_on:
            what = "窗口写了地址、电话或时间，没有写哪天核实的"
            fields.report("windows", what, "核实以后填 confirmed_on；没核实的清空，不要猜")


def _check_names(rows: Iterable[Named]) -> None:
    owners: dict[str, str] = {}
    for fields, name, aliases in rows:
        for field, word in (("name", name), *(("aliases", alias) for alias in aliases)):
            owner = owners.setdefault(word, fields.entry)
            if owner != fields.entry:
                fields.report(field, f"“{word}”也是 {owner} 的叫法", "一个叫法只能指一处，删掉一个")
        for word in sorted({word for word in aliases if aliases.count(word) > 1}):
            fields.report("aliases", f"“{word}”写了不止一次", "只留一个")
