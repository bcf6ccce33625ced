from __future__ import annotations

import pytest

from handlers.turn import Conversation, Kind
from handlers.unreadable import answer_unreadable
from tests.handlers.turns import given, make_turn, said


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "common.empty"),
        ("   \n", "common.empty"),
        ("\u200b\x00", "common.empty"),
        ("？？？", "common.no_words"),
        ("😀😀", "common.no_words"),
        ("......", "common.no_words"),
    ],
)
def test_nothing_to_read_gets_a_plain_sentence(text: str, key: str) -> None:
    reply = given(answer_unreadable(make_turn(text)))
    assert (reply.kind, said(reply)) == (Kind.SMALLTALK, {key})


@pytest.mark.parametrize("text", ["高中", "a", "低保？"])
def test_words_are_left_to_others(text: str) -> None:
    assert answer_unreadable(make_turn(text)) is None


def test_the_conversation_goes_on() -> None:
    shown = Conversation(services=("edu-loan",), options=("edu-waiver", "edu-loan"))
    assert given(answer_unreadable(make_turn("?", conversation=shown))).conversation == shown


def test_a_bare_number_that_picks_nothing_names_the_numbers_to_call() -> None:
    assert said(answer_unreadable(make_turn("119"))) == {"common.only_number"}


def test_a_number_while_a_choice_waits_is_left_to_others() -> None:
    assert answer_unreadable(make_turn("2", conversation=Conversation(options=("edu-waiver", "edu-loan")))) is None
