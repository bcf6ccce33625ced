"""People on whom a changed condition is tried, before it is published."""

from __future__ import annotations

from bot.staff.case_proposals import note_of, propose_cases
from knowledge.conditions import read_condition
from tests.real import shipped_content

SITUATION = shipped_content().situation
OLD = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}
POOR = {"fact": "income", "in": ["dibao", "tekun"], "basis": "usual", "by": "bot"}


def test_both_sides_of_a_limit_are_tried_and_the_one_who_tells_nothing() -> None:
    cases = propose_cases(read_condition(OLD), [], SITUATION)
    assert [(dict(case.facts), case.expect) for case in cases] == [
        ({"age": "59"}, "unlikely"),
        ({"age": "60"}, "likely"),
        ({}, "possible"),
    ]
    assert all(case.is_changed for case in cases)


def test_both_sides_of_a_choice_are_tried_unless_somebody_does_already() -> None:
    known = [{"note": "五保", "facts": {"income": "tekun", "age": "59"}, "expect": "likely"}]
    cases = propose_cases(read_condition({"any": [OLD, POOR]}), known, SITUATION)
    assert [dict(case.facts) for case in cases] == [
        {"income": "tekun", "age": "59"},
        {"age": "60"},
        {"income": "low"},
    ]
    assert not cases[0].is_changed


def test_person_who_comes_out_otherwise_is_marked() -> None:
    known = [{"note": "五十九", "facts": {"age": "59"}, "expect": "likely"}]
    [case, *_] = propose_cases(read_condition(OLD), known, SITUATION)
    assert (case.before, case.expect, case.is_changed) == ("likely", "unlikely", True)
    assert case.written() == {"note": "五十九", "facts": {"age": "59"}, "expect": "unlikely"}


def test_what_is_known_is_said_in_words() -> None:
    facts = {"age": "60-64", "income": ["dibao", "low"], "occupation": "farmer+gig"}
    said = note_of(facts, SITUATION)
    assert "60-64岁" in said
    assert "吃低保或者收入低" in said
    assert "，又" in said
