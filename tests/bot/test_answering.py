from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.answering import answer_of, answer_turn, turn_of
from bot.library import Library
from bot.respond import Responder
from handlers.turn import Conversation, Kind, Reply
from knowledge.matching.features import MAX_LENGTH
from tests.bot.world import CLINIC, ELSEWHERE, FOLLOW_UP, LOAN, NOON, WAIVER, typed

NOW = NOON.astimezone(ZoneInfo("Asia/Shanghai"))


def as_sent(reply: Reply) -> Reply:
    """Leave out what is remembered: it is kept beside the reply, not sent with it."""
    return replace(reply, conversation=Conversation())


@pytest.mark.parametrize(
    "text", [WAIVER, ELSEWHERE, "你好", "/start", "", "啊" * (MAX_LENGTH + 1), "我电话13800138000"]
)
async def test_reply_is_the_one_that_residents_get(library: Library, desk: Responder, text: str) -> None:
    assert as_sent(answer_of(library.edition, text, NOW)) == await desk.respond(typed(text))


async def test_follow_up_is_answered_after_its_conversation(library: Library, desk: Responder) -> None:
    first = answer_of(library.edition, LOAN, NOW)
    second = answer_of(library.edition, FOLLOW_UP, NOW, first.conversation)
    await desk.respond(typed(LOAN, 1))
    assert (second.kind, second.services) == (Kind.DETAIL, ("edu-loan",))
    assert as_sent(second) == await desk.respond(typed(FOLLOW_UP, 2))


def test_typed_label_is_its_button(library: Library) -> None:
    shown = answer_of(library.edition, CLINIC, NOW)
    label = library.edition.content.messages["common.button_bring"]
    reply = answer_of(library.edition, label, NOW, shown.conversation)
    assert (reply.aspect, reply.services) == ("bring", ("hlt-clinic",))


def test_number_is_masked_before_anything_reads_it(library: Library) -> None:
    assert "13800138000" not in answer_of(library.edition, f"{WAIVER} 13800138000", NOW).conversation.question


def test_service_that_a_newer_edition_lacks_is_forgotten(library: Library) -> None:
    before = Conversation(services=("edu-gone",), options=("edu-gone", "edu-loan"))
    turn = turn_of(library.edition, WAIVER, NOW, before)
    assert (turn.conversation.services, turn.conversation.options) == ((), ("edu-loan",))


def test_same_turn_gets_the_same_reply(library: Library) -> None:
    turn = turn_of(library.edition, WAIVER, NOW, Conversation())
    assert answer_turn(turn) == answer_turn(turn)
