from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.screening.consequences import Consequences
from knowledge.screening.facts import Each, NumberRange, OneOf, one_of
from knowledge.screening.found import Contradiction
from knowledge.screening.statements import Statement
from knowledge.screening.weighing import Weigher
from knowledge.situation import Fact, FactKind, Whose
from knowledge.tellings import Inference

AGE = Fact("age", FactKind.NUMBER, "岁", "", "", "", {}, {}, {}, ())
STAGE = Fact(
    "stage", FactKind.CHOICE, "", "", "", "", {}, {}, {"primary": "小学", "junior": "初中", "done": "完了"}, ()
)
WORK = Fact(
    "work", FactKind.CHOICE, "", "", "", "", {}, {}, {"retired": "退休", "farmer": "种地", "student": "上学"}, ()
)
SITUATION = {"age": AGE, "stage": STAGE, "work": WORK}
FIRM = Inference("work", "retired", "age", "40-120", is_firm=True)
CHAIN = Inference("age", "0-14", "work", "student", is_firm=False)


def weigher(*rules: Inference) -> Weigher:
    return Weigher(SITUATION, Consequences(SITUATION, rules))


def said(fact: str, known: NumberRange | OneOf, words: str = "话") -> Statement:
    return Statement(
        start=0,
        end=1,
        fact=fact,
        known=known,
        is_denied=False,
        is_past=False,
        is_typical=False,
        is_continued=False,
        whose=Whose.PERSON,
        words=words,
    )


def denied(fact: str, known: OneOf) -> Statement:
    return replace(said(fact, known), is_denied=True)


def typical(fact: str, known: NumberRange | OneOf) -> Statement:
    return replace(said(fact, known), is_typical=True)


@pytest.mark.parametrize(
    ("statements", "known"),
    [
        ([said("age", NumberRange(60, 69)), said("age", NumberRange(65, 65))], NumberRange(65, 65)),
        ([said("stage", one_of("primary")), said("stage", one_of("junior"))], one_of("primary", "junior")),
        ([denied("stage", one_of("primary"))], one_of("junior", "done")),
        ([said("stage", one_of("primary", "junior")), denied("stage", one_of("primary"))], one_of("junior")),
        ([typical("stage", one_of("primary")), said("stage", one_of("done"))], one_of("done")),
        ([typical("stage", one_of("primary"))], one_of("primary")),
        ([denied("stage", one_of("primary")), typical("stage", one_of("primary", "done"))], one_of("done")),
    ],
)
def test_statements_of_one_fact(statements: list[Statement], known: NumberRange | OneOf) -> None:
    facts, clashes = weigher().weigh(statements)
    assert (facts, clashes) == ({statements[0].fact: known}, ())


def test_values_that_can_hold_at_once_do() -> None:
    several = {**SITUATION, "work": replace(WORK, can_be_several=True)}
    statements = [said("work", one_of("farmer")), said("work", one_of("retired"))]
    facts, _ = Weigher(several, Consequences(several, [])).weigh(statements)
    assert facts == {"work": Each(frozenset({"farmer", "retired"}))}


def test_of_values_that_can_hold_at_once_a_certain_one_counts_more_than_a_choice() -> None:
    several = {**SITUATION, "work": replace(WORK, can_be_several=True)}
    statements = [said("work", one_of("farmer")), said("work", one_of("retired", "student"))]
    facts, _ = Weigher(several, Consequences(several, [])).weigh(statements)
    assert facts == {"work": one_of("farmer")}


def test_what_is_denied_beats_what_is_only_typical() -> None:
    statements = [typical("stage", one_of("primary")), denied("stage", one_of("primary"))]
    assert weigher().weigh(statements)[0] == {"stage": one_of("junior", "done")}


def test_values_that_leave_nothing_out_say_nothing() -> None:
    every = [said("stage", one_of(value)) for value in STAGE.values]
    assert weigher().weigh(every) == ({}, ())


def test_two_ages_clash() -> None:
    statements = [said("age", NumberRange(60, 60), "60"), said("age", NumberRange(80, 80), "80")]
    assert weigher().weigh(statements) == ({}, (Contradiction("age", "60", "age", "80"),))


def test_said_and_denied_clash() -> None:
    facts, (clash,) = weigher().weigh([said("work", one_of("farmer")), denied("work", one_of("farmer"))])
    assert (facts, clash.first_fact, clash.second_fact) == ({}, "work", "work")


def test_what_follows_from_what_is_said_beats_what_is_typical() -> None:
    facts, _ = weigher(CHAIN).weigh([said("age", NumberRange(8, 8)), typical("work", one_of("farmer"))])
    assert facts == {"age": NumberRange(8, 8)}


def test_a_firm_rule_clashes_with_what_is_said() -> None:
    statements = [said("age", NumberRange(7, 7), "7岁"), said("work", one_of("retired"), "退休了")]
    assert weigher(FIRM).weigh(statements) == ({}, (Contradiction("work", "退休了", "age", "7岁"),))


def test_what_is_only_typical_clashes_with_nothing() -> None:
    facts, clashes = weigher(FIRM).weigh([said("age", NumberRange(7, 7)), typical("work", one_of("retired"))])
    assert (facts["age"], clashes) == (NumberRange(7, 7), ())
