from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from handlers.detail import ASPECTS
from handlers.press import answer_press, reject_choice, typed_action
from handlers.turn import Conversation, Kind, ReviewReason
from knowledge.matching.decision import MOST_CLARIFICATIONS
from tests.handlers.turns import given, make_turn, said, small_content

OFFERED = Conversation(options=("edu-waiver", "edu-loan"), question="学费", clarifications=1)


def test_typed_text_is_no_press() -> None:
    assert answer_press(make_turn("高中学费")) is None


@pytest.mark.parametrize("action", ["<script>", "burn:everything", ":::"])
def test_an_unknown_action_is_no_press(action: str) -> None:
    assert answer_press(make_turn(action=action)) is None


@pytest.mark.parametrize("key", small_content().services)
def test_show_opens_the_service(key: str) -> None:
    reply = given(answer_press(make_turn(action=f"show:{key}", conversation=OFFERED)))
    assert (reply.kind, reply.services) == (Kind.ANSWER, (key,))


def test_show_ends_the_choice_and_keeps_the_question() -> None:
    reply = given(answer_press(make_turn(action="show:edu-loan", conversation=OFFERED)))
    assert reply.conversation == Conversation(services=("edu-loan",), question="学费", found=("edu-loan",))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_detail_says_the_aspect(aspect: str) -> None:
    reply = given(answer_press(make_turn(action=f"detail:hlt-clinic:{aspect}")))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("hlt-clinic",), aspect)


def test_an_unknown_aspect_is_the_whole_answer() -> None:
    assert given(answer_press(make_turn(action="detail:hlt-clinic:colour"))).aspect == "more"


@pytest.mark.parametrize("verb", ["show", "detail", "useful", "useless"])
@pytest.mark.parametrize("key", ["", "edu-gone", "../../etc/passwd", "{title}"])
def test_a_service_that_is_gone_is_said_to_be_gone(verb: str, key: str) -> None:
    assert said(answer_press(make_turn(action=f"{verb}:{key}"))) == {"common.service_gone"}


@pytest.mark.parametrize(("verb", "review"), [("useful", None), ("useless", ReviewReason.REJECTED)])
def test_feedback_is_thanked_for_and_bad_news_is_put_up_for_review(verb: str, review: str) -> None:
    reply = given(answer_press(make_turn(action=f"{verb}:edu-loan")))
    assert (said(reply), reply.review) == ({f"common.{verb}_thanks"}, review)


def test_feedback_keeps_the_conversation() -> None:
    shown = Conversation(services=("edu-loan",), question="贷款")
    assert given(answer_press(make_turn(action="useful:edu-loan", conversation=shown))).conversation == shown


def test_what_is_no_text_gets_a_plain_sentence() -> None:
    reply = given(answer_press(make_turn(action="not_text")))
    assert (reply.kind, said(reply)) == (Kind.SMALLTALK, {"common.not_text"})


def test_neither_asks_for_other_words_and_goes_to_review() -> None:
    reply = given(answer_press(make_turn(action="neither", conversation=OFFERED)))
    assert (reply.kind, reply.review, reply.departments) == (Kind.HANDOFF, ReviewReason.REJECTED, ("hotline",))
    assert said(reply) == {"choice.neither_reply"}


def test_neither_ends_the_choice() -> None:
    assert given(answer_press(make_turn(action="neither", conversation=OFFERED))).conversation.options == ()


@pytest.mark.parametrize(
    ("clarifications", "key"),
    [(MOST_CLARIFICATIONS - 1, "choice.neither_reply"), (MOST_CLARIFICATIONS, "choice.too_many")],
)
def test_after_two_choices_in_a_row_comes_the_hotline(clarifications: int, key: str) -> None:
    assert said(reject_choice(make_turn(conversation=Conversation(clarifications=clarifications)))) == {key}


@with_any(st.text(), st.sampled_from(["", "show:", "detail:", "useless:", "detail:edu-loan:"]))
def test_a_forged_action_does_no_harm(text: str, start: str) -> None:
    reply = answer_press(make_turn(action=start + text))
    assert reply is None or given(reply).kind in (Kind.COMMAND, Kind.DETAIL, Kind.HANDOFF, Kind.SMALLTALK, Kind.ANSWER)


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [("在哪办", "detail:edu-loan:where"), ("有用", "useful:edu-loan"), ("不是这个", "useless:edu-loan"), ("高中", "")],
)
def test_a_typed_label_presses_its_button(typed: str, pressed: str) -> None:
    words = {"common.button_where": "在哪办", "common.button_useful": "有用", "common.button_wrong": "不是这个"}
    content = make_turn("").content
    content = replace(content, messages={**content.messages, **words})
    assert typed_action(typed, Conversation(services=("edu-loan",)), content) == pressed


def test_a_label_typed_before_any_answer_is_a_message() -> None:
    assert typed_action("有用", Conversation(), make_turn("").content) == ""


@pytest.mark.parametrize("action", ["useless:edu-loan", "neither"])
def test_what_was_rejected_is_no_longer_found(action: str) -> None:
    talk = Conversation(services=("edu-loan",), found=("edu-waiver", "edu-loan"))
    reply = given(answer_press(make_turn(action=action, conversation=talk)))
    assert reply.conversation.found == ("edu-waiver",)


def test_the_label_of_the_card_s_button_can_be_typed_after_results_that_show_no_single_service() -> None:
    talk = Conversation(found=("edu-waiver", "hlt-clinic"))
    assert typed_action("〔common.button_trip〕", talk, small_content()) == "trip:edu-waiver"
    assert typed_action("〔common.button_trip〕", Conversation(), small_content()) == ""
