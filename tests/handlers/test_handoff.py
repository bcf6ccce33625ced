from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.action import TELL
from handlers.handoff import hand_off
from handlers.turn import Conversation, Kind, ReviewReason
from knowledge.matching.decision import MOST_CLARIFICATIONS
from tests.handlers.turns import NOTHING, Heard, given, likely, make_turn, said


def test_what_is_not_known_is_said_with_the_hotline_and_logged() -> None:
    reply = given(hand_off(make_turn("飞船咋开")))
    assert (reply.kind, reply.services, reply.review) == (Kind.HANDOFF, (), ReviewReason.UNANSWERED)
    assert {"handoff.unknown", "handoff.hotline", "handoff.logged"} <= said(reply)


@pytest.mark.parametrize(
    ("heard", "departments"),
    [
        (NOTHING, ("hotline",)),
        (Heard(likely(hlt_clinic=0.1)), ("hotline",)),
        (Heard(likely(hlt_clinic=0.2)), ("health", "hotline")),
    ],
    ids=["none", "unlikely", "likely"],
)
def test_the_likely_department_is_named(heard: Heard, departments: tuple[str, ...]) -> None:
    assert given(hand_off(make_turn("问", heard))).departments == departments


def test_a_likely_department_the_plan_does_not_name_is_marked() -> None:
    assert {"handoff.unknown_near", "answer.general_knowledge"} <= said(
        hand_off(make_turn("问", Heard(likely(hlt_clinic=0.25))))
    )


def test_after_two_choices_the_hotline_is_named_at_once() -> None:
    reply = hand_off(make_turn("问", conversation=Conversation(clarifications=MOST_CLARIFICATIONS)))
    assert said(reply) == {"choice.too_many", "handoff.rephrase"}


def test_a_handoff_ends_the_choice_and_keeps_the_service_shown() -> None:
    before = Conversation(services=("edu-loan",), options=("edu-loan", "edu-waiver"), clarifications=2)
    after = given(hand_off(make_turn("问", conversation=before))).conversation
    assert (after.services, after.options, after.clarifications) == (("edu-loan",), (), 0)


@pytest.mark.parametrize(("heard", "confidence"), [(NOTHING, 0.0), (Heard(likely(edu_loan=0.25)), 0.25)])
def test_confidence_is_that_of_the_best_guess(heard: Heard, confidence: float) -> None:
    assert given(hand_off(make_turn("问", heard))).confidence == confidence


def test_where_the_channel_can_tell_later_it_is_offered() -> None:
    turn = make_turn("飞船咋开")
    assert TELL not in [button.action for button in hand_off(turn).buttons]
    assert TELL in [button.action for button in hand_off(replace(turn, can_be_told=True)).buttons]
