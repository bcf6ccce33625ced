"""Says one aspect of a service: where, when, what to bring, how much, who, how, from which source, or more."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.card import (
    bring_block,
    open_block,
    outdated_blocks,
    period_block,
    service_blocks,
    source_block,
    where_block,
)
from handlers.turn import Block, Style, Turn
from handlers.words import department_name, figures, hotlines, is_out_of_date, say, window_department
from knowledge.models import Service

Aspect = Callable[[Turn, Service], tuple[Block, ...]]

_DATE = re.compile(r"\d{4}年|每年|每学期|\d+月")


def detail_blocks(turn: Turn, service: Service, aspect: str) -> tuple[Block, ...]:
    """Return what is known of one aspect; `aspect` is a key of `ASPECTS`."""
    if aspect == "more":
        return service_blocks(turn, service)
    name = turn.content.messages[f"detail.aspect_{aspect}"]
    title = Block(Style.TITLE, say(turn.content, "detail.title", title=service.title, aspect=name))
    if is_out_of_date(service, turn.today) and aspect != "source":
        return (title, *outdated_blocks(turn, service))
    blocks = (*ASPECTS[aspect](turn, service), period_block(turn, service))
    return (title, *(block for block in blocks if block.text))


def _where(turn: Turn, service: Service) -> tuple[Block, ...]:
    return (where_block(turn, service),)


def _when(turn: Turn, service: Service) -> tuple[Block, ...]:
    dates = [fact for fact in service.facts if _DATE.search(fact)]
    phone = hotlines(turn.content, service)
    if dates:
        told = say(turn.content, "detail.when_facts", facts="、".join(dates), hotline=phone)
    else:
        told = say(turn.content, "detail.when_unknown", hotline=phone)
    return (Block(Style.TEXT, told), where_block(turn, service))


def _bring(turn: Turn, service: Service) -> tuple[Block, ...]:
    return (bring_block(turn.content, service), where_block(turn, service))


def _amount(turn: Turn, service: Service) -> tuple[Block, ...]:
    known = figures(service)
    if known:
        first = Block(Style.TEXT, say(turn.content, "detail.amount_facts", facts="、".join(known)))
    else:
        phone = hotlines(turn.content, service)
        first = Block(Style.TEXT, say(turn.content, "detail.amount_unknown", hotline=phone))
    return (first, Block(Style.TEXT, service.answer), open_block(turn.content, service))


def _who(turn: Turn, service: Service) -> tuple[Block, ...]:
    return (
        Block(Style.TEXT, say(turn.content, "detail.who", audience=service.audience)),
        Block(Style.NOTE, turn.content.messages["detail.who_window"]),
    )


def _how(turn: Turn, service: Service) -> tuple[Block, ...]:
    window = department_name(turn.content, window_department(turn.content, service).key)
    steps = say(turn.content, "detail.how_steps", window=window, title=service.title)
    return (
        Block(Style.TEXT, steps + turn.content.messages["detail.how_unknown"]),
        bring_block(turn.content, service),
    )


def _source(turn: Turn, service: Service) -> tuple[Block, ...]:
    document = turn.content.document
    full = say(
        turn.content,
        "detail.source_full",
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        issued=document.issued,
    )
    return (source_block(turn.content, service), Block(Style.TEXT, full))


ASPECTS: dict[str, Aspect] = {
    "where": _where,
    "when": _when,
    "bring": _bring,
    "amount": _amount,
    "who": _who,
    "how": _how,
    "source": _source,
    "more": service_blocks,
}
