from __future__ import annotations

import pytest

from handlers.smalltalk import answer_smalltalk
from handlers.turn import Conversation, Kind
from knowledge.matching.intents import IntentKind
from tests.handlers.turns import Heard, given, likely, make_turn, outside, small_content

HELLO = outside(IntentKind.SMALLTALK, "greeting")


def test_small_talk_gets_the_reply_of_the_content() -> None:
    reply = given(answer_smalltalk(make_turn("你好", HELLO)))
    assert (reply.kind, reply.text, reply.confidence) == (
        Kind.SMALLTALK,
        small_content().smalltalk["greeting"].reply,
        0.9,
    )


@pytest.mark.parametrize(
    "heard",
    [Heard(), Heard(likely(edu_loan=0.9)), outside(IntentKind.ELSEWHERE, "id-card")],
    ids=["none", "service", "other"],
)
def test_everything_else_is_left_to_others(heard: Heard) -> None:
    assert answer_smalltalk(make_turn("问", heard)) is None


def test_small_talk_does_not_end_the_conversation() -> None:
    shown = Conversation(services=("edu-loan",), question="贷款", options=("edu-loan", "edu-waiver"))
    assert given(answer_smalltalk(make_turn("你好", HELLO, conversation=shown))).conversation == shown
