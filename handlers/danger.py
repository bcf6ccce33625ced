"""Danger comes first: the number to call, before all else; what was asked or told besides waits behind a button."""

from __future__ import annotations

import re

from handlers.card import show_button
from handlers.screening import begin_later
from handlers.turn import Block, Conversation, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.routing.places import PlaceKind, stated_place

_ASKS_WHETHER = re.compile(r"(.)[不没]\1")
"""Says a verb twice with 不 between, which asks whether: 算不算."""


def answer_danger(turn: Turn) -> Reply | None:
    """Return the emergency numbers and what to do where the message shows danger."""
    alarm = turn.understanding.alarm
    if alarm is None or (not alarm.sign and _only_says_a_town(turn)):
        return None
    situation, content = alarm.situation, turn.content
    asked = _asked_besides(turn)
    services = tuple(dict.fromkeys(key for key in (*asked, *situation.services) if key in content.services))
    later = (Block(Style.NOTE, say(content, "urgent.later", title=content.services[key].title)) for key in asked)
    return Reply(
        kind=Kind.URGENT,
        blocks=(
            Block(Style.ALARM, say(content, "urgent.call", numbers=_numbers(content, situation.numbers))),
            Block(Style.TEXT, situation.say),
            Block(Style.NOTE, content.messages["urgent.here"]),
            *later,
        ),
        services=services,
        numbers=situation.numbers,
        buttons=tuple(show_button(content.services[key]) for key in services),
        conversation=begin_later(turn, _talk_after(turn, asked or services)),
    )


def _asks(turn: Turn) -> bool:
    """Return whether a message asks for something besides crying for help."""
    text, lexicon = turn.understanding.analysis.text, turn.content.lexicon
    is_question = bool(_ASKS_WHETHER.search(text)) or text.endswith(lexicon.asking_at_end)
    return is_question or any(word in text for word in (*lexicon.asking, *lexicon.asking_too))


def _talk_after(turn: Turn, services: tuple[str, ...]) -> Conversation:
    """Return the conversation with what later questions go on from, unless they go on from an answer before."""
    talk = turn.conversation
    return talk if talk.services or not services else talk.showing(services, turn.text)


def _asked_besides(turn: Turn) -> tuple[str, ...]:
    """Return the services that are clearly asked for beside the danger, if any."""
    if turn.understanding.needs:
        return tuple(match.intent.id for match in turn.understanding.needs)
    if not _asks(turn):
        return ()
    match = decide(turn.understanding.alone, turn.thresholds).answer
    return (match.intent.id,) if match is not None and match.intent.kind is IntentKind.SERVICE else ()


def _only_says_a_town(turn: Turn) -> bool:
    """Return whether a message says nothing but a town: the learnt model, which raised the alarm, cannot know these."""
    place = stated_place(turn.content, turn.understanding.analysis.text, is_awaited=True)
    return place is not None and place.kind is PlaceKind.TOWN


def _numbers(content: Content, numbers: tuple[str, ...]) -> str:
    return "、".join(content.messages.get(f"urgent.number_{number}", number) for number in numbers)
