from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.dispatch import dispatch
from handlers.office import NamedOffice, answer_office, find_office
from handlers.turn import Conversation, Kind, ReviewReason
from knowledge.matching.intents import IntentKind
from tests.handlers.turns import NOTHING, Heard, given, likely, make_turn, outside, said, small_content


@pytest.mark.parametrize("text", ["教育局在哪", "教育局电话", "县教育局管什么", "我要去教育局", "后柳镇的教育局在哪"])
def test_an_office_is_asked_for_by_name(text: str) -> None:
    reply = given(answer_office(make_turn(text)))
    assert reply.departments == ("education",)
    assert "〔office.handles〕" in reply.text


def test_what_is_confirmed_is_told() -> None:
    reply = given(answer_office(make_turn("教育局在哪")))
    assert (reply.kind, reply.aspect, reply.review) == (Kind.DETAIL, "where", None)
    assert "〔answer.go_place〕政务中心二楼" in reply.text


def test_where_nothing_is_confirmed_the_hotline_is_named_and_staff_see_it() -> None:
    reply = given(answer_office(make_turn("卫健局电话")))
    assert (reply.kind, reply.departments, reply.review) == (Kind.HANDOFF, ("health",), ReviewReason.UNANSWERED)
    assert "12320" in reply.text


def test_an_office_whose_matters_the_town_takes_in_saves_the_trip() -> None:
    assert "office.ask_near" in said(answer_office(make_turn("卫健局在哪")))
    assert "office.ask_near" not in said(answer_office(make_turn("教育局在哪")))


def test_what_another_office_does_is_named_with_it() -> None:
    content = small_content()
    assert content.departments["education"].not_handles
    assert "office.not_here" in said(answer_office(make_turn("教育局在哪")))


def test_the_towns_counter_is_named_with_the_town() -> None:
    reply = given(dispatch(make_turn("后柳镇便民服务中心在哪")))
    assert reply.departments == ("town",)
    assert reply.blocks[0].text.startswith("后柳镇")


@pytest.mark.parametrize("heard", [outside(IntentKind.ELSEWHERE, "id-card"), Heard(matches=likely(hlt_clinic=0.9))])
def test_the_name_is_stronger_than_what_it_sounds_like(heard: Heard) -> None:
    assert given(dispatch(make_turn("教育局在哪", heard))).departments == ("education",)


def test_a_service_of_the_office_that_is_clearly_meant_is_answered() -> None:
    assert answer_office(make_turn("教育局在哪", Heard(matches=likely(edu_waiver=0.9)))) is None


def test_also_where_the_office_only_leads_it() -> None:
    assert answer_office(make_turn("卫健局在哪", Heard(matches=likely(hlt_clinic=0.9)))) is None


def test_after_a_service_its_own_counter_is_a_follow_up() -> None:
    talk = Conversation(services=("edu-waiver",), question="高中学费")
    assert answer_office(make_turn("教育局在哪", conversation=talk)) is None
    assert given(answer_office(make_turn("卫健局在哪", conversation=talk))).departments == ("health",)


@pytest.mark.parametrize(("text", "is_office"), [("镇上有没有", False), ("镇上在哪", True)])
def test_after_a_service_an_office_that_nothing_is_asked_of_is_no_question(text: str, is_office: bool) -> None:
    talk = Conversation(services=("edu-waiver",), question="高中学费")
    assert (answer_office(make_turn(text, conversation=talk)) is not None) is is_office


@pytest.mark.parametrize(
    "text", ["教育局办免学费要什么", "教育局的人不理我", "派出所在哪", "在哪", "", "教育局" + "在哪" * 13]
)
def test_other_messages_are_left_to_others(text: str) -> None:
    assert answer_office(make_turn(text)) is None


def test_a_pressed_button_is_left_to_others() -> None:
    assert answer_office(make_turn(action="show:edu-waiver")) is None


def test_the_office_is_meant_until_a_service_is_shown() -> None:
    after = given(answer_office(make_turn("卫健局在哪"))).conversation
    assert given(answer_office(make_turn("那电话", conversation=after))).departments == ("health",)
    shown = after.showing(("edu-waiver",), "高中学费")
    assert answer_office(make_turn("那电话", conversation=shown)) is None


def test_the_longest_name_wins() -> None:
    assert find_office(small_content(), "县教育局") == NamedOffice("education", "县教育局")
    assert find_office(small_content(), "派出所") is None


def test_without_words_in_the_content_only_the_name_itself_asks() -> None:
    bare = replace(small_content(), office_words=type(small_content().office_words)())
    assert answer_office(make_turn("教育局在哪", NOTHING, content=bare)) is None
    assert given(answer_office(make_turn("教育局", NOTHING, content=bare))).departments == ("education",)
