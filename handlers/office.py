"""Answers who asks for an office by its name: what it does, where it is, whom to call. Called by the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.counter import confirmed_window, counter_lines, counter_name, depends_on_town, plain_name
from handlers.turn import Block, Kind, Reply, ReviewReason, Style, Turn
from handlers.words import department_hotlines, department_name, say
from knowledge.language.normalise import bare, plain_form
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.routing.intake import COUNTY_HOTLINE, TOWN_WINDOW, intake_key, is_town_matter
from knowledge.routing.office_question import LONGEST, asks_for_office, asks_where

ASPECT = "where"


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office named in a text."""

    department: str
    """Key of its department."""
    name: str
    """The name as it stands in the text, normalised."""


def answer_office(turn: Turn) -> Reply | None:
    """Return what is known of the office that a message asks for and for nothing else; None for other messages."""
    if turn.action or not turn.text:
        return None
    key = _asked_office(turn)
    return _tell(turn, key) if key else None


def find_office(content: Content, text: str) -> NamedOffice | None:
    """Return the department whose name or alias, the longest one, stands in a text, normalised; None without any."""
    offices = (d for d in content.departments.values() if d.key != COUNTY_HOTLINE)
    names = {plain_form(name): d.key for d in offices for name in (d.name, *d.aliases)}
    plain = bare(text)
    found = [name for name in names if name in plain]
    if not found:
        return None
    longest = max(found, key=lambda name: (len(name), name))
    return NamedOffice(names[longest], longest)


def task_blocks(content: Content, key: str) -> tuple[Block, Block]:
    """Return what an office does, and that the bot finds the counter for a matter: the town's may be nearer."""
    is_led_in_town = key != TOWN_WINDOW and any(s.lead == key and is_town_matter(s) for s in content.services.values())
    handles = say(content, "office.handles", handles=content.departments[key].handles)
    ask = content.messages["office.ask_near" if is_led_in_town else "office.ask"]
    return Block(Style.TEXT, handles), Block(Style.NOTE, ask)


def _asked_office(turn: Turn) -> str:
    """Return the key of the office asked for; empty where a matter is asked for, or nothing is."""
    content, text = turn.content, bare(turn.understanding.analysis.plain)
    if len(text) > LONGEST:
        return ""
    named = find_office(content, text)
    if named is None:
        office = turn.conversation.office
        return office if office and asks_where(content.office_words, text) else ""
    rest = text.replace(named.name, "", 1)
    if turn.conversation.services and not asks_where(content.office_words, rest):
        return ""  # 镇上有没有, after a service, asks about that
    is_asked = asks_for_office(content.office_words, rest, _town_names(content))
    return named.department if is_asked and not _is_about_service(turn, named.department) else ""


def _town_names(content: Content) -> Iterator[str]:
    for town in content.towns:
        yield from (town.name, *town.aliases)


def _is_about_service(turn: Turn, key: str) -> bool:
    """Return whether the message means a service that this office leads or takes in, such as 图书馆 the new library."""
    content, last = turn.content, turn.conversation.services
    best = next(iter(turn.understanding.alone), None)
    is_clear = best is not None and best.intent.kind is IntentKind.SERVICE
    if best is not None and is_clear and best.probability >= turn.thresholds.answer:
        service = content.services[best.intent.id]
        return key == service.lead or (key == intake_key(service) and key != TOWN_WINDOW)
    return bool(last) and intake_key(content.services[last[0]]) == key


def _tell(turn: Turn, key: str) -> Reply:
    content, town = turn.content, turn.conversation.town
    window = confirmed_window(content.departments[key], town)
    name = counter_name(content, key, town) if key == TOWN_WINDOW else department_name(content, key)
    handles, ask = task_blocks(content, key)
    where = Block(Style.LIST, content.messages["office.where_heading"], _where(turn, key))
    blocks = (Block(Style.TITLE, name), handles, where, _handovers(turn, key), ask)
    return Reply(
        kind=Kind.HANDOFF if window is None else Kind.DETAIL,
        blocks=tuple(block for block in blocks if block.text),
        aspect=None if window is None else ASPECT,
        departments=(key,),
        conversation=replace(turn.conversation, office=key),
        review=ReviewReason.UNANSWERED if window is None else None,
    )


def _where(turn: Turn, key: str) -> tuple[str, ...]:
    """Return what is confirmed of the office's counter; that nothing is, where nothing is."""
    content, town = turn.content, turn.conversation.town
    numbers = department_hotlines(content, content.departments[key])
    if window := confirmed_window(content.departments[key], town):
        return counter_lines(content, window, turn.now, numbers)
    if depends_on_town(content, key, town):
        return (content.messages["answer.go_by_town"],)
    return (say(content, "answer.go_unconfirmed", hotline=numbers),)


def _handovers(turn: Turn, key: str) -> Block:
    """Return what people come for and another office does; without text where nothing is known."""
    content, town = turn.content, turn.conversation.town
    items = tuple(
        say(content, "office.not_here", matter=other.matter, who=plain_name(content, other.who, town))
        for other in content.departments[key].not_handles
    )
    return Block(Style.LIST, content.messages["office.not_here_heading"] if items else "", items)
