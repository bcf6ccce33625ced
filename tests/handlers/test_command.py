from __future__ import annotations

import pytest

from handlers.command import COMMANDS, answer_command
from handlers.turn import Conversation, Kind
from tests.handlers.turns import given, make_turn, said


@pytest.mark.parametrize(("word", "key"), COMMANDS.items())
def test_every_command_has_its_text(word: str, key: str) -> None:
    reply = given(answer_command(make_turn(word)))
    assert (reply.kind, said(reply)) == (Kind.COMMAND, {key})


@pytest.mark.parametrize("text", ["/start", " /start ", "/START", "/start@one_window_bot", "/start abc", "/start\nabc"])
def test_a_command_is_known_however_it_is_sent(text: str) -> None:
    assert said(answer_command(make_turn(text))) == {"common.start"}


@pytest.mark.parametrize("text", ["/nothing", "/drop@bot now"])
def test_an_unknown_command_gets_a_plain_word(text: str) -> None:
    assert said(answer_command(make_turn(text))) == {"common.unknown_command"}


@pytest.mark.parametrize(
    "text", ["", "   ", "/", "//", "高中学费", "/高中", "/1", "start", "帮助残疾人有哪些政策", "\n"]
)
def test_what_is_no_command(text: str) -> None:
    assert answer_command(make_turn(text)) is None


def test_a_command_leaves_the_conversation_as_it_is() -> None:
    shown = Conversation(services=("edu-loan",), options=("edu-waiver",))
    assert given(answer_command(make_turn("/help", conversation=shown))).conversation == shown
