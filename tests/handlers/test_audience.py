from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.audience import SEVERAL, hear_audience
from handlers.service import show_services
from handlers.turn import Conversation, Turn
from knowledge.screening.facts import Known, OneOf, Unanswered, one_of
from knowledge.screening.found import Found, Person
from knowledge.screening.screener import Screener
from knowledge.situation import Whom
from tests.handlers.turns import make_turn


class Listener(Screener):
    """Hears in every text the same."""

    def __init__(self, known: Known | None) -> None:
        self._known = known

    def find(self, _text: str, _today: date) -> Found:
        facts = {} if self._known is None else {"whom": self._known}
        return Found(Person(Whom.ME, "", facts), (), ())


def hears(known: Known | None, before: str = "", text: str = "问") -> Turn:
    turn = make_turn(text, conversation=Conversation(audience=before))
    return replace(turn, screener=Listener(known))


@pytest.mark.parametrize(
    ("known", "before", "after"),
    [
        (one_of("elder"), "", "elder"),
        (one_of("elder"), "elder", "elder"),
        (None, "elder", "elder"),
        (None, "", ""),
        (one_of("child"), "elder", SEVERAL),
        (one_of("child"), SEVERAL, SEVERAL),
        (OneOf(frozenset({"elder", "spouse"})), "", ""),
        (Unanswered.UNTOLD, "child", "child"),
    ],
)
def test_who_is_named_is_meant_from_then_on(known: Known | None, before: str, after: str) -> None:
    assert hear_audience(hears(known, before)) == after


def test_a_pressed_button_names_nobody() -> None:
    assert hear_audience(hears(one_of("elder"), "", text="")) == ""


def test_a_question_answered_is_remembered_with_whom_it_is_for() -> None:
    reply = show_services(hears(one_of("elder")), ("edu-loan",))
    assert reply.conversation.audience == "elder"
