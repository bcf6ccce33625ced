"""Conditions as rows of a form: the very same comes back, or the form shows nothing of it."""

from __future__ import annotations

import pytest

from bot.channels.console_condition_form import (
    EACH_GROUP,
    ConditionRows,
    Row,
    condition_of,
    faults_of,
    node_of,
    pairs_of,
    read_rows,
    rows_of,
)
from bot.channels.console_visit import Form
from knowledge.conditions import AllOf, AnyOf, Condition, Everyone, Not, read_condition
from tests.real import shipped_content

OLD = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}
POOR = {"fact": "income", "in": ["dibao", "low"], "basis": "6.1.1", "by": "bot"}
JUDGED = {"window": "看材料", "basis": "usual", "by": "window"}
SHOWN = (
    "everyone",
    OLD,
    {"not": POOR},
    JUDGED,
    {"all": [OLD, POOR, JUDGED]},
    {"any": [OLD, POOR]},
    {"all": [OLD, {"any": [POOR, JUDGED]}]},
    {"any": [{"all": [OLD, POOR]}, JUDGED]},
    {"all": [OLD, {"any": [JUDGED]}]},
    {"any": [POOR, {"all": [OLD, {"any": [JUDGED]}]}]},
)


@pytest.mark.parametrize("node", SHOWN, ids=str)
def test_condition_comes_back_from_the_form_as_it_was(node: object) -> None:
    rows = rows_of(read_condition(node), shipped_content().situation)
    assert rows is not None
    back = read_rows(Form(tuple(pairs_of(rows))))
    assert back == rows
    assert condition_of(back) == read_condition(node)


def test_condition_with_more_layers_is_not_shown() -> None:
    node = {"any": [OLD, {"all": [POOR, {"any": [OLD, POOR]}]}]}
    assert rows_of(read_condition(node), {}) is None


def test_no_condition_of_the_content_is_shown_as_another_one() -> None:
    content = shipped_content()
    shown = 0
    for service in content.services.values():
        if rows := rows_of(service.eligible, content.situation):
            shown += 1
            assert without_idle(condition_of(rows)) == without_idle(service.eligible), service.id
    assert shown >= len(content.services) * 0.9


def without_idle(condition: Condition) -> Condition:
    """Return a condition with groups of one fact as that fact."""
    if isinstance(condition, AllOf | AnyOf):
        parts = tuple(map(without_idle, condition.parts))
        return (
            parts[0]
            if len(parts) == 1 and (isinstance(parts[0], Not) or hasattr(parts[0], "fact"))
            else type(condition)(parts)
        )
    return condition


def test_criterion_is_added_to_what_was_typed_and_taken_away() -> None:
    typed = (("mode", EACH_GROUP), ("c0_fact", "age"), ("c0_group", "1"), ("c0_low", "60"), ("c0_basis", "usual"))
    more = read_rows(Form((*typed, ("task", "criterion"), ("add_fact", "income"))))
    assert more == ConditionRows(EACH_GROUP, (Row("age", low="60"), Row("income", "2")))
    assert read_rows(Form((*typed, ("c0_gone", "1")))) == ConditionRows(EACH_GROUP, ())


def test_first_criterion_ends_that_everyone_may() -> None:
    rows = read_rows(Form((("mode", "everyone"), ("task", "criterion"), ("add_fact", "window"))))
    assert rows == ConditionRows(EACH_GROUP, (Row("", "1"),))


def test_what_is_not_filled_in_is_told_and_everyone_needs_nothing() -> None:
    assert len(faults_of(ConditionRows(EACH_GROUP, (Row("age"), Row(""))))) == 2
    assert faults_of(ConditionRows(EACH_GROUP)) != []
    assert faults_of(ConditionRows()) == []
    assert condition_of(ConditionRows()) == Everyone()


def test_ticked_values_of_one_group_stay_apart_from_those_of_another() -> None:
    rows = ConditionRows(
        EACH_GROUP, (Row("income", "2", ("low",)), Row("age", "1", low="60"), Row("area", "1", ("rural",)))
    )
    assert node_of(rows) == {
        "all": (
            {"any": (OLD, {"fact": "area", "in": ("rural",), "basis": "usual", "by": "bot"})},
            {"fact": "income", "in": ("low",), "basis": "usual", "by": "bot"},
        )
    }
