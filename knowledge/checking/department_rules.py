"""Rules of departments, towns and matters handled elsewhere: names that mean one thing, numbers that can be dialled."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from knowledge.checking.draft import DEPARTMENTS, ELSEWHERE, TOWNS, Draft, nearest
from knowledge.checking.phone_numbers import is_national_number
from knowledge.fields import Fields
from knowledge.offices import Department

_NATIONAL_REMEDY = "只写全国统一的热线（如 12345）；没有把握就清空"
Named = tuple[Fields, str, tuple[str, ...]]


def check_departments(draft: Draft) -> None:
    """Note numbers that cannot be dialled, matters handed to nobody, and names that mean two offices or towns."""
    for department in draft.content.departments.values():
        fields = draft.entry(DEPARTMENTS, department.key)
        _check_hotline(fields, department.hotline)
        _check_handovers(fields, department, draft.content.departments)
    for matter in draft.content.elsewhere.values():
        _check_hotline(draft.entry(ELSEWHERE, matter.id), matter.hotline)
    departments = draft.content.departments.values()
    _check_names((draft.entry(DEPARTMENTS, d.key), d.name, d.aliases) for d in departments)
    towns = draft.content.towns
    _check_names((draft.entry(TOWNS, t.name), t.name, (*t.aliases, *t.loose_aliases)) for t in towns)


def _check_hotline(fields: Fields, hotline: str) -> None:
    if hotline and not is_national_number(hotline):
        fields.report("hotline", f"“{hotline}”不像全国统一的热线", _NATIONAL_REMEDY)


def _check_handovers(fields: Fields, department: Department, departments: Collection[str]) -> None:
    for handover in department.not_handles:
        if handover.who == department.key:
            fields.report(
                "not_handles", f"“{handover.matter}”不归这里，who 却写了自己", "who 写真正办这件事的部门的 key"
            )
        elif handover.who and handover.who not in departments:
            remedy = nearest(handover.who, departments, f"写 {DEPARTMENTS} 里的一个 key")
            fields.report("not_handles", f"没有“{handover.who}”这个部门", remedy)


def _check_names(rows: Iterable[Named]) -> None:
    owners: dict[str, str] = {}
    for fields, name, aliases in rows:
        for field, word in (("name", name), *(("aliases", alias) for alias in aliases)):
            owner = owners.setdefault(word, fields.entry)
            if owner != fields.entry:
                fields.report(field, f"“{word}”也是 {owner} 的叫法", "一个叫法只能指一处，删掉一个")
        for word in sorted({word for word in aliases if aliases.count(word) > 1}):
            fields.report("aliases", f"“{word}”写了不止一次", "只留一个")
