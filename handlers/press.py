"""Answers a pressed button."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.followup import show_detail
from handlers.service import show_services
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import COUNTY_HOTLINE
from knowledge.decision import MOST_CLARIFICATIONS

REJECTED = "rejected"


def answer_press(turn: Turn) -> Reply | None:
    """Return what a button asks for; None for typed text and for an action nobody knows."""
    pressed = action.read_action(turn.action) if turn.action else None
    if pressed is None:
        return None
    if pressed.verb == action.NEITHER:
        return reject_choice(turn)
    if pressed.verb == action.NOT_TEXT:
        return replace(_say(turn, "common.not_text"), kind=Kind.SMALLTALK)
    if pressed.service not in turn.content.services:
        return _say(turn, "common.service_gone")
    if pressed.verb == action.SHOW:
        return show_services(turn, (pressed.service,))
    if pressed.verb == action.DETAIL:
        return show_detail(turn, pressed.service, pressed.aspect)
    if pressed.verb == action.USEFUL:
        return _say(turn, "common.useful_thanks")
    return replace(_say(turn, "common.useless_thanks"), review=REJECTED)


def reject_choice(turn: Turn) -> Reply:
    """Return what is said after "none of these"; after two rejected choices the hotline."""
    key = "choice.neither_reply" if turn.conversation.clarifications < MOST_CLARIFICATIONS else "choice.too_many"
    conversation = replace(turn.conversation, options=(), services=())
    reply = _say(turn, key)
    return replace(reply, kind=Kind.HANDOFF, departments=(COUNTY_HOTLINE,), review=REJECTED, conversation=conversation)


def _say(turn: Turn, key: str) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages[key]),)
    return Reply(kind=Kind.COMMAND, blocks=blocks, conversation=turn.conversation)
