"""Hears in which town the resident lives: from a button, an answer, a number, or any message that mentions it."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.followup import show_detail
from handlers.town_question import town_buttons
from handlers.trip import show_card
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.language.ages import read_numeral
from knowledge.language.normalise import bare
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.routing.intake import COUNTY_HOTLINE, is_town_matter
from knowledge.routing.places import Place, PlaceKind, mentioned_town, stated_place

_MOST_DIGITS = 2


def remember_town(turn: Turn) -> Turn:
    """Return the turn with the town that its message mentions in the conversation."""
    town = mentioned_town(turn.content, turn.understanding.analysis.text)
    if not town or town == turn.conversation.town:
        return turn
    return replace(turn, conversation=replace(turn.conversation, town=town))


def answer_town(turn: Turn) -> Reply | None:
    """Return the answer to a message that only says a place: a town of the county, or somewhere else; or None."""
    place = _place(turn)
    if place is None:
        return None
    if place.kind is not PlaceKind.TOWN:
        return _not_here(turn, place)
    return tell_for_town(turn, place.name)


def tell_for_town(turn: Turn, town: str) -> Reply:
    """Return that the town is remembered, and what it changes of the service last shown, or of the card asked for."""
    content, talk = turn.content, replace(turn.conversation, town=town)
    kept = say(content, "town.kept", town=town)
    aspect = turn.conversation.waits_for_town or "where"
    if aspect == action.TRIP and talk.found:
        return show_card(replace(turn, conversation=talk), talk.found)
    service = next(iter(talk.services), "")
    if service and is_town_matter(content.services[service]):
        told = show_detail(replace(turn, conversation=talk), service, aspect)
        return replace(told, blocks=(Block(Style.TEXT, kept), *told.blocks))
    blocks = (Block(Style.TEXT, kept + content.messages["town.go_on"]),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=talk)


def _place(turn: Turn) -> Place | None:
    pressed = action.read_action(turn.action) if turn.action else None
    if pressed is not None:
        return _pressed_town(turn.content, pressed.service) if pressed.verb == action.TOWN else None
    waits, screening = bool(turn.conversation.waits_for_town), turn.conversation.screening
    if screening is not None and not screening.is_paused and not waits:
        return None  # what is typed now answers the dialogue
    if waits and (town := _numbered(turn.content, turn.text)):
        return Place(PlaceKind.TOWN, town)
    if not waits and turn.understanding.is_elliptic and _is_about_service(turn):
        return None  # 古堰那边呢, of the houses that are built there
    return stated_place(turn.content, turn.understanding.analysis.text, is_awaited=waits)


def _is_about_service(turn: Turn) -> bool:
    best = next(iter(turn.understanding.alone), None)
    if best is None or best.intent.kind is not IntentKind.SERVICE:
        return False
    return best.probability >= turn.thresholds.sure


def _pressed_town(content: Content, name: str) -> Place:
    is_town = any(town.name == name for town in content.towns)
    return Place(PlaceKind.TOWN if is_town else PlaceKind.UNKNOWN, name)


def _numbered(content: Content, text: str) -> str:
    """Return the town that a typed number picks from the list shown; empty where it picks none."""
    number = bare(text)
    if not number or len(number) > _MOST_DIGITS or not number.isdecimal():
        return ""
    index = read_numeral(number) - 1
    return content.towns[index].name if 0 <= index < len(content.towns) else ""


def _not_here(turn: Turn, place: Place) -> Reply:
    content = turn.content
    towns = "、".join(town.name for town in content.towns)
    text = say(content, f"town.{place.kind}", place=place.name, towns=towns)
    return Reply(
        kind=Kind.HANDOFF,
        blocks=(Block(Style.TEXT, text),),
        departments=(COUNTY_HOTLINE,),
        buttons=town_buttons(content),
        conversation=turn.conversation,
    )
