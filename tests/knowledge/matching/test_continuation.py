from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.calibration import CALIBRATION
from knowledge.matching.continuation import LONGEST_QUESTION, Later, question_in_force, read_on
from knowledge.matching.intents import Intent, IntentKind
from tests.knowledge.mini_world import match

WEIGHTS = CALIBRATION.goes_on
PLAIN = Later(
    alone=(match("tax", 0.2, IntentKind.ELSEWHERE), match("edu-loan", 0.05)),
    together=(match("edu-waiver", 0.9), match("edu-loan", 0.05)),
    last="edu-waiver",
    siblings=frozenset({"edu-loan"}),
    asks_aspect=False,
    is_elliptic=False,
    is_correction=False,
    length=4,
)


def best(later: Later) -> Intent:
    return read_on(later, WEIGHTS)[0].intent


def chance_of_last(later: Later) -> float:
    return next(match.probability for match in read_on(later, WEIGHTS) if match.intent.id == later.last)


def test_a_short_message_that_names_nothing_goes_on_with_the_service_shown() -> None:
    assert best(PLAIN).id == "edu-waiver"


def test_a_message_that_is_clear_by_itself_is_about_that() -> None:
    assert best(replace(PLAIN, alone=(match("hlt-clinic", 0.97),), length=9)).id == "hlt-clinic"


def test_thanks_are_thanks_after_an_answer_too() -> None:
    thanks = replace(match("thanks", 0.97, IntentKind.SMALLTALK), signals=(0.0, 1.0, 1.0, 0.0))
    assert best(replace(PLAIN, alone=(thanks,), length=2)).id == "thanks"


@pytest.mark.parametrize(
    ("changed", "is_likelier"),
    [
        (replace(PLAIN, asks_aspect=True), True),
        (replace(PLAIN, is_correction=True), False),
        (replace(PLAIN, length=20), False),
    ],
    ids=["an aspect", "a correction", "a long message"],
)
def test_what_speaks_for_the_service_shown(changed: Later, is_likelier: bool) -> None:
    assert (chance_of_last(changed) > chance_of_last(PLAIN)) is is_likelier


def test_a_matter_outside_is_only_what_the_message_says_by_itself() -> None:
    together = (match("tax", 0.9, IntentKind.ELSEWHERE), match("edu-waiver", 0.1))
    assert {m.intent.id for m in read_on(replace(PLAIN, alone=(), together=together), WEIGHTS)} == {"edu-waiver"}


def test_nothing_is_made_of_nothing() -> None:
    assert read_on(replace(PLAIN, alone=(), together=()), WEIGHTS) == ()


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans(), st.integers(0, 400))
def test_probabilities_sum_to_one_and_are_in_order(
    alone: float, joint: float, aspect: bool, elliptic: bool, length: int
) -> None:
    later = replace(
        PLAIN,
        alone=(match("edu-loan", alone), match("tax", 1 - alone, IntentKind.ELSEWHERE)),
        together=(match("edu-waiver", joint),),
        asks_aspect=aspect,
        is_elliptic=elliptic,
        length=length,
    )
    chances = [match.probability for match in read_on(later, WEIGHTS)]
    assert np.isclose(sum(chances), 1)
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize(
    ("before", "stands", "question"),
    [("高中学费", False, "高中学费 我娃呢"), ("高中学费", True, "我娃呢"), ("", False, "我娃呢")],
)
def test_a_question_that_leans_is_read_with_the_one_before(before: str, stands: bool, question: str) -> None:
    assert question_in_force(before, "我娃呢", stands=stands) == question


def test_the_question_in_force_stays_short() -> None:
    assert len(question_in_force("高中学费" * 30, "我娃呢", stands=False)) == LONGEST_QUESTION
