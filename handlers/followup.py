"""Answers what is asked about the service just shown: an aspect of it, or the same question for another case."""

from __future__ import annotations

from dataclasses import replace

from handlers.card import service_buttons
from handlers.detail import ASPECTS, detail_blocks
from handlers.service import show_services
from handlers.town_question import ask_town, is_town_wanted
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import SIGNAL_NAMES, Match

LETTERS = SIGNAL_NAMES.index("letters")
SHORTEST = 2
SHORT = 14
"""A message of up to so many characters may lean on the one before it."""
STANDS = 0.45
"""From this probability a short message stands for itself."""
OUTSIDE_CLEAR = 0.97
"""From this probability a short message after an answer is about a matter outside, small talk, or a sibling."""
OUTSIDE_ALIKE = 0.7
"""Letter-by-letter likeness to a phrasing that a matter outside must have besides: 手机能挂失不 goes on from a card."""
CLEAR = 0.9
"""A message that sounds elliptic stands for itself only from this probability."""
NAMED = 0.5
OUTWEIGHS = 3.0
"""From `NAMED`, and so many times as probable as the last service, a service is named by the message itself."""
ELLIPSIS_STARTS = ("那", "要是", "如果", "换成")
ELLIPSIS_ENDS = ("呢", "的呢", "咋样", "也行不")
LONGEST_CONTEXT = 60
"""Characters of the conversation's question that later messages are read with."""
EMPTY_REST = 1
"""Characters that may be left of a message when the words for an aspect are taken away, if it names nothing."""
NAMES_SIBLING = 0.95
"""From this probability, among the services shown and their siblings, a message names a sibling: 我们村里呢."""
SIBLING = 0.2
"""Added to the probability of a service that is related to the last one, when a message leans on it."""
CONTEXT = 1.0
"""Weight of the ranking of the last question and this message read as one."""


def answer_followup(turn: Turn) -> Reply | None:
    """Return the aspect asked about the last service, or the sibling it leads to; None for a question of its own."""
    last = turn.conversation.services
    if not last:
        return _ask_which(turn)
    if turn.understanding.aspect and asks_aspect_of_last(turn):
        return show_detail(turn, last[0], turn.understanding.aspect)
    if leans_on_last(turn):
        return _answer_in_context(turn, last)
    if is_short(turn) and not _is_clear(turn):
        sibling = _named_sibling(turn, last) or _sibling_in_context(turn, last)
        return _show_in_context(turn, sibling) if sibling else None
    return None


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


def asks_aspect_of_last(turn: Turn) -> bool:
    """Return whether a message asks where, when, how much … of the service shown last."""
    last = turn.conversation.services
    return bool(last) and turn.understanding.aspect is not None and _is_about(turn, last)


def leans_on_last(turn: Turn) -> bool:
    """Return whether a short message names nothing clearly and so is read together with the one before it."""
    understanding = turn.understanding
    if not is_short(turn):
        return False
    best = next(iter(understanding.matches), None)
    if best is None:
        return True
    if best.intent.kind is not IntentKind.SERVICE:
        return not is_clearly_outside(best)
    names_itself = understanding.names_something and not is_elliptic(turn)
    return best.probability < (STANDS if names_itself else CLEAR)


def is_short(turn: Turn) -> bool:
    """Return whether a message is short enough to lean on the one before it."""
    return SHORTEST <= len(turn.understanding.analysis.plain) <= SHORT


def is_elliptic(turn: Turn) -> bool:
    """Return whether a message sounds as if it went on from the one before: 那…, …呢."""
    text = turn.understanding.analysis.text.rstrip("?!。,. ")
    return text.endswith(ELLIPSIS_ENDS) or text.startswith(ELLIPSIS_STARTS)


def _is_about(turn: Turn, last: tuple[str, ...]) -> bool:
    """Return whether an aspect is asked of the last service, not of one that the message itself names."""
    understanding = turn.understanding
    best = best_service(understanding.matches)
    if best is None or best.intent.id in last:
        return True
    if not understanding.names_something:
        return best.probability < OUTSIDE_CLEAR or best.intent.id not in understanding.among
    if best.intent.id == _named_sibling(turn, last):
        return False
    if best.probability >= turn.thresholds.sure:
        return False
    of_last = max((m.probability for m in understanding.matches if m.intent.id in last), default=0.0)
    if best.probability >= NAMED and best.probability > OUTWEIGHS * of_last:
        return False
    in_context = best_service(understanding.in_context)
    return in_context is not None and in_context.intent.id in last


def _answer_in_context(turn: Turn, last: tuple[str, ...]) -> Reply | None:
    shown = [turn.content.services[key] for key in last if key in turn.content.services]
    siblings = {key for service in shown for key in service.siblings}
    if named := _named_sibling(turn, last):
        return _show_in_context(turn, named)
    scores: dict[str, float] = {}
    for matches, weight in ((turn.understanding.matches, 1.0), (turn.understanding.in_context, CONTEXT)):
        for match in matches:
            if match.intent.kind is IntentKind.SERVICE:
                scores[match.intent.id] = scores.get(match.intent.id, 0.0) + weight * match.probability
    own = {match.intent.id for match in turn.understanding.matches}
    for key in siblings & own:
        scores[key] += SIBLING
    if not scores:
        return None
    best = min(scores, key=lambda key: (-scores[key], key))
    if scores[best] < STANDS / 2:
        return None
    return _show_in_context(turn, best)


def _named_sibling(turn: Turn, last: tuple[str, ...]) -> str:
    """Return the sibling of the services shown last that a message clearly names; empty where it names none."""
    if not turn.understanding.names_something:
        return ""
    named = (key for key, chance in turn.understanding.among.items() if chance >= NAMES_SIBLING)
    return next((key for key in named if key not in last), "")


def _sibling_in_context(turn: Turn, last: tuple[str, ...]) -> str:
    """Return the sibling that the question before and this message clearly mean as one; empty where there is none."""
    best = best_service(turn.understanding.in_context)
    if best is None or best.probability < turn.thresholds.answer or best.intent.id in last:
        return ""
    return best.intent.id if best.intent.id in turn.understanding.among else ""


def _show_in_context(turn: Turn, service_id: str) -> Reply:
    reply = show_services(turn, (service_id,))
    question = f"{turn.conversation.question} {turn.text}"[-LONGEST_CONTEXT:]
    return replace(reply, conversation=replace(reply.conversation, question=question))


def _is_clear(turn: Turn) -> bool:
    """Return whether a message that names nothing is nevertheless about one matter: 网上能办不, 身份证丢了咋办."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    return match is not None and (match.intent.kind is IntentKind.SERVICE or is_clearly_outside(match))


def is_clearly_outside(match: Match) -> bool:
    """Return whether a matter outside, or small talk, is meant beyond doubt: the message is like a phrasing of it."""
    return match.probability >= OUTSIDE_CLEAR and match.signals[LETTERS] >= OUTSIDE_ALIKE


def best_service(matches: tuple[Match, ...]) -> Match | None:
    """Return the most probable service among matches; None where there is none."""
    return next((match for match in matches if match.intent.kind is IntentKind.SERVICE), None)


def _ask_which(turn: Turn) -> Reply | None:
    aspect = turn.understanding.aspect
    if not aspect or len(turn.understanding.residue) > EMPTY_REST or _is_clear(turn):
        return None
    name = turn.content.messages[f"detail.aspect_{aspect}"]
    blocks = (Block(Style.TEXT, say(turn.content, "detail.which", aspect=name)),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=turn.conversation)
