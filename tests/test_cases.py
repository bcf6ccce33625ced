"""The cases beside the conditions: three for each conditional service, and twins on both sides of each boundary.

Twins are two people alike in all that is told of them but one fact: on one side of the boundary the criterion is met,
on the other it is not, and the condition comes out otherwise. The validator judges what each case expects.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest

from knowledge.checking.case_rules import FEWEST_CASES
from knowledge.conditions import (
    LEAST_NUMBER,
    MOST_NUMBER,
    Everyone,
    FactCriterion,
    NumberCriterion,
    WindowCriterion,
    leaves,
)
from knowledge.content import load_content
from knowledge.models import Content
from knowledge.screening.eligibility import Truth, judge, truth_of
from knowledge.screening.facts import Facts, Known, NumberRange, facts_from_json
from knowledge.screening.screener import Outcome, Screener
from knowledge.yaml_source import read_yaml
from tests.real import CONTENT


@cache
def content() -> Content:
    return load_content(CONTENT)


@cache
def cases() -> dict[str, list[Facts]]:
    """The people of each service's cases."""
    return {key: [facts for _, facts in told] for key, told in noted_cases().items()}


@cache
def noted_cases() -> dict[str, list[tuple[str, Facts]]]:
    """The note and the person of each service's cases."""
    found: dict[str, list[tuple[str, Facts]]] = {}
    for path in sorted((CONTENT / "cases").glob("*.yaml")):
        for key, rows in read_yaml(path, path.name).items():
            people = [facts_from_json(dict(row.get("facts", {})), content().situation) for row in rows]
            found[key] = [(row["note"], person) for row, person in zip(rows, people, strict=True)]
    return found


def conditional() -> list[str]:
    return [key for key, one in content().services.items() if not isinstance(one.eligible, Everyone)]


def boundaries() -> list[tuple[str, FactCriterion, tuple[Known, Known] | None]]:
    """Return each criterion with the two numbers at each of its limits, the one that meets it first, or with None."""
    found: list[tuple[str, FactCriterion, tuple[Known, Known] | None]] = []
    for key in conditional():
        for one in dict.fromkeys(leaves(content().services[key].eligible)):
            if isinstance(one, NumberCriterion):
                limits = ((one.at_least, one.at_least - 1), (one.at_most, one.at_most + 1))
                written = [pair for pair in limits if pair[0] not in (LEAST_NUMBER, MOST_NUMBER)]
                found += [(key, one, (NumberRange(a, a), NumberRange(b, b))) for a, b in written]
            elif not isinstance(one, WindowCriterion):
                found.append((key, one, None))
    return found


def are_twins(first: Facts, second: Facts, fact: str) -> bool:
    """Return whether two people are alike but for one fact, told of both."""
    is_told = fact in first and fact in second and first[fact] != second[fact]
    return is_told and {**first, fact: None} == {**second, fact: None}


@pytest.mark.parametrize("service", conditional())
def test_a_conditional_service_has_at_least_three_cases(service: str) -> None:
    assert len(cases().get(service, ())) >= FEWEST_CASES


def name_of(value: object) -> str | None:
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return value.fact if isinstance(value, FactCriterion) else None


@pytest.mark.parametrize(("service", "criterion", "numbers"), boundaries(), ids=name_of)
def test_each_boundary_has_its_twins(
    service: str, criterion: FactCriterion, numbers: tuple[Known, Known] | None
) -> None:
    condition, fact = content().services[service].eligible, criterion.fact
    twins = [
        (first, second)
        for first, second in permutations(cases()[service], 2)
        if are_twins(first, second, fact)
        and (numbers is None or (first[fact], second[fact]) == numbers)
        and (judge(criterion, first), judge(criterion, second)) == (Truth.TRUE, Truth.FALSE)
        and truth_of(condition, first) is not truth_of(condition, second)
    ]
    assert twins, f"cases/: {service} needs two cases alike but for {fact}, on both sides of {numbers or criterion}"


def test_a_note_says_who_it_is_and_not_only_the_labels_of_the_facts() -> None:
    labels = {f"{fact.name}：" for fact in content().situation.values()}
    notes = [note for told in noted_cases().values() for note, _ in told]
    assert [note for note in notes if any(label in note for label in labels)] == []


def test_no_person_is_tried_twice_for_a_service() -> None:
    people = {key: [tuple(sorted(map(str, facts.items()))) for facts in told] for key, told in cases().items()}
    assert {key for key, told in people.items() if len(set(told)) < len(told)} == set()


def test_of_a_person_nobody_knows_nothing_conditional_can_be_told() -> None:
    screener = Screener(content())
    told = {key: screener.check(content().services[key], {}) for key in conditional()}
    assert {key for key, one in told.items() if one.outcome is not Outcome.OPEN} == set()
    assert {key for key, one in told.items() if one.evaluation.truth is not Truth.UNKNOWN} == set()
