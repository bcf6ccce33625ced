"""Rules of references: each id, department, window and paragraph that an entry names exists."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.checking.draft import DEPARTMENTS, SERVICES, URGENT, VAGUE, Draft, check_rows, nearest
from knowledge.checking.register_rules import registered_ids, retired_ids
from knowledge.fields import Fields
from knowledge.models import PlanDocument, Service

WINDOW_WORDS = ("town", "county")
FRONT_CHAPTER = "0"
PARAGRAPH = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids that a reference may meet."""

    known: frozenset[str]
    """Those that exist, or may exist in a services file that could not be read."""
    retired: frozenset[str]
    """Those of services that are no longer offered."""


def check_references(draft: Draft) -> None:
    """Note names that lead nowhere, to the entry itself, or twice to the same place."""
    known_ids = _Ids(_known_ids(draft), retired_ids(draft))
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        _check_departments(fields, service, draft.content.departments)
        _check_cites(fields, service, draft.content.document)
        _check_ids(fields, "related", service.related, known_ids)
        _check_ids(fields, "confused_with", [other.id for other in service.confused_with], known_ids)
    for situation in draft.content.urgent:
        _check_ids(draft.entry(URGENT, situation.id), "services", situation.services, known_ids)
    for vague in draft.content.vague.values():
        _check_ids(draft.entry(VAGUE, vague.word), "offer", vague.offer, known_ids)
    for place, _ in check_rows(draft):
        _check_ids(place, "checks", [place.entry], known_ids)
    _check_twins(draft)


def _known_ids(draft: Draft) -> frozenset[str]:
    """Return the ids that exist, or may exist in a services file that could not be read."""
    readable = frozenset(draft.content.services)
    return readable if draft.is_readable(f"{SERVICES}/") else readable | registered_ids(draft)


def _check_departments(fields: Fields, service: Service, departments: Collection[str]) -> None:
    if not departments:
        return
    otherwise = f"写 {DEPARTMENTS} 里的一个 key，或者先在那里补上这个部门"
    for field, keys in (("lead", [service.lead]), ("with", service.partners)):
        for key in keys:
            if key and key not in departments:
                fields.report(field, f"没有“{key}”这个部门", nearest(key, departments, otherwise))
    if service.lead in service.partners:
        fields.report("with", f"牵头的“{service.lead}”又写进了一起办的部门", "从 with 里删掉")
    _check_doubles(fields, "with", service.partners)
    windows = {*WINDOW_WORDS, *departments}
    if service.window and service.window not in windows:
        remedy = nearest(service.window, windows, f"写 {'、'.join(WINDOW_WORDS)} 或者一个部门的 key")
        fields.report("window", f"没有“{service.window}”这个窗口", remedy)


def _check_cites(fields: Fields, service: Service, document: PlanDocument) -> None:
    _check_doubles(fields, "cites", service.cites)
    for cite in service.cites:
        chapter, _, rest = cite.partition(".")
        section = f"{chapter}.{rest.partition('.')[0]}"
        if not PARAGRAPH.fullmatch(cite):
            fields.report("cites", f"“{cite}”不是段落编号", "写成 章.节.项 的样子，如 3.2.3")
        elif document.chapters and chapter not in document.chapters:
            fields.report("cites", f"规划没有第 {chapter} 章（{cite}）", "查规划原文，改成真有的段落编号")
        elif document.sections and chapter != FRONT_CHAPTER and section not in document.sections:
            fields.report("cites", f"规划没有 {section} 这一节（{cite}）", "查规划原文，改成真有的段落编号")


def _check_ids(fields: Fields, field: str, ids: Sequence[str], existing: _Ids) -> None:
    _check_doubles(fields, field, ids)
    for service_id in ids:
        if field != "checks" and service_id == fields.entry:
            fields.report(field, "指向了自己", "删掉这一项")
        elif service_id in existing.retired - existing.known:
            fields.report(field, f"“{service_id}”这项服务停用了", "从这里删掉，或者换成接着办的那一项")
        elif service_id and service_id not in existing.known:
            remedy = nearest(service_id, existing.known, "写一个 ids.yaml 里登记的编号，或者删掉")
            fields.report(field, f"没有编号是“{service_id}”的服务", remedy)


def _check_doubles(fields: Fields, field: str, values: Sequence[str]) -> None:
    for value in sorted({value for value in values if values.count(value) > 1}):
        fields.report(field, f"“{value}”写了不止一次", "只留一个")


def _check_twins(draft: Draft) -> None:
    for place, _ in check_rows(draft):
        service = draft.content.services.get(place.entry)
        if service and place.file != f"checks/{service.domain}.yaml":
            place.report("checks", f"这项服务在 services/{service.domain}.yaml", f"挪到 checks/{service.domain}.yaml")
