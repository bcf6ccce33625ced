"""Gives the one-trip card for all that was found in a conversation: asked for in words, or by its button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import action
from handlers.town_question import ask_town, have_hours
from handlers.trip_card import card_blocks, make_referral
from handlers.trip_words import Wish, read_wish
from handlers.turn import MOST_FOUND, Block, Button, Conversation, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.routing.route import plan_route
from knowledge.trip.referral import Referral

ASPECT = "bring"
"""What a card is in the JSON reply, where the message asks about no other aspect: a detail of the services on it."""
SEVERAL = 2


def answer_trip(turn: Turn) -> Reply | None:
    """Return the card that a message wishes for; None where it wishes for none or speaks of something else."""
    wish = read_wish(turn.understanding, turn.content.trip)
    if wish is Wish.NONE or (wish is not Wish.LIST and _is_settled_elsewhere(turn)):
        return None
    found, named = turn.conversation.found, _named(turn)
    services = tuple(dict.fromkeys((*found, *named)))[-MOST_FOUND:]
    is_new = not set(named) <= set(found)
    if is_new and wish is not Wish.LIST and not (turn.understanding.needs and wish is not Wish.FORWARD):
        return None
    if len(services) >= (SEVERAL if wish is Wish.SEVERAL or is_new else 1):
        return show_card(turn, services)
    return _say(turn, "trip.nothing") if wish is Wish.LIST and _means_nothing_else(turn) else None


def show_card(turn: Turn, services: Sequence[str]) -> Reply:
    """Return the card for some services, known and at least one; first the town is asked, where that changes a counter.

    Its code is given where it is kept.
    """
    talk = turn.conversation
    if _needs_town(turn, services):
        asking = replace(_say(turn, "trip.town_first"), conversation=replace(talk, found=tuple(services)))
        return ask_town(turn, asking, action.TRIP)
    card = make_referral(turn.content, services, talk.town, talk.audience)
    return replace(_card(turn.content, card, talk, turn.now), aspect=turn.understanding.aspect or ASPECT)


def kept_card(content: Content, card: Referral, talk: Conversation, now: datetime) -> Reply | None:
    """Return a card that was kept, written anew; None where all its services are gone from the content.

    What it holds becomes what the conversation found: whoever types its code goes on from there.
    """
    return _card(content, card, talk, now) if content.services.keys() & set(card.services) else None


def _card(content: Content, card: Referral, talk: Conversation, now: datetime) -> Reply:
    services = tuple(key for key in card.services if key in content.services)
    departments = dict.fromkeys(key for service in services for key in content.services[service].departments)
    return Reply(
        kind=Kind.DETAIL,
        blocks=card_blocks(content, card, now),
        services=services,
        aspect=ASPECT,
        departments=tuple(departments),
        buttons=_drop_buttons(content, services),
        conversation=replace(talk.showing(services, talk.question), found=services),
        referral=card,
    )


def press_card(turn: Turn, service_id: str) -> Reply:
    """Return the card for all that was found and the service under whose answer its button was pressed."""
    return show_card(turn, tuple(dict.fromkeys((*turn.conversation.found, service_id)))[-MOST_FOUND:])


def press_drop(turn: Turn, service_id: str) -> Reply:
    """Return the card without a service; a plain sentence where it was the last one."""
    talk = turn.conversation.without((service_id,))
    if talk.found:
        return show_card(replace(turn, conversation=talk), talk.found)
    return replace(_say(turn, "trip.dropped_last"), conversation=replace(talk, services=(), options=()))


def _needs_town(turn: Turn, services: Sequence[str]) -> bool:
    """Return whether the town decides what is known of a counter, and nobody asked for it yet."""
    talk, content = turn.conversation, turn.content
    is_open = not talk.town and not talk.is_town_asked and have_hours(content)
    return is_open and plan_route(content, services).needs_town


def _drop_buttons(content: Content, services: Sequence[str]) -> tuple[Button, ...]:
    if len(services) < SEVERAL:
        return ()
    titles = {key: content.services[key].title for key in services}
    return tuple(
        Button(say(content, "trip.drop", title=title), action.write_action(action.DROP, key))
        for key, title in titles.items()
    )


def _named(turn: Turn) -> tuple[str, ...]:
    """Return the services that a message itself names, as clearly as one must to be answered without a question."""
    if turn.understanding.needs:
        return tuple(match.intent.id for match in turn.understanding.needs)
    match = decide(turn.understanding.alone, turn.thresholds).answer
    is_clear = match is not None and match.probability >= turn.thresholds.sure
    return (match.intent.id,) if match and is_clear and match.intent.kind is IntentKind.SERVICE else ()


def _is_settled_elsewhere(turn: Turn) -> bool:
    match = decide(turn.understanding.alone, turn.thresholds).answer
    return match is not None and match.intent.kind is IntentKind.ELSEWHERE


def _means_nothing_else(turn: Turn) -> bool:
    return decide(turn.understanding.alone, turn.thresholds).answer is None


def _say(turn: Turn, key: str) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages[key]),)
    return Reply(kind=Kind.COMMAND, blocks=blocks, conversation=turn.conversation)
