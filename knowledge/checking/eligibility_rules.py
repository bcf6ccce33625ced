"""Rules of conditions: `eligible` is everyone, or a tree of criteria over the facts of `situation.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.checking.draft import SERVICES, Draft, nearest
from knowledge.checking.reference_rules import PARAGRAPH
from knowledge.checking.register_rules import report_missing
from knowledge.checking.service_rules import USUAL
from knowledge.conditions import Everyone
from knowledge.fields import Fields
from knowledge.models import Service
from knowledge.situation import Fact, FactKind
from knowledge.yaml_source import Record

EVERYONE = "everyone"
ALL, ANY, NOT = "all", "any", "not"
BOT, WINDOW = "bot", "window"
FIELD = "eligible"
SCREENING, SUITS, RECEIVED = "screening.yaml", "suits", "received"
LIMITS = ("at_least", "at_most")
_SHAPE = "写 everyone，或者 all / any（一个列表）、not（一个条件）、fact、window 中的一种"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One leaf of a condition."""

    fields: Fields
    """The mapping that writes it, for reporting at its line."""
    basis: str
    """Why it is asked: a paragraph id, `usual` or a named source; empty where missing."""


def check_eligibility(draft: Draft) -> None:
    """Note conditions of the wrong shape, and criteria over facts, values or limits that do not exist."""
    facts = draft.content.situation
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        if FIELD in fields.record:
            _Checker(fields, service, facts).check(fields.record[FIELD], fields)
    _check_screening(draft)


def _check_screening(draft: Draft) -> None:
    """Note what is wrong with the conditions of `screening.yaml`; `suits` is only for services open to everyone."""
    top = draft.files.get(SCREENING)
    if not isinstance(top, Record) or not draft.is_readable(f"{SERVICES}/"):
        return
    wrong = {problem.entry for problem in draft.problems if problem.field == FIELD}
    for name in (SUITS, RECEIVED):
        rows = top.get(name)
        if not isinstance(rows, Record):
            continue
        for key, node in rows.items():
            fields = Fields(SCREENING, key, rows, draft.problems)
            service = draft.content.services.get(key)
            if service is None:
                report_missing(fields, key, draft)
            elif name == SUITS and key not in wrong and not isinstance(service.eligible, Everyone):
                fields.report(key, "这项服务有自己的条件", "从这里删掉：这里只写人人都能用的服务")
            else:
                _Checker(fields, service, draft.content.situation).check(node, fields)


def criteria(node: Any, fields: Fields) -> Iterator[Criterion]:
    """Yield the criteria of a condition, each with its line; parts of the wrong shape are passed over."""
    if not isinstance(node, Record):
        return
    if "fact" in node or "window" in node:
        basis = node.get("basis")
        yield Criterion(_at(node, fields), basis if isinstance(basis, str) else "")
    for key in (ALL, ANY):
        children = node.get(key)
        for child in children if isinstance(children, list) else ():
            yield from criteria(child, fields)
    yield from criteria(node.get(NOT), fields)


