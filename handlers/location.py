"""Answers a position sent from a phone with the nearest confirmed counter. The position itself is not remembered."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.counter import counter_lines, plain_name
from handlers.town_question import town_block, town_buttons
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import department_hotlines, say
from knowledge.models import Service
from knowledge.offices import Position
from knowledge.routing.intake import COUNTY_HOTLINE, intake_key
from knowledge.routing.positions import Near, is_in_county, nearest_window


def answer_location(turn: Turn) -> Reply | None:
    """Return the counter nearest to a position, for the service last shown if there is one; None for other messages."""
    pressed = action.read_action(turn.action) if turn.action else None
    if pressed is None or pressed.verb != action.AT:
        return None
    position = read_position(pressed.service)
    if position is None:
        return _no_counter(turn, "town.location_bad")
    if not is_in_county(position):
        return _no_counter(turn, "town.location_far")
    service = next((turn.content.services[key] for key in turn.conversation.services), None)
    near = nearest_window(turn.content, position, intake_key(service) if service else "")
    if near is not None:
        return _show(turn, near, service)
    return _no_counter(turn, "town.location_no_counter" if service else "town.location_unconfirmed")


def write_position(latitude: float, longitude: float) -> str:
    """Return the action of a position, cut to about a kilometre: nobody needs to know it better.

    >>> write_position(33.04182, 108.2471)
    'at:33.04,108.25'
    """
    return action.write_action(action.AT, f"{latitude:.2f},{longitude:.2f}")


def read_position(text: str) -> Position | None:
    """Return the position that `write_position` wrote; None for anything else.

    >>> read_position("33.04,108.25")
    Position(latitude=33.04, longitude=108.25)
    >>> read_position("nan,999") is None
    True
    """
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        return None
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004  degrees of a globe
    return Position(latitude, longitude) if is_on_earth else None


def _show(turn: Turn, near: Near, service: Service | None) -> Reply:
    content, talk = turn.content, turn.conversation
    office = plain_name(content, near.department, near.window.town)
    first = say(content, "town.location_nearest", office=office, distance=f"{near.distance_km:.0f}")
    lines = counter_lines(
        content, near.window, turn.now, department_hotlines(content, content.departments[near.department])
    )
    return Reply(
        kind=Kind.DETAIL,
        blocks=(Block(Style.TEXT, first), Block(Style.LIST, content.messages["answer.go_heading"], lines)),
        services=(service.id,) if service else (),
        aspect="where",
        departments=service.departments if service else (near.department,),
        conversation=replace(talk, town=near.window.town or talk.town),
    )


def _no_counter(turn: Turn, key: str) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages[key]), town_block(turn.content))
    return Reply(
        kind=Kind.HANDOFF,
        blocks=blocks,
        departments=(COUNTY_HOTLINE,),
        buttons=town_buttons(turn.content),
        conversation=replace(turn.conversation, is_town_asked=True, waits_for_town="where"),
    )
