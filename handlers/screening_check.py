"""Says whether a person meets the condition of one service: what fits, what fails, what is open, what else to see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handlers.card import show_button
from handlers.screening_buttons import start_button, step_button
from handlers.screening_findings import find_results
from handlers.screening_question import screen_reply
from handlers.screening_state import ScreeningState
from handlers.screening_words import failing_lines, label, open_lines
from handlers.turn import Block, Reply, Style, Turn
from handlers.words import say
from knowledge.conditions import Everyone
from knowledge.models import Content, Service
from knowledge.screening.eligibility import Reason, Truth
from knowledge.screening.facts import Facts
from knowledge.screening.screener import Outcome, Result

MOST_INSTEAD = 3


def show_check(turn: Turn, state: ScreeningState, service: Service, said: Sequence[Block] = ()) -> Reply:
    """Return the outcome for one service, with its reasons."""
    content = turn.content
    facts = turn.screener.certain(state.known(content.situation))
    result = turn.screener.check(service, facts)
    instead = _instead(turn, state, result, facts)
    blocks = (*said, *(block for block in _blocks(content, result, facts, instead) if block.text))
    buttons = (
        show_button(service),
        *map(show_button, instead),
        *((step_button(content, "change"),) if state.facts else ()),
        start_button(content),
    )
    reply = screen_reply(turn, state, blocks, buttons)
    talk = reply.conversation.showing((service.id,), turn.conversation.question)
    return replace(reply, services=(service.id,), departments=service.departments, conversation=talk)


def _blocks(content: Content, result: Result, facts: Facts, instead: Sequence[Service]) -> Iterator[Block]:
    yield Block(Style.TITLE, say(content, "screening.check_title", title=result.service.title))
    if isinstance(result.service.eligible, Everyone):
        yield Block(Style.TEXT, content.messages["screening.check_everyone"])
        return
    verdict = {Truth.TRUE: "likely", Truth.FALSE: "unlikely", Truth.UNKNOWN: "possible"}[result.evaluation.truth]
    yield Block(Style.TEXT, content.messages[f"screening.check_{verdict}"])
    reasons = result.evaluation.reasons
    met = (_met_line(content, one, facts) for one in reasons if one.truth is Truth.TRUE)
    yield _list(content, "met", met)
    yield _list(content, "failed", failing_lines(content, result.evaluation, facts))
    yield _list(content, "open", open_lines(content, result.evaluation))
    yield _list(content, "window", result.evaluation.window)
    titles = tuple(service.title for service in instead)
    yield _list(content, "instead", titles)
    yield Block(Style.NOTE, content.messages["screening.disclaimer"])


def _met_line(content: Content, reason: Reason, facts: Facts) -> str:
    fact = content.situation[reason.criterion.fact]
    return say(content, "screening.met_fact", name=fact.name, label=label(content, fact, facts[fact.key]))


def _list(content: Content, name: str, items: Iterable[str]) -> Block:
    lines = tuple(dict.fromkeys(items))
    return Block(Style.LIST, content.messages[f"screening.check_{name}"] if lines else "", lines)


def _instead(turn: Turn, state: ScreeningState, result: Result, facts: Facts) -> tuple[Service, ...]:
    """Return what to look at where a service is not likely: related services first, else the best that was found."""
    if result.outcome is not Outcome.UNLIKELY:
        return ()
    others = (turn.content.services[key] for key in result.service.related if key in turn.content.services)
    results = (turn.screener.check(service, facts) for service in others)
    good = [one.service for one in results if one.outcome in (Outcome.LIKELY, Outcome.POSSIBLE)]
    findings = find_results(turn, state)
    best = [one.service for one in (*findings.likely, *findings.possible)]
    return tuple(dict.fromkeys((*good, *best)))[:MOST_INSTEAD]