class _Checker:
    def __init__(self, entry: Fields, service: Service, facts: Mapping[str, Fact]) -> None:
        self.entry, self.service, self.facts = entry, service, facts

    def check(self, node: Any, above: Fields) -> None:
        if node == EVERYONE:
            if above is not self.entry:
                above.report(FIELD, "everyone 只能单独写", "去掉这一项，或者整个条件写 everyone")
            return
        if not isinstance(node, Record):
            above.report(FIELD, f"“{str(node)[:20]}”不是条件", _SHAPE)
            return
        fields = _at(node, self.entry)
        kinds = [key for key in (ALL, ANY, NOT, "fact", "window") if key in node]
        if len(kinds) != 1:
            what = f"{'、'.join(kinds)} 不能写在一起" if kinds else "看不出是哪种条件"
            fields.report(FIELD, what, _SHAPE)
        elif kinds[0] in (ALL, ANY):
            self._check_group(kinds[0], node, fields)
        elif kinds[0] == NOT:
            self._allow(fields, NOT)
            self.check(node[NOT], fields)
        else:
            self._check_criterion(kinds[0], node, fields)

    def _check_group(self, key: str, node: Record, fields: Fields) -> None:
        self._allow(fields, key)
        children = node[key]
        if not isinstance(children, list) or not children:
            fields.report(FIELD, f"{key} 下面要有条件", f"在 {key}: 下面每行写一个条件，以 - 开头")
            return
        for child in children:
            self.check(child, fields)

    def _check_criterion(self, kind: str, node: Record, fields: Fields) -> None:
        self._check_basis(fields, node.get("basis"))
        judge = BOT if kind == "fact" else WINDOW
        if node.get("by") != judge:
            fields.report(FIELD, f"{kind} 条件由 {judge} 来看，这里写的是“{node.get('by', '')}”", f"写 by: {judge}")
        text = node[kind]
        if not isinstance(text, str) or not text.strip():
            fields.report(FIELD, f"{kind} 是空的", "写清条件")
        elif kind == "window":
            self._allow(fields, "window", "basis", "by")
        elif text in self.facts:
            self._check_fact(text, node, fields)
        elif self.facts:
            remedy = nearest(text, self.facts, "写 situation.yaml 里有的一项，或者先在那里补上")
            fields.report(FIELD, f"situation.yaml 里没有“{text}”", remedy)

    def _check_fact(self, name: str, node: Record, fields: Fields) -> None:
        fact = self.facts[name]
        if fact.kind is FactKind.NUMBER:
            self._allow(fields, "fact", *LIMITS, "basis", "by")
            self._check_limits(name, node, fields)
            return
        self._allow(fields, "fact", "in", "basis", "by")
        values = node.get("in")
        if not isinstance(values, list) or not values:
            fields.report(FIELD, f"{name} 没有写 in", f"写成 in: [{', '.join(sorted(fact.values)[:2])}] 的样子")
            return
        for value in values:
            if not isinstance(value, str) or value not in fact.values:
                remedy = nearest(str(value), fact.values, f"从 {'、'.join(sorted(fact.values))} 里选")
                fields.report(FIELD, f"{name} 没有“{value}”这一种", remedy)

    def _check_limits(self, name: str, node: Record, fields: Fields) -> None:
        limits = {key: node[key] for key in LIMITS if key in node}
        if not limits:
            fields.report(FIELD, f"{name} 没有写 at_least 或 at_most", f"写成 {{fact: {name}, at_least: 60}} 的样子")
        for key, limit in limits.items():
            if not isinstance(limit, str) or not (limit.isascii() and limit.isdigit()):
                fields.report(FIELD, f"{key} 的“{limit}”不是整数", "只写数字，不写单位")
                return
        if len(limits) == len(LIMITS) and int(limits["at_least"]) > int(limits["at_most"]):
            fields.report(FIELD, "at_least 比 at_most 还大，谁也不符合", "把两个数对调，或者改对")

    def _check_basis(self, fields: Fields, basis: Any) -> None:
        if not isinstance(basis, str) or not basis.strip():
            fields.report(FIELD, "条件没有写依据", f"补上 basis: 段落编号（如 '7.2.2'）或 {USUAL}")
        elif basis != USUAL and not PARAGRAPH.fullmatch(basis) and not self.service.source:
            what = f"依据“{basis}”不是段落编号，这一条也没有 source"
            fields.report(FIELD, what, f"写段落编号（如 '7.2.2'）或 {USUAL}；另有文件规定的，补上 source")

    def _allow(self, fields: Fields, *names: str) -> None:
        for name in fields.record:
            if name not in names:
                fields.report(FIELD, f"这里不能写 {name}", nearest(name, names, f"只能写 {'、'.join(names)}"))


def _at(node: Record, fields: Fields) -> Fields:
    return Fields(fields.file, fields.entry, node, fields.problems)
