"""Conditions as rows of a form: the very same comes back, or the form shows nothing of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
from knowledge.screening.eligibility import truth_of
from knowledge.screening.facts import facts_from_json
from tests.real import shipped_content

OLD = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}
POOR = {"fact": "income", "in": ["dibao", "low"], "basis": "6.1.1", "by": "bot"}
JUDGED = {"window": "看材料", "basis": "usual", "by": "window"}
TOLD: tuple[dict[str, str], ...] = (
    {},
    {"age": "59"},
    {"income": "ordinary"},
    {"age": "60", "income": "low"},
    {"age": "60", "income": "ordinary"},
)
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


def layered(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return groups of all and of any of what is inside."""
    parts = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(parts.map(lambda nodes: {"all": nodes}), parts.map(lambda nodes: {"any": nodes}))


@pytest.mark.parametrize("node", SHOWN, ids=str)
def test_condition_comes_back_from_the_form_as_it_was(node: object) -> None:
    rows = rows_of(read_condition(node), shipped_content().situation)
    assert rows is not None
    back = read_rows(Form(tuple(pairs_of(rows))))
    assert back == rows
    assert condition_of(back) == read_condition(node)


@settings(max_examples=300)
@example({"all": [OLD, {"all": [JUDGED]}]})
@example({"all": [OLD, {"all": [JUDGED, JUDGED]}]})
@given(st.recursive(st.sampled_from([OLD, POOR, {"not": POOR}, JUDGED, {"any": [JUDGED]}]), layered, max_leaves=9))
def test_condition_of_any_layers_comes_back_with_the_same_verdict_on_everyone(node: object) -> None:
    situation = shipped_content().situation
    condition = read_condition(node)
    rows = rows_of(condition, situation)
    assert rows is not None
    back = read_rows(Form(tuple(pairs_of(rows))))
    assert back == rows
    for told in TOLD:
        facts = facts_from_json(told, situation)
        assert truth_of(condition_of(back), facts) == truth_of(condition, facts), (node, told)


def test_every_condition_of_the_content_is_shown_and_none_as_another_one() -> None:
    content = shipped_content()
    for service in content.services.values():
        rows = rows_of(service.eligible, content.situation)
        assert rows, service.id
        assert without_idle(condition_of(rows)) == without_idle(service.eligible), service.id


def test_a_smaller_group_is_the_other_way_round_and_keeps_its_place() -> None:
    node = {"all": [OLD, {"any": [POOR, {"all": [OLD, {"any": [OLD, POOR]}, {"any": [JUDGED]}]}, JUDGED]}]}
    rows = rows_of(read_condition(node), shipped_content().situation)
    assert rows is not None
    assert [row.group for row in rows.rows] == ["1", "2", "2.1", "2.1.1", "2.1.1", "2.1", "2"]
    assert plain(node_of(rows)) == node


def plain(node: object) -> object:
    """Return a node with lists in place of tuples."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, list | tuple) else node


def without_idle(condition: Condition) -> Condition:
    """Return a condition with groups of one fact as that fact."""
    if not isinstance(condition, AllOf | AnyOf):
        return condition
    parts = tuple(map(without_idle, condition.parts))
    is_idle = len(parts) == 1 and (isinstance(parts[0], Not) or hasattr(parts[0], "fact"))
    return parts[0] if is_idle else type(condition)(parts)


def test_criterion_is_added_to_a_group_and_in_a_smaller_one_inside_it() -> None:
    typed = (("mode", EACH_GROUP), ("c0_fact", "age"), ("c0_group", "1"), ("c0_low", "60"), ("c0_basis", "usual"))
    wanted = ("add_fact:1", "income")
    beside = read_rows(Form((*typed, ("task", "criterion:1"), wanted)))
    assert beside == ConditionRows(EACH_GROUP, (Row("age", low="60"), Row("income", "1")))
    inside = read_rows(Form((*typed, ("task", "inside:1"), wanted)))
    assert inside == ConditionRows(EACH_GROUP, (Row("age", low="60"), Row("income", "1.1")))


def test_rows_of_a_group_are_brought_together_and_groups_numbered_without_gaps() -> None:
    rows = (Row("age", "2", low="60"), Row("income", "9.4"), Row("area", "2"))
    typed = read_rows(Form(tuple(pairs_of(ConditionRows(EACH_GROUP, rows)))))
    assert typed is not None
    assert [(row.fact, row.group) for row in typed.rows] == [("age", "1"), ("area", "1"), ("income", "2.1")]


@pytest.mark.parametrize("group", ["", "二", "1.", "1.1.1.1.1.1.1", "999"])
def test_group_that_is_no_number_is_told(group: str) -> None:
    rows = read_rows(Form(tuple(pairs_of(ConditionRows(EACH_GROUP, (Row("age", group, low="60"),))))))
    assert rows is not None
    assert any("第几组" in fault for fault in faults_of(rows))


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
