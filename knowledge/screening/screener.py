"""What a person can get: every service with its outcome, most firmly promised first. Built once for each content."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from knowledge.conditions import Everyone, facts_of
from knowledge.models import Content, Service, Strength
from knowledge.screening.consequences import Consequences
from knowledge.screening.eligibility import Evaluation, Truth, evaluate, truth_of
from knowledge.screening.fact_finder import FactFinder
from knowledge.screening.facts import Facts, Known, Unanswered
from knowledge.screening.found import Found
from knowledge.screening.likelihood import AGE, Likelihood, weigh

PROBABLE = 0.7
"""From this probability an undecided service is worth asking for."""
WORTH_ASKING = 0.15
LIFT = 2.0
"""So is one from `WORTH_ASKING` where what is known makes it so many times as probable as of anybody."""
WEIGHTS: Mapping[Strength, float] = {
    Strength.GUARANTEED: 1.0,
    Strength.CONTINUING: 0.8,
    Strength.TARGET: 0.5,
    Strength.DEVELOPING: 0.5,
    Strength.EXPLORING: 0.2,
    Strength.ENCOURAGED: 0.2,
    Strength.INFO: 0.0,
}
"""How much it matters to a person to learn of a service, by how firmly it is promised."""
LEAST_PROBABILITY = 1e-4
MOST_KEPT = 4096
"""Weighings kept; those of one conversation are asked for several times in a row."""
_FIRMEST_FIRST = {strength: number for number, strength in enumerate(Strength)}


class Outcome(StrEnum):
    """What a person is told of a service."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Result:
    """One service for one person."""

    service: Service
    """The service."""
    outcome: Outcome
    """Likely = all the bot can check holds; possible = worth asking; unlikely = something it can check fails, by what
    was told and not by what is merely usual; open = too little is known to say anything, or open to everyone and not
    called for by the life told."""
    evaluation: Evaluation
    """The reasons."""
    probability: float
    """Rough probability that all the bot can check holds, 0 to 1; orders, never decides."""
    is_telling: bool
    """Whether something that is known of the person speaks for the service, not only what most people are."""
    bits: float = 0.0
    """How much it says that the service is for this person, in bits: nearly 0 where it is for nearly everybody."""


class Screener:
    """Judges every service for a person."""

    def __init__(self, content: Content) -> None:
        """Read the conditions and the words that tell facts."""
        self.content = content
        self._consequences = Consequences(content.situation, content.tellings.inferences)
        self._finder = FactFinder(content)
        self._bearing = {key: (*facts_of(one.eligible), AGE) for key, one in content.services.items()}
        self._weigh = lru_cache(MOST_KEPT)(self._weigh_told)

    @cached_property
    def _of_anybody(self) -> dict[str, float]:
        """The probability of each service for a person of whom nothing is known; weighed when first asked for."""
        return {key: self._weigh(key, ()).probability for key in self.content.services}

    def screen(self, facts: Facts) -> tuple[Result, ...]:
        """Return every service: likely before possible before open before unlikely, in each the firmest first."""
        certain, typical = self.certain(facts), self.complete(facts)
        results = [self._check(service, certain, typical) for service in self.content.services.values()]
        order = (Outcome.LIKELY, Outcome.POSSIBLE, Outcome.OPEN, Outcome.UNLIKELY)
        return tuple(
            sorted(
                results,
                key=lambda one: (
                    order.index(one.outcome),
                    _FIRMEST_FIRST[one.service.strength],
                    -one.probability,
                    one.service.id,
                ),
            )
        )

    def check(self, service: Service, facts: Facts) -> Result:
        """Return one service for a person."""
        return self._check(service, self.certain(facts), self.complete(facts))

    def complete(self, facts: Facts) -> Facts:
        """Return what is known of a person with what follows from it, mostly or always; orders, never decides."""
        return self._consequences.complete(facts)

    def certain(self, facts: Facts) -> Facts:
        """Return what is known of a person with what always follows from it; on this outcomes are decided."""
        return self._consequences.complete(facts, is_certain=True)

    def clashes(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Yield the keys of facts that cannot both be true, each fact at most once."""
        return self._consequences.clashes(facts)

    def _check(self, service: Service, certain: Facts, typical: Facts) -> Result:
        evaluation = evaluate(service.eligible, certain)
        if isinstance(service.eligible, Everyone):
            return self._check_open_to_all(service, typical, evaluation)
        if evaluation.truth is not Truth.UNKNOWN:
            is_true = evaluation.truth is Truth.TRUE
            outcome = Outcome.LIKELY if is_true else Outcome.UNLIKELY
            return Result(service, outcome, evaluation, float(is_true), is_true, self._bits(service))
        probability = self.weigh(service, typical).probability
        is_typical = truth_of(service.eligible, typical) is Truth.TRUE
        has_risen = probability >= WORTH_ASKING and probability >= LIFT * self._of_anybody[service.id]
        is_possible = is_anything_known(certain) and (has_risen or is_typical or probability >= PROBABLE)
        outcome = Outcome.POSSIBLE if is_possible else Outcome.OPEN
        return Result(
            service, outcome, evaluation, probability, is_possible and (has_risen or is_typical), self._bits(service)
        )

    def _bits(self, service: Service) -> float:
        return -math.log2(max(self._of_anybody[service.id], LEAST_PROBABILITY))

    def _check_open_to_all(self, service: Service, facts: Facts, evaluation: Evaluation) -> Result:
        """Everyone can have it; it is brought up as likely where it suits the life told, and not at all elsewhere."""
        suits = self.content.suits.get(service.id)
        is_telling = suits is not None and truth_of(suits, facts) is Truth.TRUE
        outcome = Outcome.LIKELY if is_telling else Outcome.OPEN
        return Result(service, outcome, evaluation, 1.0, is_telling)

    def has(self, service: Service, facts: Facts) -> bool:
        """Return whether what is known of a person tells that they have a service already."""
        told = self.content.received.get(service.id)
        return told is not None and truth_of(told, facts) is Truth.TRUE

    def find(self, text: str, today: date) -> Found:
        """Return what a free text tells about people; `today` turns birth years into ages. Never raises."""
        return self._finder.find(text, today)

    def weigh(self, service: Service, facts: Facts) -> Likelihood:
        """Return how likely a service is for a person, and what would tell more."""
        told = tuple((key, facts[key]) for key in self._bearing[service.id] if key in facts)
        return self._weigh(service.id, told)

    def _weigh_told(self, service_id: str, told: tuple[tuple[str, Known], ...]) -> Likelihood:
        return weigh(self.content.services[service_id].eligible, dict(told), self.content.situation)


def is_anything_known(facts: Facts) -> bool:
    """Return whether at least one fact is known; a question left unanswered tells nothing."""
    return any(not isinstance(known, Unanswered) for known in facts.values())
