"""Rules of what answers can bring about: each criterion can be met and missed, each service can come out likely."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.checking.draft import SERVICES, Draft
from knowledge.checking.eligibility_rules import FIELD, criteria
from knowledge.conditions import WindowCriterion, leaves
from knowledge.fields import Fields
from knowledge.models import Service
from knowledge.screening.eligibility import Truth
from knowledge.screening.likelihood import possible_truths
from knowledge.situation import Fact

_MEANT = {Truth.TRUE: "符合", Truth.FALSE: "不符合"}


def check_reach(draft: Draft) -> None:
    """Note criteria that no answer can meet or miss, and services that no answers can make likely."""
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        if not any(problem.entry == service.id and problem.field == FIELD for problem in draft.problems):
            _check_service(service, fields, draft.content.situation)


def _check_service(service: Service, fields: Fields, situation: Mapping[str, Fact]) -> None:
    places = criteria(fields.record.get(FIELD), fields)
    is_any_asked, is_all_open = False, True
    for leaf, place in zip(leaves(service.eligible), places, strict=True):
        if isinstance(leaf, WindowCriterion):
            continue
        if leaf.fact not in situation:
            return
        is_any_asked = True
        for truth in sorted({Truth.TRUE, Truth.FALSE} - possible_truths(leaf, situation)):
            what = f"{leaf.fact} 这一条，怎么回答都不会{_MEANT[truth]}"
            place.fields.report(FIELD, what, "改条件，或者在 situation.yaml 里补上能分开的回答")
            is_all_open = False
    if is_any_asked and is_all_open and Truth.TRUE not in possible_truths(service.eligible, situation):
        fields.report(FIELD, "怎么回答都到不了这项服务", "看看条件里有没有互相打架的两条")
