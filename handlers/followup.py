"""Answers what is asked about the service just shown: an aspect of it; or which one, where none was shown."""

from __future__ import annotations

from handlers.card import service_buttons
from handlers.detail import ASPECTS, detail_blocks
from handlers.service import offer_choice
from handlers.town_question import ask_town, is_town_wanted
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import MOST_CLARIFICATIONS, decide
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import SIGNAL_NAMES, Match

LETTERS = SIGNAL_NAMES.index("letters")
OUTSIDE_CLEAR = 0.97
"""From this probability words for an aspect alone are about a matter outside: 证丢了咋办."""
OUTSIDE_ALIKE = 0.7
"""Letter-by-letter likeness to a phrasing that such a matter must have besides."""
RATHER_LAST = 0.5
"""From this probability an aspect is asked of a service shown last: a wrong guess costs no more than a question."""
LONGEST_REST = 1
"""Characters that may be left of a message when the words for an aspect are taken away, if it names nothing."""


def answer_followup(turn: Turn) -> Reply | None:
    """Return the aspect asked about a service shown last; None for whatever else a message may ask."""
    aspect = turn.understanding.aspect
    if aspect is None:
        return None
    if not turn.conversation.services:
        return _ask_which(turn, aspect)
    service_id = _asked_of_last(turn)
    return show_detail(turn, service_id, aspect) if service_id else None


def show_detail(turn: Turn, service_id: str, aspect: str) -> Reply:
    """Return one aspect of a service; an unknown aspect is answered as `more`."""
    content, service = turn.content, turn.content.services[service_id]
    asked = aspect if aspect in ASPECTS else "more"
    reply = Reply(
        kind=Kind.DETAIL,
        blocks=detail_blocks(turn, service, asked),
        services=(service_id,),
        aspect=asked,
        departments=service.departments,
        buttons=service_buttons(content, service),
        conversation=turn.conversation.showing((service_id,), turn.conversation.question),
    )
    return ask_town(turn, reply, asked) if is_town_wanted(turn, service_id, asked) else reply


def _asked_of_last(turn: Turn) -> str:
    """Return the service shown last that a message goes on with; empty where it is rather about something else."""
    last, matches = turn.conversation.services, turn.understanding.matches
    best = next((m for m in matches if m.intent.kind is IntentKind.SERVICE and m.intent.id in last), None)
    if best is None:
        return "" if matches else last[0]
    decision = decide(matches, turn.thresholds)
    says_nothing_else = decision.answer is None and not decision.options
    return best.intent.id if best.probability >= RATHER_LAST or says_nothing_else else ""


def _ask_which(turn: Turn, aspect: str) -> Reply | None:
    """Ask of which service an aspect is asked, of those just offered if any; None where the message names one."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    is_clear = match is not None and (match.intent.kind is IntentKind.SERVICE or is_clearly_outside(match))
    if is_clear or len(turn.understanding.residue) > LONGEST_REST:
        return None
    options = turn.conversation.options
    if options and turn.conversation.clarifications < MOST_CLARIFICATIONS:
        return offer_choice(turn, options)
    name = turn.content.messages[f"detail.aspect_{aspect}"]
    blocks = (Block(Style.TEXT, say(turn.content, "detail.which", aspect=name)),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=turn.conversation)


def is_clearly_outside(match: Match) -> bool:
    """Return whether a matter outside, or small talk, is meant beyond doubt: the message is like a phrasing of it."""
    return match.probability >= OUTSIDE_CLEAR and match.signals[LETTERS] >= OUTSIDE_ALIKE
