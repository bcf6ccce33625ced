"""Answers a pressed button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers import action
from handlers.card import ASPECT_BUTTONS
from handlers.followup import show_detail
from handlers.service import show_services
from handlers.trip import press_card, press_drop
from handlers.turn import Block, Conversation, Kind, Reply, ReviewReason, Style, Turn
from knowledge.matching.decision import MOST_CLARIFICATIONS
from knowledge.models import Content
from knowledge.routing.intake import COUNTY_HOTLINE


def answer_press(turn: Turn) -> Reply | None:
    """Return what a button asks for; None for typed text and for an action nobody knows."""
    pressed = action.read_action(turn.action) if turn.action else None
    if pressed is None:
        return None
    if pressed.verb == action.NEITHER:
        return reject_choice(turn)
    if pressed.verb == action.NOT_TEXT:
        return replace(_say(turn, "common.not_text"), kind=Kind.SMALLTALK)
    if pressed.service not in turn.content.services:  # a promise to tell is made by `respond`, which has the store
        return _say(turn, "handoff.tell_nothing" if pressed.verb == action.TELL else "common.service_gone")
    if pressed.verb == action.DETAIL:
        return show_detail(turn, pressed.service, pressed.aspect)
    return _ON_SERVICE[pressed.verb](turn, pressed.service)


def typed_action(text: str, conversation: Conversation, content: Content) -> str:
    """Return the action of the button whose label was typed; empty where it is no such label."""
    if text.strip() == content.messages.get("handoff.button_tell"):
        return action.TELL
    if text.strip() == content.messages["common.button_trip"] and conversation.found:
        return action.write_action(action.TRIP, (*conversation.services, *conversation.found)[0])
    if not conversation.services:
        return ""
    labels = {content.messages[f"common.button_{aspect}"]: aspect for aspect in ASPECT_BUTTONS}
    typed = text.strip()
    if typed in labels:
        return action.write_action(action.DETAIL, conversation.services[0], labels[typed])
    verdicts = {
        "common.button_trip": action.TRIP,
        "common.button_useful": action.USEFUL,
        "common.button_wrong": action.USELESS,
    }
    verb = next((verb for key, verb in verdicts.items() if content.messages[key] == typed), "")
    return action.write_action(verb, conversation.services[0]) if verb else ""


def reject_choice(turn: Turn) -> Reply:
    """Return what is said after "none of these"; after two rejected choices the hotline."""
    key = "choice.neither_reply" if turn.conversation.clarifications < MOST_CLARIFICATIONS else "choice.too_many"
    asked = turn.conversation.clarifications if key == "choice.neither_reply" else 0
    left = turn.conversation.without(turn.conversation.services)
    conversation = replace(left, options=(), services=(), clarifications=asked)
    reply = _say(turn, key)
    return replace(
        reply, kind=Kind.HANDOFF, departments=(COUNTY_HOTLINE,), review=ReviewReason.REJECTED, conversation=conversation
    )


def _show(turn: Turn, service_id: str) -> Reply:
    return show_services(turn, (service_id,))


def _thank(turn: Turn, _service_id: str) -> Reply:
    return _say(turn, "common.useful_thanks")


def _regret(turn: Turn, service_id: str) -> Reply:
    conversation = turn.conversation.without((service_id,))
    return replace(_say(turn, "common.useless_thanks"), review=ReviewReason.REJECTED, conversation=conversation)


def _say(turn: Turn, key: str) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages[key]),)
    return Reply(kind=Kind.COMMAND, blocks=blocks, conversation=turn.conversation)


_ON_SERVICE: dict[str, Callable[[Turn, str], Reply]] = {
    action.SHOW: _show,
    action.TRIP: press_card,
    action.DROP: press_drop,
    action.USEFUL: _thank,
    action.USELESS: _regret,
}
