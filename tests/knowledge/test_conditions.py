from __future__ import annotations

from typing import Any

import pytest

from knowledge.conditions import (
    MOST_NUMBER,
    UNREADABLE,
    AllOf,
    AnyOf,
    ChoiceCriterion,
    Condition,
    Everyone,
    Not,
    NumberCriterion,
    WindowCriterion,
    facts_of,
    leaves,
    read_condition,
)

OLD = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}
RURAL = {"fact": "area", "in": ["rural"], "basis": "6.2.1", "by": "bot"}
CHECKED = {"window": " 要核对 ", "basis": "usual", "by": "window"}
IS_OLD = NumberCriterion("age", 60, MOST_NUMBER, "usual")
IS_RURAL = ChoiceCriterion("area", frozenset({"rural"}), "6.2.1")
IS_CHECKED = WindowCriterion("要核对", "usual")


@pytest.mark.parametrize(
    ("node", "condition"),
    [
        ("everyone", Everyone()),
        (OLD, IS_OLD),
        (RURAL, IS_RURAL),
        (CHECKED, IS_CHECKED),
        ({"all": [OLD, CHECKED]}, AllOf((IS_OLD, IS_CHECKED))),
        ({"any": [OLD, {"all": [RURAL]}]}, AnyOf((IS_OLD, AllOf((IS_RURAL,))))),
        ({"not": OLD}, Not(IS_OLD)),
        ({"not": {"not": OLD}}, IS_OLD),
        ({"not": {"any": [OLD, RURAL]}}, AllOf((Not(IS_OLD), Not(IS_RURAL)))),
        ({"not": {"all": [OLD, CHECKED]}}, AnyOf((Not(IS_OLD), IS_CHECKED))),
    ],
)
def test_condition_is_read(node: Any, condition: Condition) -> None:
    assert read_condition(node) == condition


@pytest.mark.parametrize(
    "node",
    [None, "谁都行", [], {}, {"all": []}, {"fact": "age"}, {"fact": "age", "at_least": "六十"}, {"not": "everyone"}],
)
def test_what_is_written_wrong_is_left_to_the_window(node: Any) -> None:
    assert read_condition(node) == UNREADABLE


def test_leaves_come_in_the_order_of_the_content() -> None:
    condition = read_condition({"any": [RURAL, {"all": [OLD, CHECKED]}, {"not": RURAL}]})
    assert list(leaves(condition)) == [IS_RURAL, IS_OLD, IS_CHECKED, IS_RURAL]


def test_facts_are_named_once() -> None:
    assert facts_of(read_condition({"any": [RURAL, {"all": [OLD, CHECKED]}, {"not": RURAL}]})) == ("area", "age")
