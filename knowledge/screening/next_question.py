"""Which fact to ask next: the one whose answer is expected to settle most, the firmer promises counting more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from knowledge.conditions import Everyone
from knowledge.models import Service
from knowledge.screening.facts import Facts, Unanswered
from knowledge.screening.likelihood import AGE
from knowledge.screening.screener import WEIGHTS, Screener

MOST_QUESTIONS = 10
LEAST_SHARE = 0.01
"""Of the weighted bits that all services together could tell; a question below is not worth a person's time."""


def deciding_facts(
    screener: Screener, services: Iterable[Service], facts: Facts, least: float = 0.0
) -> tuple[str, ...]:
    """Return the open facts that can still change an outcome, by expected information, most first; may be empty.

    `least` leaves out those that are expected to tell less, in weighted bits.
    """
    return _telling(screener, services, screener.complete(facts), least)


def _telling(screener: Screener, services: Iterable[Service], facts: Facts, least: float = 0.0) -> tuple[str, ...]:
    information: dict[str, float] = {}
    for service in services:
        for fact, bits in screener.weigh(service, facts).information.items():
            information[fact] = information.get(fact, 0.0) + bits * WEIGHTS[service.strength]
    telling = [fact for fact, bits in information.items() if bits > 0.0 and bits >= least]
    return tuple(sorted(telling, key=lambda fact: (-information[fact], fact)))


def next_fact(screener: Screener, facts: Facts, asked: Collection[str]) -> str | None:
    """Return the fact to ask next of all services; None after `MOST_QUESTIONS` or when nothing more would tell much."""
    if len(asked) >= MOST_QUESTIONS:
        return None
    services = [one for one in screener.content.services.values() if not isinstance(one.eligible, Everyone)]
    least = LEAST_SHARE * sum(WEIGHTS[service.strength] for service in services)
    found = deciding_facts(screener, services, facts, least)
    if AGE in found and _may_be_asked(AGE, facts, asked):
        return AGE  # it also tells which answers to the other questions are usual
    return next((fact for fact in found if _may_be_asked(fact, facts, asked)), None)


def next_fact_of(screener: Screener, service: Service, facts: Facts, asked: Collection[str]) -> str | None:
    """Return the fact to ask next of one service; None when it is decided or nothing is left to ask.

    What is merely usual is asked too: it decides nothing.
    """
    found = _telling(screener, (service,), screener.certain(facts))
    if len(asked) >= MOST_QUESTIONS:
        return None
    return next((fact for fact in found if _may_be_asked(fact, facts, asked)), None)


def _may_be_asked(fact: str, facts: Facts, asked: Collection[str]) -> bool:
    """Return whether a fact was neither asked nor left unanswered before."""
    return fact not in asked and not isinstance(facts.get(fact), Unanswered)
