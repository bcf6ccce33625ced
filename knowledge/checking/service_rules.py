"""Rules of a service's own fields: nothing left out, papers with their basis, upkeep dates, the named source."""

from __future__ import annotations

import re
from datetime import date

from knowledge.checking.draft import SERVICES, Draft
from knowledge.content import REQUIRED_FIELDS
from knowledge.errors import Problem
from knowledge.fields import Fields
from knowledge.models import Service, Source, Strength

PLAN = "plan"
USUAL = "usual"
_NOTED_WHEN_MISSING = frozenset({"id", "title", "strength", "for", "answer", "cites", "lead", "window", "ask"})
_LISTS = frozenset({"open", "facts", "with", "bring", "related", "confused_with"})
_ADDRESS = re.compile(r"https?://\S+")


def check_services(draft: Draft) -> None:
    """Note what is missing or inconsistent within each service."""
    if not draft.content.services and draft.is_readable(f"{SERVICES}/"):
        draft.problems.append(Problem(f"{SERVICES}/", 1, "", "", "一项服务也没有", "补上 services/ 里的文件"))
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        _check_presence(fields)
        _check_open(fields, service)
        _check_papers(fields, service)
        _check_upkeep(fields, service)
        if service.source:
            _check_source(fields, service.source)


def _check_presence(fields: Fields) -> None:
    for name in REQUIRED_FIELDS:
        if name not in fields.record and name not in _NOTED_WHEN_MISSING:
            empty = "[]" if name in _LISTS else "''"
            remedy = "写 everyone，或者写条件" if name == "eligible" else f"补上 {name}:，没有内容就写 {name}: {empty}"
            fields.report(name, "缺这个字段", remedy)


def _check_open(fields: Fields, service: Service) -> None:
    if not service.open and service.strength is not Strength.INFO and "open" in fields.record:
        fields.report("open", "没有写规划没说清的事", "写一到四条居民会问、规划却没写的：多少钱、什么时候、带什么")


def _check_papers(fields: Fields, service: Service) -> None:
    for paper in service.bring:
        if paper.basis and paper.basis not in (PLAN, USUAL) and not service.source:
            what = f"“{paper.paper}”的依据是“{paper.basis}”，这一条却没有 source"
            fields.report("bring", what, f"写 {PLAN} 或 {USUAL}；另有文件规定的，补上 source")
    names = [(paper.paper, paper.when) for paper in service.bring]
    for name, _ in sorted({row for row in names if names.count(row) > 1}):
        fields.report("bring", f"“{name}”写了不止一次", "只留一行")


def _check_upkeep(fields: Fields, service: Service) -> None:
    if service.checked_on and not service.checked_by:
        fields.report("checked_by", "写了核实日期，没写谁核实的", "补上核实人")
    if service.checked_by and not service.checked_on:
        fields.report("checked_on", "写了核实人，没写哪天核实的", "补上日期，如 2026-01-31")
    if service.valid_until and not service.checked_on:
        fields.report("valid_until", "写了有效期，没写哪天核实的", "补上 checked_on 和 checked_by，或者把有效期清空")
    if service.valid_until and service.checked_on and service.valid_until < service.checked_on:
        fields.report("valid_until", f"有效期比核实日期 {service.checked_on} 还早", "改成核实那天或以后的日子")


def _check_source(fields: Fields, source: Source) -> None:
    if not source.document.strip():
        fields.report("source", "没有写出处的名字", "在 document 写文件或网页的标题")
    if not _is_iso_date(source.date):
        fields.report("source", f"出处的日期“{source.date}”不是日期", "写成 2026-01-31 的样子")
    if source.address and not _ADDRESS.fullmatch(source.address):
        fields.report("source", f"“{source.address}”不是网址", "写成 https:// 开头的网址，没有就清空")


def _is_iso_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
