"""What the bot answers: a message with its conversation in, the reply out. No store, no clock: same in, same out.

`Responder` answers every message of every channel by it; `evaluate` and the replay before publishing ask thousands of
questions by `answer_of`, so that what is measured is what residents get.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.library import Edition
from bot.masking import mask, without_masked
from handlers.dispatch import dispatch
from handlers.press import typed_action
from handlers.turn import Block, Conversation, Kind, Reply, Style, Turn
from knowledge.matching.features import MAX_LENGTH
from knowledge.matching.understanding import EMPTY
from knowledge.models import Content


def answer_of(edition: Edition, text: str, now: datetime, conversation: Conversation | None = None) -> Reply:
    """Return the reply to a typed text, unmasked as it was written, after a conversation or as its first message.

    `now` is aware, in the county's time zone.
    """
    return answer_turn(typed_turn(edition, text, now, conversation or Conversation()))


def typed_turn(edition: Edition, text: str, now: datetime, conversation: Conversation) -> Turn:
    """Return the turn of a typed text, which is masked here as it is before it is stored."""
    masked = mask(text)
    return turn_of(edition, masked, now, conversation, action=typed_action(masked, conversation, edition.content))


def turn_of(edition: Edition, text: str, now: datetime, conversation: Conversation, *, action: str = "") -> Turn:
    """Return a message, masked already, with all that is needed to answer it; an empty text is a pressed button."""
    shown = conversation.services
    before = conversation.question if shown else ""
    return Turn(
        text=text,
        action=action,
        understanding=edition.understander.understand(without_masked(text), before, shown) if text else EMPTY,
        conversation=_existing(conversation, edition.content),
        content=edition.content,
        screener=edition.screener,
        thresholds=edition.understander.thresholds,
        now=now,
    )


def answer_turn(turn: Turn) -> Reply:
    """Return the reply to a turn, with a note where numbers were masked and where the text was too long to be read."""
    messages, notes = turn.content.messages, []
    reply = dispatch(turn)
    if "**" in turn.text:
        notes.append(messages["common.masked"])
    if len(turn.text) > MAX_LENGTH and reply.kind is not Kind.SCREEN:  # facts are found in all of it
        notes.append(messages["common.too_long"].format(limit=MAX_LENGTH))
    return replace(reply, blocks=(*reply.blocks, *(Block(Style.NOTE, note) for note in notes)))


def _existing(conversation: Conversation, content: Content) -> Conversation:
    """Leave out services and a town that a newer edition no longer has."""
    services = tuple(key for key in conversation.services if key in content.services)
    options = tuple(key for key in conversation.options if key in content.services)
    found = tuple(key for key in conversation.found if key in content.services)
    town = conversation.town if any(town.name == conversation.town for town in content.towns) else ""
    return replace(conversation, services=services, options=options, found=found, town=town)
