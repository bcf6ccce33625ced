"""Which fact to ask next: the one whose answer is expected to settle most, the firmer promises counting more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from knowledge.models import Service
from knowledge.screening.facts import Facts
from knowledge.screening.screener import WEIGHTS, Screener

MOST_QUESTIONS = 10
LEAST_INFORMATION = 0.6
"""Weighted bits below which a question is no longer worth a person's time when all services are looked at."""


def deciding_facts(
    screener: Screener, services: Iterable[Service], facts: Facts, least: float = 0.0
) -> tuple[str, ...]:
    """Return the open facts that can still change an outcome, by expected information, most first; may be empty.

    `least` leaves out those that are expected to tell less, in weighted bits.
    """
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
    found = deciding_facts(screener, screener.content.services.values(), facts, LEAST_INFORMATION)
    return next((fact for fact in found if fact not in asked), None)


def next_fact_of(screener: Screener, service: Service, facts: Facts, asked: Collection[str]) -> str | None:
    """Return the fact to ask next of one service; None when it is decided or nothing is left to ask."""
    found = deciding_facts(screener, (service,), facts)
    if len(asked) >= MOST_QUESTIONS:
        return None
    return next((fact for fact in found if fact not in asked), None)
