from __future__ import annotations

import pytest

from handlers.pick import answer_pick
from handlers.turn import Conversation, Kind
from tests.handlers.turns import given, make_turn, said

OFFERED = Conversation(options=("edu-waiver", "edu-loan", "hlt-clinic"), question="学费", clarifications=1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1", "edu-waiver"),
        ("２", "edu-loan"),
        (" 3。", "hlt-clinic"),
        ("一", "edu-waiver"),
        ("第二个", "edu-loan"),
        ("选3", "hlt-clinic"),
        ("就第一个吧", "edu-waiver"),
        ("是第2项", "edu-loan"),
    ],
)
def test_a_number_picks_its_option(text: str, key: str) -> None:
    reply = given(answer_pick(make_turn(text, conversation=OFFERED)))
    assert (reply.kind, reply.services) == (Kind.ANSWER, (key,))


@pytest.mark.parametrize(
    ("text", "key"),
    [("村卫生室", "hlt-clinic"), ("助学贷款", "edu-loan"), ("免学费", "edu-waiver"), ("助學貸款", "edu-loan")],
)
def test_part_of_a_title_picks_it(text: str, key: str) -> None:
    assert given(answer_pick(make_turn(text, conversation=OFFERED))).services == (key,)


def test_a_pick_ends_the_choice() -> None:
    assert given(answer_pick(make_turn("2", conversation=OFFERED))).conversation.options == ()


@pytest.mark.parametrize("text", ["2", "助学贷款"])
def test_a_pick_keeps_the_question_that_led_to_it(text: str) -> None:
    assert given(answer_pick(make_turn(text, conversation=OFFERED))).conversation.question == OFFERED.question


@pytest.mark.parametrize("text", ["都不是", "都不是。", "不对", "都不對", "4"])
def test_none_of_these_is_a_rejection(text: str) -> None:
    reply = given(answer_pick(make_turn(text, conversation=OFFERED)))
    assert (reply.kind, said(reply)) == (Kind.HANDOFF, {"choice.neither_reply"})


@pytest.mark.parametrize("text", ["0", "5", "99", "十"])
def test_a_number_out_of_range_is_asked_again(text: str) -> None:
    reply = given(answer_pick(make_turn(text, conversation=OFFERED)))
    assert (reply.kind, reply.options) == (Kind.CHOOSE, OFFERED.options)
    assert "choice.out_of_range" in said(reply)
    assert len(reply.buttons) == len(OFFERED.options) + 1
    assert reply.conversation == OFFERED


@pytest.mark.parametrize("text", ["", "？", "低保怎么申请", "学", "123", "1和2", "我有3个娃"])
def test_a_new_question_is_left_to_others(text: str) -> None:
    assert answer_pick(make_turn(text, conversation=OFFERED)) is None


def test_part_of_two_titles_picks_neither() -> None:
    same = Conversation(options=("edu-waiver", "edu-waiver"))
    assert answer_pick(make_turn("免学费", conversation=same)) is None


@pytest.mark.parametrize("text", ["1", "都不是", "村卫生室", ""])
def test_without_a_choice_there_is_nothing_to_pick(text: str) -> None:
    assert answer_pick(make_turn(text)) is None


def test_none_of_these_also_rejects_an_answer_just_shown() -> None:
    reply = given(answer_pick(make_turn("不是", conversation=Conversation(services=("edu-loan",)))))
    assert (reply.kind, reply.conversation.services) == (Kind.HANDOFF, ())
