from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.detail import ASPECTS
from handlers.followup import answer_followup, show_detail
from handlers.turn import Conversation, Kind
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import Match
from tests.handlers.turns import Heard, given, likely, make_turn, outside, said

SHOWN = Conversation(services=("edu-waiver",), question="高中学费能免多少")


@pytest.mark.parametrize("aspect", ASPECTS)
def test_an_aspect_is_asked_of_the_service_just_shown(aspect: str) -> None:
    heard = Heard(likely(edu_waiver=0.9), aspect=aspect)
    reply = given(answer_followup(make_turn("在哪里", heard, conversation=SHOWN)))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("edu-waiver",), aspect)


def test_of_several_services_the_main_one_is_meant_where_nothing_is_understood() -> None:
    both = Conversation(services=("hlt-clinic", "edu-waiver"))
    reply = given(answer_followup(make_turn("在哪", Heard(aspect="where"), conversation=both)))
    assert reply.services == ("hlt-clinic",)


def test_of_several_services_the_one_that_the_message_goes_on_with_is_meant() -> None:
    both = Conversation(services=("hlt-clinic", "edu-waiver"))
    heard = Heard(likely(edu_waiver=0.8, hlt_clinic=0.1), aspect="where")
    assert given(answer_followup(make_turn("学费去哪", heard, conversation=both))).services == ("edu-waiver",)


@pytest.mark.parametrize(
    "matches",
    [likely(hlt_clinic=0.95, edu_waiver=0.02), likely(hlt_clinic=0.5, edu_waiver=0.4)],
    ids=["clearly another", "perhaps another"],
)
def test_an_aspect_of_another_service_is_left_to_others(matches: tuple[Match, ...]) -> None:
    assert answer_followup(make_turn("卫生室在哪里", Heard(matches, aspect="where"), conversation=SHOWN)) is None


def test_an_aspect_of_nothing_else_is_asked_of_the_service_shown() -> None:
    matches = (*likely(edu_waiver=0.45), *outside(IntentKind.ELSEWHERE, "tax", 0.5).matches)
    heard = Heard(tuple(sorted(matches, key=lambda match: -match.probability)), aspect="amount")
    turn = make_turn("贵不贵", heard, conversation=SHOWN)
    doubtful = replace(turn, thresholds=replace(turn.thresholds, answer=0.9, offer=0.9))
    assert given(answer_followup(doubtful)).services == ("edu-waiver",)


def test_what_asks_no_aspect_is_left_to_others() -> None:
    assert answer_followup(make_turn("那我娃呢", Heard(likely(edu_waiver=0.9)), conversation=SHOWN)) is None


def test_an_aspect_without_a_service_asks_which() -> None:
    reply = given(answer_followup(make_turn("在哪里", Heard(aspect="where"))))
    assert (reply.kind, reply.services) == (Kind.SMALLTALK, ())
    assert {"detail.which", "detail.aspect_where"} <= said(reply)


def test_an_aspect_while_a_choice_waits_offers_the_choice_again() -> None:
    waiting = Conversation(options=("edu-loan", "edu-waiver"), question="学费", clarifications=1)
    reply = given(answer_followup(make_turn("报多少", Heard(aspect="amount"), conversation=waiting)))
    assert (reply.kind, reply.options) == (Kind.CHOOSE, ("edu-loan", "edu-waiver"))
    asked_enough = replace(waiting, clarifications=2)
    assert given(answer_followup(make_turn("报多少", Heard(aspect="amount"), conversation=asked_enough))).options == ()


def test_an_aspect_of_something_named_is_left_to_others_where_nothing_was_shown() -> None:
    assert answer_followup(make_turn("助学贷款去哪", Heard(aspect="where", residue="助学贷款"))) is None


def test_an_unknown_aspect_is_the_whole_answer() -> None:
    assert given(show_detail(make_turn(), "edu-loan", "colour")).aspect == "more"


def test_a_detail_ends_the_choice_and_keeps_the_question() -> None:
    before = Conversation(
        services=("hlt-clinic",), question="贷款", options=("edu-loan", "hlt-clinic"), clarifications=1
    )
    after = given(show_detail(make_turn(conversation=before), "edu-loan", "where")).conversation
    assert after == Conversation(services=("edu-loan",), question="贷款", found=("edu-loan",))


def test_a_question_of_one_service_is_not_asked_which() -> None:
    assert answer_followup(make_turn("网上能办不", Heard(likely(edu_loan=0.9), aspect="how"))) is None


@pytest.mark.parametrize(("letters", "is_left"), [(0.9, True), (0.4, False)])
def test_a_matter_outside_that_names_nothing_is_left_to_its_answer(letters: float, is_left: bool) -> None:
    [best] = outside(IntentKind.ELSEWHERE, "id-card").matches
    best = replace(best, probability=0.99, signals=(0.0, letters, letters, 0.0))
    assert (answer_followup(make_turn("证丢了咋办", Heard((best,), aspect="how"))) is None) is is_left
