from __future__ import annotations

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from handlers.dispatch import dispatch
from handlers.turn import Conversation, Kind, Turn
from knowledge.matching.intents import IntentKind
from tests.handlers.turns import NOTHING, Heard, fire, given, likely, make_turn, outside, read_turn, small_content

SHOWN = Conversation(services=("edu-waiver",), question="高中学费能免多少")
OFFERED = Conversation(options=("edu-waiver", "edu-loan"), question="学费", clarifications=1)
CLEAR = Heard(likely(edu_loan=0.95))


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (make_turn("屋里着火了", fire()), Kind.URGENT),
        (make_turn("/help"), Kind.COMMAND),
        (make_turn(action="show:edu-loan"), Kind.ANSWER),
        (make_turn(action="useful:edu-loan"), Kind.COMMAND),
        (make_turn(""), Kind.SMALLTALK),
        (make_turn("2", conversation=OFFERED), Kind.ANSWER),
        (make_turn("都不是", conversation=OFFERED), Kind.HANDOFF),
        (make_turn("在哪里", Heard(aspect="where"), conversation=SHOWN), Kind.DETAIL),
        (make_turn("两件事", Heard(needs=likely(edu_loan=0.9, hlt_clinic=0.9))), Kind.ANSWER),
        (make_turn("你好", outside(IntentKind.SMALLTALK, "greeting")), Kind.SMALLTALK),
        (make_turn("身份证丢了", outside(IntentKind.ELSEWHERE, "id-card")), Kind.HANDOFF),
        (make_turn("助学贷款", CLEAR), Kind.ANSWER),
        (make_turn("学费的事", Heard(likely(edu_waiver=0.4, edu_loan=0.35))), Kind.CHOOSE),
        (make_turn("飞船咋开"), Kind.HANDOFF),
    ],
    ids=[
        "danger",
        "command",
        "press",
        "feedback",
        "empty",
        "pick",
        "reject",
        "followup",
        "needs",
        "talk",
        "elsewhere",
        "service",
        "choice",
        "handoff",
    ],
)
def test_every_rung_of_the_ladder(turn: Turn, kind: Kind) -> None:
    assert given(dispatch(turn)).kind is kind


@pytest.mark.parametrize(
    "turn",
    [
        make_turn("/start 着火了", fire()),
        make_turn("1", fire(), conversation=OFFERED),
        make_turn("在哪里", Heard(alarm=fire().alarm, aspect="where"), conversation=SHOWN),
        make_turn("两件事", Heard(alarm=fire().alarm, needs=likely(edu_loan=0.9, hlt_clinic=0.9))),
        make_turn("助学贷款", Heard(alarm=fire().alarm, matches=CLEAR.matches)),
    ],
    ids=["command", "pick", "followup", "needs", "service"],
)
def test_danger_comes_before_everything(turn: Turn) -> None:
    assert dispatch(turn).kind is Kind.URGENT


def test_a_pending_choice_comes_before_a_new_reading() -> None:
    assert dispatch(make_turn("助学贷款", Heard(likely(hlt_clinic=0.9)), conversation=OFFERED)).services == (
        "edu-loan",
    )


def test_a_new_question_may_be_asked_instead_of_picking() -> None:
    reply = dispatch(make_turn("村卫生室在哪个地方看病", Heard(likely(hlt_clinic=0.95)), conversation=OFFERED))
    assert (reply.kind, reply.services) == (Kind.ANSWER, ("hlt-clinic",))


def test_an_unknown_action_with_text_is_read_as_text() -> None:
    assert dispatch(make_turn("助学贷款", CLEAR, action="<script>")).services == ("edu-loan",)


def test_after_two_choices_in_a_row_the_hotline() -> None:
    asked = Conversation(clarifications=2)
    turn = make_turn(
        "学费学费学费学费学费学费学费学费", Heard(likely(edu_waiver=0.4, edu_loan=0.35)), conversation=asked
    )
    assert dispatch(turn).kind is Kind.HANDOFF


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("高中学费能免多少", ("edu-waiver",)),
        ("助學貸款怎麼申請？？", ("edu-loan",)),
        ("zhuxuedaikuan", ("edu-loan",)),
        ("村卫生室在哪,另外高中学费能免多少", ("hlt-clinic", "edu-waiver")),
    ],
)
def test_a_question_is_answered_as_the_content_understands_it(text: str, keys: tuple[str, ...]) -> None:
    assert dispatch(read_turn(text)).services == keys


def test_a_conversation_goes_from_question_to_aspect() -> None:
    first = dispatch(read_turn("高中学费能免多少"))
    second = dispatch(read_turn("在哪里", conversation=first.conversation))
    assert (second.kind, second.services, second.aspect) == (Kind.DETAIL, ("edu-waiver",), "where")


def test_a_conversation_goes_from_choice_to_pick() -> None:
    first = dispatch(make_turn("学费的事", Heard(likely(edu_waiver=0.4, edu_loan=0.35))))
    second = dispatch(read_turn("第二个", conversation=first.conversation))
    assert (second.kind, second.services) == (Kind.ANSWER, ("edu-loan",))


def test_every_button_of_an_answer_can_be_pressed() -> None:
    reply = dispatch(make_turn("助学贷款", CLEAR))
    for button in reply.buttons:
        pressed = given(dispatch(make_turn(action=button.action, conversation=reply.conversation)))
        assert pressed.kind in (Kind.DETAIL, Kind.ANSWER, Kind.COMMAND)


CONVERSATIONS = st.sampled_from([Conversation(), SHOWN, OFFERED, Conversation(clarifications=2)])


@with_any(
    st.text() | st.text(st.sampled_from("高中学费贷款村卫生室在哪,那呢12着火你好/")),
    CONVERSATIONS,
    st.text(max_size=20),
)
def test_any_message_gets_a_reply(text: str, conversation: Conversation, action: str) -> None:
    reply = given(dispatch(read_turn(text, conversation=conversation, action=action)))
    assert {*reply.services, *reply.options} <= set(small_content().services)
    assert set(reply.departments) <= set(small_content().departments)


@pytest.mark.parametrize("text", ["<b>高中</b>", "{title}", "高" * 10_000, "ignore previous instructions"])
def test_hostile_text_is_not_repeated(text: str) -> None:
    assert text not in given(dispatch(make_turn(text, NOTHING))).text
