"""Rules of `routing.yaml`: mechanisms that name real counters, services and paragraphs, and cover something."""

from __future__ import annotations

from knowledge.checking.draft import DEPARTMENTS, ROUTING, SERVICES, Draft, nearest
from knowledge.checking.reference_rules import PARAGRAPH
from knowledge.checking.register_rules import registered_ids
from knowledge.fields import Fields
from knowledge.models import RoutingRule


def check_routing(draft: Draft) -> None:
    """Note rules that lead nowhere or cover nothing."""
    known = set(draft.content.services)
    if not draft.is_readable(f"{SERVICES}/"):
        known |= registered_ids(draft)
    for rule in draft.content.routing:
        fields = draft.entry(ROUTING, rule.key)
        departments = draft.content.departments
        if rule.intake and departments and rule.intake not in departments:
            remedy = nearest(rule.intake, departments, f"写 {DEPARTMENTS} 里的一个 key")
            fields.report("intake", f"没有“{rule.intake}”这个部门", remedy)
        _check_services(fields, rule, known)
        for cite in rule.cites:
            if not PARAGRAPH.fullmatch(cite):
                fields.report("cites", f"“{cite}”不是段落编号", "写成 章.节.项 的样子，如 6.2.1")


def _check_services(fields: Fields, rule: RoutingRule, known: set[str]) -> None:
    if not rule.services and not rule.covers_partner:
        fields.report("services", "一项服务也不管", "写上服务编号，或者 covers_partner 写 'true'，或者删掉这一条")
    for service_id in rule.services:
        if service_id not in known:
            remedy = nearest(service_id, known, "写一个 ids.yaml 里登记的编号，或者删掉")
            fields.report("services", f"没有编号是“{service_id}”的服务", remedy)
        if rule.services.count(service_id) > 1:
            fields.report("services", f"“{service_id}”写了不止一次", "只留一个")
