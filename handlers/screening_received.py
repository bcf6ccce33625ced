"""Asks which services a person has already, so that these are not offered again; several can be named at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import action
from handlers.pick import read_ordinals
from handlers.screening_answer import has_said, is_said
from handlers.screening_findings import RECEIVED, find_results, receivable
from handlers.screening_question import screen_reply
from handlers.screening_results import show_results
from handlers.screening_state import ScreeningState
from handlers.turn import Block, Button, Reply, Style, Turn
from knowledge.language.normalise import bare, normalise, plain_form
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind

LONGEST_NAME = 8
"""Characters of an answer that names a service."""


def ask_received(turn: Turn, state: ScreeningState) -> Reply:
    """Return the question which of the services found the person has already; the results where there are none."""
    content = turn.content
    services = receivable(find_results(turn, state))
    if not services:
        return show_results(turn, replace(state, waiting="", is_paused=False))
    is_again = RECEIVED in state.asked
    none = content.messages["screening.button_no_more" if is_again else "screening.button_none_received"]
    buttons = (
        *(Button(content.services[key].title, action.write_action(action.HAVE, key)) for key in services),
        Button(none, action.write_action(action.HAVE, action.NONE)),
    )
    text = content.messages["screening.received_more" if is_again else "screening.received_ask"]
    choice = Block(Style.CHOICE, text, tuple(button.label for button in buttons))
    return screen_reply(turn, state.asking(RECEIVED), (choice,), buttons)


def mark_received(turn: Turn, state: ScreeningState, ids: Sequence[str]) -> Reply:
    """Note what a person has, and ask for more of it or show the results; no id of a service = nothing more."""
    new = tuple(key for key in ids if key in turn.content.services and key not in state.received)
    marked = replace(state, received=(*state.received, *new))
    if not new:
        return show_results(turn, replace(marked, waiting="", is_paused=False))
    return ask_received(turn, marked)


def read_received(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows from a typed answer: numbers, part of a title, 都没有; None where it is none of these."""
    listed = receivable(find_results(turn, state))
    if any(is_said(turn, f"screening.words_{word}") for word in ("no", "done", "unsure", "untold")):
        return mark_received(turn, state, ())
    if is_said(turn, "screening.words_all"):
        return mark_received(turn, state, listed)
    if numbers := read_ordinals(turn.text):
        return mark_received(turn, state, [listed[number - 1] for number in numbers if 1 <= number <= len(listed)])
    typed = bare(normalise(turn.text))
    named = [key for key in listed if len(typed) > 1 and typed in plain_form(turn.content.services[key].title)]
    named = named or _clearly_named(turn)
    return mark_received(turn, state, named) if named else None


def _clearly_named(turn: Turn) -> list[str]:
    """Return the service that a short answer clearly names, listed or not; empty where it asks or names none."""
    match = decide(turn.understanding.alone, turn.thresholds).answer
    is_short = len(turn.understanding.analysis.plain) <= LONGEST_NAME
    if match is None or not is_short or has_said(turn, "screening.words_question"):
        return []
    return [match.intent.id] if match.intent.kind is IntentKind.SERVICE else []
