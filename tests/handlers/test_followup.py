from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.detail import ASPECTS
from handlers.followup import answer_followup, best_service, leans_on_last, show_detail
from handlers.turn import Conversation, Kind
from knowledge.matching.intents import IntentKind
from tests.handlers.turns import Heard, given, likely, make_turn, outside, said
from tests.knowledge.mini_world import match

SHOWN = Conversation(services=("edu-waiver",), question="高中学费能免多少")


@pytest.mark.parametrize("aspect", ASPECTS)
def test_an_aspect_is_asked_of_the_service_just_shown(aspect: str) -> None:
    reply = given(answer_followup(make_turn("在哪里", Heard(aspect=aspect), conversation=SHOWN)))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("edu-waiver",), aspect)


def test_of_several_services_the_main_one_is_meant() -> None:
    both = Conversation(services=("hlt-clinic", "edu-waiver"))
    assert given(answer_followup(make_turn("在哪", Heard(aspect="where"), conversation=both))).services == (
        "hlt-clinic",
    )


def test_an_aspect_of_a_service_the_message_names_is_left_to_others() -> None:
    heard = Heard(likely(hlt_clinic=0.95), aspect="where", residue="卫生室", names_something=True)
    assert answer_followup(make_turn("村里那个卫生室究竟是在哪里", heard, conversation=SHOWN)) is None


def test_an_aspect_without_a_service_asks_which() -> None:
    reply = given(answer_followup(make_turn("在哪里", Heard(aspect="where"))))
    assert (reply.kind, reply.services) == (Kind.SMALLTALK, ())
    assert {"detail.which", "detail.aspect_where"} <= said(reply)


def test_an_aspect_of_something_named_is_left_to_others_where_nothing_was_shown() -> None:
    assert answer_followup(make_turn("助学贷款去哪", Heard(aspect="where", residue="助学贷款"))) is None


@pytest.mark.parametrize("conversation", [Conversation(), SHOWN], ids=["first", "later"])
def test_a_clear_question_of_its_own_is_left_to_others(conversation: Conversation) -> None:
    heard = Heard(likely(hlt_clinic=0.95))
    assert answer_followup(make_turn("村卫生室可以看病", heard, conversation=conversation)) is None


def test_a_short_message_is_read_with_the_question_before() -> None:
    heard = Heard(likely(edu_loan=0.2), in_context=likely(edu_waiver=0.9))
    reply = given(answer_followup(make_turn("那我娃呢", heard, conversation=SHOWN)))
    assert (reply.kind, reply.services) == (Kind.ANSWER, ("edu-waiver",))


def test_a_short_message_may_lead_to_a_related_service() -> None:
    heard = Heard(likely(edu_loan=0.5), in_context=likely(edu_waiver=0.5, edu_loan=0.3))
    assert given(answer_followup(make_turn("那贷款呢", heard, conversation=SHOWN))).services == ("edu-loan",)


def test_what_fits_nothing_even_in_context_is_left_to_others() -> None:
    assert answer_followup(make_turn("那咋样呢", Heard(in_context=likely(edu_waiver=0.1)), conversation=SHOWN)) is None


@pytest.mark.parametrize(
    ("text", "heard", "leans"),
    [
        ("那我娃呢", Heard(), True),
        ("那贷款呢", Heard(likely(edu_loan=0.7)), True),
        ("助学贷款", Heard(likely(edu_loan=0.95)), False),
        ("我想问一下屋里供不起娃上学这个事情", Heard(), False),
    ],
)
def test_whether_a_message_leans_on_the_one_before(text: str, heard: Heard, leans: bool) -> None:
    assert leans_on_last(make_turn(text, heard, conversation=SHOWN)) is leans


def test_an_unknown_aspect_is_the_whole_answer() -> None:
    assert given(show_detail(make_turn(), "edu-loan", "colour")).aspect == "more"


def test_a_detail_ends_the_choice_and_keeps_the_question() -> None:
    before = Conversation(
        services=("hlt-clinic",), question="贷款", options=("edu-loan", "hlt-clinic"), clarifications=1
    )
    after = given(show_detail(make_turn(conversation=before), "edu-loan", "where")).conversation
    assert after == Conversation(services=("edu-loan",), question="贷款", found=("edu-loan",))


def test_the_best_service_is_no_small_talk() -> None:
    matches = (*outside(IntentKind.SMALLTALK, "greeting").matches, match("edu-loan", 0.1))
    assert best_service(matches) == match("edu-loan", 0.1)


def test_there_may_be_no_best_service() -> None:
    assert best_service(()) is None


@pytest.mark.parametrize(("chance", "shown"), [(0.96, "edu-loan"), (0.9, "edu-waiver")])
def test_a_short_message_that_names_a_sibling_is_about_that(chance: float, shown: str) -> None:
    heard = Heard(
        likely(hlt_clinic=0.2),
        in_context=likely(edu_waiver=0.9),
        names_something=True,
        among={"edu-waiver": 1 - chance, "edu-loan": chance},
    )
    assert given(answer_followup(make_turn("贷款的呢", heard, conversation=SHOWN))).services == (shown,)


def test_an_aspect_that_is_a_question_of_a_sibling_is_left_to_that() -> None:
    heard = Heard(likely(edu_loan=0.99), aspect="source", among={"edu-waiver": 0.1, "edu-loan": 0.9})
    assert answer_followup(make_turn("现在还有效不", heard, conversation=SHOWN)) is None


def test_a_question_of_one_service_is_not_asked_which() -> None:
    assert answer_followup(make_turn("网上能办不", Heard(likely(edu_loan=0.9), aspect="how"))) is None


@pytest.mark.parametrize(("letters", "is_left"), [(0.9, True), (0.4, False)])
def test_a_matter_outside_that_names_nothing_is_left_to_its_answer(letters: float, is_left: bool) -> None:
    [best] = outside(IntentKind.ELSEWHERE, "id-card").matches
    best = replace(best, probability=0.99, signals=(0.0, letters, letters, 0.0))
    assert (answer_followup(make_turn("证丢了咋办", Heard((best,), aspect="how"))) is None) is is_left


@pytest.mark.parametrize(("probability", "shown"), [(0.5, ("edu-loan",)), (0.9, None)])
def test_a_sibling_is_meant_where_nothing_else_is_clear(probability: float, shown: tuple[str, ...] | None) -> None:
    heard = Heard(likely(hlt_clinic=probability), names_something=True, among={"edu-waiver": 0.02, "edu-loan": 0.98})
    reply = answer_followup(make_turn("每年都要审吗", heard, conversation=SHOWN))
    assert (reply.services if reply else None) == shown


@pytest.mark.parametrize(("probability", "shown"), [(0.8, ("edu-loan",)), (0.5, None)])
def test_a_sibling_is_meant_that_both_questions_mean_as_one(probability: float, shown: tuple[str, ...] | None) -> None:
    heard = Heard(
        likely(hlt_clinic=0.5),
        in_context=likely(edu_loan=probability),
        names_something=True,
        among={"edu-waiver": 0.5, "edu-loan": 0.5},
    )
    reply = answer_followup(make_turn("每年都要审吗", heard, conversation=SHOWN))
    assert (reply.services if reply else None) == shown
