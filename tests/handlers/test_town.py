from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.action import TOWN, write_action
from handlers.dispatch import dispatch
from handlers.followup import show_detail
from handlers.town import answer_town, remember_town
from handlers.turn import Conversation, Kind
from knowledge.matching.urgency import Alarm
from tests.handlers.turns import Heard, fire, given, likely, make_turn, said, small_content

CLINIC = Conversation(services=("hlt-clinic",), question="村卫生室")
WAIVER = Conversation(services=("edu-waiver",), question="高中学费")
WAITING = replace(CLINIC, is_town_asked=True, waits_for_town="where")


def test_where_a_town_matter_is_done_asks_for_the_town() -> None:
    reply = given(show_detail(make_turn(conversation=CLINIC), "hlt-clinic", "where"))
    assert "town.ask" in said(reply)
    assert [button.action for button in reply.buttons] == ["town:城关镇", "town:后柳镇"]


@pytest.mark.parametrize(
    ("talk", "service", "aspect"),
    [
        (CLINIC, "hlt-clinic", "bring"),
        (CLINIC, "hlt-clinic", "when"),
        (WAIVER, "edu-waiver", "where"),
        (replace(CLINIC, town="后柳镇"), "hlt-clinic", "where"),
        (replace(CLINIC, is_town_asked=True), "hlt-clinic", "where"),
    ],
    ids=["papers", "hours nobody knows", "county matter", "town known", "asked before"],
)
def test_the_town_is_not_asked_where_it_does_not_matter(talk: Conversation, service: str, aspect: str) -> None:
    assert "town.ask" not in said(show_detail(make_turn(conversation=talk), service, aspect))


@pytest.mark.parametrize("text", ["后柳", "后柳镇", "我在后柳", "后柳镇的", "2", "２"])
def test_an_answer_in_any_form_gives_the_counter(text: str) -> None:
    reply = given(dispatch(make_turn(text, conversation=WAITING)))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("hlt-clinic",), "where")
    assert "〔answer.go_first〕后柳镇便民服务中心" in reply.text
    assert (reply.conversation.town, reply.conversation.waits_for_town) == ("后柳镇", "")


def test_a_button_gives_the_counter() -> None:
    reply = given(dispatch(make_turn(action=write_action(TOWN, "后柳镇"), conversation=WAITING)))
    assert reply.conversation.town == "后柳镇"
    assert "后柳镇便民服务中心" in reply.text


def test_a_button_of_a_town_that_is_gone_names_the_towns() -> None:
    reply = given(answer_town(make_turn(action=write_action(TOWN, "老镇"), conversation=WAITING)))
    assert "〔town.unknown〕老镇城关镇、后柳镇" in reply.text


def test_a_town_said_without_a_matter_is_remembered() -> None:
    reply = given(answer_town(make_turn("我在后柳")))
    assert said(reply) == {"town.kept", "town.go_on"}
    assert reply.conversation.town == "后柳镇"


@pytest.mark.parametrize(
    ("text", "key"),
    [("我在西安", "outside"), ("我在宁陕县城关", "outside"), ("我在美国", "abroad"), ("我在柳树镇", "unknown")],
)
def test_a_place_that_is_not_here_gets_a_plain_sentence_and_the_hotline(text: str, key: str) -> None:
    reply = given(dispatch(make_turn(text)))
    assert f"town.{key}" in said(reply)
    assert (reply.kind, reply.departments, reply.conversation.town) == (Kind.HANDOFF, ("hotline",), "")


def test_a_village_nobody_wrote_down_asks_for_its_town() -> None:
    reply = given(dispatch(make_turn("五里村", conversation=WAITING)))
    assert "〔town.village〕五里村城关镇、后柳镇" in reply.text
    assert (reply.kind, [button.label for button in reply.buttons]) == (Kind.HANDOFF, ["城关镇", "后柳镇"])


@pytest.mark.parametrize("text", ["西安", "美国", "柳树镇"])
def test_a_bare_place_counts_only_as_an_answer(text: str) -> None:
    assert answer_town(make_turn(text)) is None
    assert answer_town(make_turn(text, conversation=WAITING)) is not None


@pytest.mark.parametrize("text", ["9", "", "高中学费", "我在家"])
def test_another_message_is_left_to_others(text: str) -> None:
    assert answer_town(make_turn(text, conversation=WAITING)) is None


def test_the_question_waits_for_one_message_only() -> None:
    reply = given(dispatch(make_turn("高中学费", conversation=WAITING)))
    assert reply.conversation.waits_for_town == ""


def test_any_message_that_mentions_a_town_is_remembered() -> None:
    assert given(dispatch(make_turn("我婆在后柳，高中学费"))).conversation.town == "后柳镇"


def test_a_newer_town_takes_the_place_of_an_older_one() -> None:
    turn = make_turn("不在后柳，在城关", conversation=Conversation(town="后柳镇"))
    assert remember_town(turn).conversation.town == "城关镇"


def test_danger_comes_before_the_town() -> None:
    assert given(dispatch(make_turn("我在后柳", fire()))).kind is Kind.URGENT


def test_a_bare_town_is_no_danger_without_a_sign_of_one() -> None:
    alarm = Alarm(small_content().urgent[0], 0.9, sign="")
    assert given(dispatch(make_turn("我在后柳", Heard(alarm=alarm)))).kind is Kind.SMALLTALK
    assert given(dispatch(make_turn("后柳着火了", Heard(alarm=alarm)))).kind is Kind.URGENT


def test_small_world_has_the_towns() -> None:
    assert [town.name for town in small_content().towns] == ["城关镇", "后柳镇"]


@pytest.mark.parametrize(
    ("text", "probability", "is_town"), [("后柳那边呢", 0.9, False), ("后柳那边呢", 0.3, True), ("后柳镇", 0.9, True)]
)
def test_a_place_that_is_asked_of_a_service_is_about_that(text: str, probability: float, is_town: bool) -> None:
    turn = make_turn(text, Heard(likely(hlt_clinic=probability), is_elliptic=text.endswith("呢")), conversation=WAIVER)
    assert (answer_town(turn) is not None) is is_town
