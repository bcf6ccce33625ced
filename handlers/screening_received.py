"""Asks which services a person has already, so that these are not offered again; several can be named at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import action
from handlers.screening_answer import is_said
from handlers.screening_question import RECEIVED, screen_reply
from handlers.screening_results import find_results, show_results
from handlers.screening_state import ScreeningState
from handlers.turn import Block, Button, Reply, Style, Turn
from knowledge.language.normalise import bare, normalise, plain_form
from knowledge.models import Strength
from knowledge.screening.next_question import MOST_QUESTIONS

MOST_RECEIVED = 6
"""Services named in one question."""
FIRM = frozenset({Strength.GUARANTEED, Strength.CONTINUING})
"""Only what is running can have been received."""
_NUMBERS = re.compile(r"[\d、,和 .第个]+")


def receivable(turn: Turn, state: ScreeningState) -> tuple[str, ...]:
    """Return ids of likely services that the person may have already, firmest first; may be empty."""
    findings = find_results(turn, state)
    firm = [one.service.id for one in (*findings.likely, *findings.also) if one.service.strength in FIRM]
    return tuple(firm[:MOST_RECEIVED])


def is_received_due(state: ScreeningState) -> bool:
    """Return whether the question may still be put."""
    return RECEIVED not in state.asked and len(state.asked) < MOST_QUESTIONS


def ask_received(turn: Turn, state: ScreeningState, services: Sequence[str], said: Sequence[Block] = ()) -> Reply:
    """Return the question which of some services the person has already; `services` is not empty."""
    content = turn.content
    is_again = RECEIVED in state.asked
    none = content.messages["screening.button_no_more" if is_again else "screening.button_none_received"]
    buttons = (
        *(Button(content.services[key].title, action.write_action(action.HAVE, key)) for key in services),
        Button(none, action.write_action(action.HAVE, action.NONE)),
    )
    text = content.messages["screening.received_more" if is_again else "screening.received_ask"]
    choice = Block(Style.CHOICE, text, tuple(button.label for button in buttons))
    return screen_reply(turn, state.asking(RECEIVED), (*said, choice), buttons)


def mark_received(turn: Turn, state: ScreeningState, ids: Sequence[str]) -> Reply:
    """Note what a person has, and ask for more of it or show the results; no id of a service = nothing more."""
    new = tuple(key for key in ids if key in turn.content.services and key not in state.received)
    marked = replace(state, received=(*state.received, *new))
    rest = receivable(turn, marked)
    if not new or not rest:
        return show_results(turn, replace(marked, waiting="", is_paused=False))
    return ask_received(turn, marked, rest)


def read_received(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows from a typed answer: numbers, part of a title, 都没有; None where it is none of these."""
    listed = receivable(turn, state)
    text = normalise(turn.text)
    if is_said(turn, "screening.words_no") or is_said(turn, "screening.words_unsure"):
        return mark_received(turn, state, ())
    if _NUMBERS.fullmatch(text):
        numbers = [int(number) for number in re.findall(r"\d{1,2}", text)]
        return mark_received(turn, state, [listed[number - 1] for number in numbers if 1 <= number <= len(listed)])
    typed = bare(text)
    named = [key for key in listed if len(typed) > 1 and typed in plain_form(turn.content.services[key].title)]
    return mark_received(turn, state, named) if named else None
