"""Rules of `cases/`: people and what they can get, beside the conditions, on both sides of every boundary.

A case is judged by the condition alone and by nothing but its own facts: `possible` = not decided by these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.checking.draft import SERVICES, Draft
from knowledge.checking.register_rules import report_missing
from knowledge.conditions import (
    LEAST_NUMBER,
    MOST_NUMBER,
    ChoiceCriterion,
    Everyone,
    FactCriterion,
    NumberCriterion,
    WindowCriterion,
    leaves,
)
from knowledge.content_files import whole
from knowledge.fields import Fields
from knowledge.models import Service
from knowledge.screening.eligibility import Truth, judge, truth_of
from knowledge.screening.facts import FactError, Facts, NumberRange, facts_from_json

CASES = "cases/"
FEWEST_CASES = 3
EXPECT = {"likely": Truth.TRUE, "possible": Truth.UNKNOWN, "unlikely": Truth.FALSE}
_NAMES = {truth: name for name, truth in EXPECT.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """A person, and what the condition of a service must say of them."""

    fields: Fields
    """Where it stands."""
    facts: Facts
    """What is known of the person."""
    expect: Truth
    """What must come out."""


def check_cases(draft: Draft) -> None:
    """Note cases that cannot be read or come out otherwise, and conditions with too few cases or a side untried.

    Content without any file of cases is not asked for them.
    """
    files = {name: whole(draft.files, name, draft.problems) for name in sorted(draft.files) if name.startswith(CASES)}
    for file, rows in files.items():
        _check_keys(draft, file, rows)
    for service in draft.content.services.values():
        file = _file_of(service)
        if file in files and draft.is_readable(file):
            _check_service(draft, service, list(_read_cases(draft, files[file], service.id)))
        elif files and file not in files:
            _check_service(draft, service, [])


def _file_of(service: Service) -> str:
    return f"{CASES}{service.domain}.yaml"


def _check_keys(draft: Draft, file: str, rows: Fields) -> None:
    for key in rows.record:
        service = draft.content.services.get(key)
        if service is None:
            report_missing(rows, key, draft)
        elif _file_of(service) != file:
            rows.report(key, f"它是 {service.domain} 的服务，写在这里不会去试", f"移到 {_file_of(service)}")


def _read_cases(draft: Draft, rows: Fields, service_id: str) -> Iterator[Case]:
    for fields in rows.records(service_id):
        fields.entry = service_id
        fields.allow("note", "facts", "expect")
        fields.text("note")
        expect = EXPECT[fields.choice("expect", tuple(EXPECT))]
        try:
            facts = facts_from_json(_plain_facts(fields.record.get("facts", {})), draft.content.situation)
        except FactError as error:
            fields.report("facts", str(error), "照 situation.yaml 改")
            continue
        yield Case(fields, facts, expect)


def _plain_facts(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value


def _check_service(draft: Draft, service: Service, cases: Sequence[Case]) -> None:
    for case in cases:
        truth = truth_of(service.eligible, case.facts)
        if truth is not case.expect:
            what = f"按现在的条件是 {_NAMES[truth]}，这里写的是 {_NAMES[case.expect]}"
            case.fields.report("expect", what, "想清是条件写错了还是这个例子写错了，改错的那个")
    if isinstance(service.eligible, Everyone):
        return
    place = draft.entry(SERVICES, service.id)
    if len(cases) < FEWEST_CASES:
        what = f"cases/{service.domain}.yaml 里只有 {len(cases)} 个例子"
        place.report("eligible", what, f"在那里的 {service.id}: 下面至少写 {FEWEST_CASES} 个")
    for missing in dict.fromkeys(_untried(service, cases)):
        place.report("eligible", f"没有例子试过{missing}", f"在 cases/{service.domain}.yaml 里补一个")


def _untried(service: Service, cases: Sequence[Case]) -> Iterator[str]:
    """Yield in words each side of a criterion that no case tries."""
    for criterion in leaves(service.eligible):
        match criterion:
            case NumberCriterion():
                for number in edges_of(criterion):
                    if not any(case.facts.get(criterion.fact) == NumberRange(number, number) for case in cases):
                        yield f" {criterion.fact}: {number}"
            case ChoiceCriterion():
                yield from _untried_sides(criterion, cases)
            case WindowCriterion():
                pass


def _untried_sides(criterion: FactCriterion, cases: Sequence[Case]) -> Iterator[str]:
    truths = {judge(criterion, case.facts) for case in cases}
    values = "、".join(sorted(criterion.values)) if isinstance(criterion, ChoiceCriterion) else ""
    if Truth.TRUE not in truths:
        yield f" {criterion.fact} 是 {values}"
    if Truth.FALSE not in truths:
        yield f" {criterion.fact} 不是 {values}"


def edges_of(criterion: NumberCriterion) -> tuple[int, ...]:
    """Return the numbers on both sides of each limit that is written.

    >>> edges_of(NumberCriterion("age", 60, MOST_NUMBER, "usual"))
    (59, 60)
    """
    low = () if criterion.at_least == LEAST_NUMBER else (criterion.at_least - 1, criterion.at_least)
    high = () if criterion.at_most == MOST_NUMBER else (criterion.at_most, criterion.at_most + 1)
    return (*low, *high)
