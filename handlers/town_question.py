"""Asks in which town the resident lives, once, where it decides which counter it is. Called after a detail is told."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.turn import Block, Button, Reply, Style, Turn
from knowledge.models import Content
from knowledge.routing.intake import TOWN_WINDOW, is_town_matter


def ask_town(turn: Turn, reply: Reply, aspect: str) -> Reply:
    """Return a reply that also asks for the town; `aspect` is told again when it is known."""
    return replace(
        reply,
        blocks=(*reply.blocks, town_block(turn.content)),
        buttons=town_buttons(turn.content),
        conversation=replace(reply.conversation, is_town_asked=True, waits_for_town=aspect),
    )


def is_town_wanted(turn: Turn, service_id: str, aspect: str) -> bool:
    """Return whether the town decides what is told of an aspect of a service, and nobody asked for it yet."""
    talk = turn.conversation
    if talk.town or talk.is_town_asked or not is_town_matter(turn.content.services[service_id]):
        return False
    return aspect == "where" or (aspect == "when" and have_hours(turn.content))


def have_hours(content: Content) -> bool:
    """Return whether the opening hours of any town's counter are known: until then the town changes nothing."""
    return any(window.hours and window.confirmed_on for window in content.departments[TOWN_WINDOW].windows)


def town_block(content: Content) -> Block:
    """Return the question, with the towns as a numbered choice."""
    return Block(Style.CHOICE, content.messages["town.ask"], tuple(town.name for town in content.towns))


def town_buttons(content: Content) -> tuple[Button, ...]:
    """Return a button for each town."""
    return tuple(Button(town.name, action.write_action(action.TOWN, town.name)) for town in content.towns)
