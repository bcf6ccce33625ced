"""Answers with services: one, one for each of several needs, or a choice between likely ones."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.audience import hear_audience
from handlers.card import (
    card_button,
    feedback_buttons,
    period_block,
    service_blocks,
    service_buttons,
    short_blocks,
    show_button,
)
from handlers.town_question import ask_town, is_town_wanted
from handlers.turn import Block, Button, Kind, Reply, ReviewReason, Style, Turn
from handlers.words import say
from knowledge.matching.continuation import question_in_force
from knowledge.matching.decision import MOST_CLARIFICATIONS, decide
from knowledge.matching.intents import IntentKind

WHERE = "where"


def answer_needs(turn: Turn) -> Reply | None:
    """Return one short answer for each need where the message holds several."""
    needs = turn.understanding.needs
    if not needs:
        return None
    reply = show_services(turn, tuple(match.intent.id for match in needs))
    return replace(reply, confidence=min(match.probability for match in needs))


def answer_service(turn: Turn) -> Reply | None:
    """Return the service that is clearly meant."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    if match is None or match.intent.kind is not IntentKind.SERVICE:
        return None
    reply = replace(show_services(turn, (match.intent.id,)), confidence=match.probability)
    if match.probability < turn.thresholds.sure:
        return _with_doubt(turn, reply)
    asks_where = turn.understanding.aspect == WHERE and is_town_wanted(turn, match.intent.id, WHERE)
    return ask_town(turn, reply, WHERE) if asks_where else reply


def answer_choice(turn: Turn) -> Reply | None:
    """Return a choice between the likely services; None where there is none or two were asked in a row."""
    options = tuple(m.intent.id for m in decide(turn.understanding.matches, turn.thresholds).options)
    if not options or turn.conversation.clarifications >= MOST_CLARIFICATIONS:
        return None
    return offer_choice(turn, options)


def offer_choice(turn: Turn, options: tuple[str, ...]) -> Reply:
    """Return a choice between services and "none of these"; `options` is not empty."""
    content = turn.content
    key = "choice.ask" if not turn.conversation.clarifications else "choice.ask_again"
    titles = tuple(content.services[option].title for option in options)
    neither = Button(content.messages["choice.neither"], action.write_action(action.NEITHER))
    return Reply(
        kind=Kind.CHOOSE,
        blocks=(Block(Style.CHOICE, content.messages[key], (*titles, neither.label)),),
        options=options,
        departments=content.services[options[0]].departments,
        confidence=max((match.probability for match in turn.understanding.matches), default=0.0),
        buttons=(*(show_button(content.services[option]) for option in options), neither),
        conversation=replace(
            turn.conversation,
            question=turn.text,
            options=options,
            clarifications=turn.conversation.clarifications + 1,
        ),
        review=ReviewReason.ASKED_BACK,
    )


def show_services(turn: Turn, ids: tuple[str, ...]) -> Reply:
    """Return the answer about one service, or about several in short form; `ids` is not empty."""
    content = turn.content
    services = [content.services[key] for key in ids]
    if len(services) == 1:
        blocks = service_blocks(turn, services[0])
        buttons = service_buttons(content, services[0])
    else:
        opening = Block(Style.TEXT, say(content, "answer.several", count=len(services)))
        closing = dict.fromkeys(block for service in services if (block := period_block(turn, service)).text)
        blocks = (opening, *(block for service in services for block in short_blocks(turn, service)), *closing)
        buttons = (card_button(content, ids[0]), *map(show_button, services), *feedback_buttons(content, ids[0]))
    departments = dict.fromkeys(key for service in services for key in service.departments)
    before = turn.conversation.question
    question = question_in_force(before, turn.text, stands=turn.understanding.stands) if turn.text else before
    return Reply(
        kind=Kind.ANSWER,
        blocks=blocks,
        services=ids,
        departments=tuple(departments),
        buttons=buttons,
        conversation=replace(turn.conversation.showing(ids, question), audience=hear_audience(turn)),
    )


def _with_doubt(turn: Turn, reply: Reply) -> Reply:
    doubt = Block(Style.NOTE, turn.content.messages["answer.doubt"])
    return replace(reply, blocks=(*reply.blocks, doubt), review=ReviewReason.DOUBTFUL)
