from __future__ import annotations

from knowledge.screening.consequences import Consequences
from knowledge.screening.facts import Each, Facts, NumberRange, Unanswered, one_of
from knowledge.tellings import Inference
from tests.knowledge.screening.test_weighing import CHAIN, FIRM, SITUATION

USUAL = Inference("stage", "primary", "age", "6-13", is_firm=False)
RETIRED: Facts = {"work": one_of("retired")}


def complete(facts: Facts, *rules: Inference) -> Facts:
    return Consequences(SITUATION, rules).complete(facts)


def test_what_follows_is_added_rule_after_rule() -> None:
    facts = complete({"stage": one_of("primary")}, USUAL, CHAIN)
    assert facts == {"stage": one_of("primary"), "age": NumberRange(6, 13), "work": one_of("student")}


def test_what_follows_gives_way_to_what_is_known() -> None:
    known: Facts = {"stage": one_of("primary"), "age": NumberRange(16, 16)}
    assert complete(known, USUAL) == known


def test_what_was_not_answered_may_still_follow() -> None:
    assert complete({"stage": one_of("primary"), "age": Unanswered.UNSURE}, USUAL)["age"] == NumberRange(6, 13)


def test_nothing_follows_from_what_is_only_partly_so() -> None:
    assert "work" not in complete({"age": NumberRange(12, 16)}, CHAIN)


def test_it_follows_from_any_of_several() -> None:
    both: Facts = {"work": Each(frozenset({"farmer", "retired"}))}
    assert complete(both, FIRM)["age"] == NumberRange(40, 120)


def test_a_firm_rule_narrows_what_is_known() -> None:
    assert complete({**RETIRED, "age": NumberRange(30, 60)}, FIRM)["age"] == NumberRange(40, 60)


def test_a_firm_rule_changes_nothing_where_it_clashes() -> None:
    known: Facts = {**RETIRED, "age": NumberRange(7, 7)}
    assert complete(known, FIRM) == known
    assert list(Consequences(SITUATION, [FIRM]).clashes(known)) == [("work", "age")]


def test_what_is_only_usual_clashes_with_nothing() -> None:
    known: Facts = {"stage": one_of("primary"), "age": NumberRange(16, 16)}
    assert list(Consequences(SITUATION, [USUAL]).clashes(known)) == []


def test_a_rule_of_unknown_facts_is_passed_over() -> None:
    assert complete(RETIRED, Inference("work", "retired", "hair", "grey", is_firm=False)) == RETIRED


def test_nothing_more_follows_a_second_time_whatever_the_order_of_the_rules() -> None:
    once = complete({"stage": one_of("primary")}, CHAIN, USUAL)
    assert once["work"] == one_of("student")
    assert complete(once, CHAIN, USUAL) == once
