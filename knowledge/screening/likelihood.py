"""How likely a condition holds of a person of whom only some facts are known; decides what is asked and offered first.

The weights are rough guesses (`shares` in `situation.yaml`), taken as independent of each other. They order questions
and offers and never decide anything: that is done by `eligibility`, in three values.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from knowledge.conditions import ChoiceCriterion, Condition, FactCriterion, NumberCriterion, WindowCriterion, leaves
from knowledge.screening.eligibility import Truth, truth_of
from knowledge.screening.facts import HIGHEST, Each, Facts, Known, NumberRange, OneOf
from knowledge.situation import Fact

AGE = "age"
LEFT_TO_WINDOW = 0.2
"""Probability of a way that only the window can judge."""
_PROBABILITY = {Truth.TRUE: 1.0, Truth.FALSE: 0.0, Truth.UNKNOWN: LEFT_TO_WINDOW}


@dataclass(frozen=True, slots=True)
class Part:
    """Values of a fact that a condition does not tell apart."""

    known: Known
    """The values."""
    weight: float
    """Probability that one of them is the person's, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a condition holds, and how much each open fact would tell."""

    probability: float
    """That it holds, 0 to 1."""
    information: Mapping[str, float]
    """Fact to the bits of uncertainty its answer is expected to take away; only facts that are open."""


def weigh(condition: Condition, facts: Facts, situation: Mapping[str, Fact]) -> Likelihood:
    """Return how likely a condition holds, over all that its open facts may be; facts nobody declared stay open."""
    parts = _parts_by_fact(condition, facts, situation)
    total = 0.0
    by_part = {key: [0.0] * len(found) for key, found in parts.items()}
    for numbers in product(*(range(len(found)) for found in parts.values())):
        chosen = {key: found[number] for (key, found), number in zip(parts.items(), numbers, strict=True)}
        weight = math.prod(part.weight for part in chosen.values())
        share = weight * _PROBABILITY[_truth_with(condition, facts, chosen)]
        total += share
        for key, number in zip(parts, numbers, strict=True):
            by_part[key][number] += share
    open_parts = {key: found for key, found in parts.items() if len(found) > 1}
    return Likelihood(total, {key: _information(total, found, by_part[key]) for key, found in open_parts.items()})


def possible_truths(condition: Condition, situation: Mapping[str, Fact]) -> frozenset[Truth]:
    """Return what can come out of a condition when every question is answered."""
    parts = _parts_by_fact(condition, {}, situation)
    answers = (dict(zip(parts, chosen, strict=True)) for chosen in product(*parts.values()))
    return frozenset(_truth_with(condition, {}, chosen) for chosen in answers)


def _truth_with(condition: Condition, facts: Facts, chosen: Mapping[str, Part]) -> Truth:
    return truth_of(condition, {**facts, **{key: part.known for key, part in chosen.items()}})


def _parts_by_fact(condition: Condition, facts: Facts, situation: Mapping[str, Fact]) -> dict[str, list[Part]]:
    criteria: dict[str, list[FactCriterion]] = {}
    for leaf in leaves(condition):
        if not isinstance(leaf, WindowCriterion) and leaf.fact in situation:
            criteria.setdefault(leaf.fact, []).append(leaf)
    return {key: list(_parts(key, of, facts, situation)) for key, of in criteria.items()}


def _information(probability: float, parts: Sequence[Part], shares: Sequence[float]) -> float:
    """Return the mutual information, in bits, of a fact and the outcome (Shannon 1948)."""
    left = sum(part.weight * entropy(share / part.weight) for part, share in zip(parts, shares, strict=True))
    return max(0.0, entropy(probability) - left)


def entropy(probability: float) -> float:
    """Return the uncertainty of an event, in bits.

    >>> entropy(0.5), entropy(0.0), entropy(1.0)
    (1.0, 0.0, 0.0)
    """
    if not 0.0 < probability < 1.0:
        return 0.0
    return -probability * math.log2(probability) - (1 - probability) * math.log2(1 - probability)


def _parts(key: str, criteria: Sequence[FactCriterion], facts: Facts, situation: Mapping[str, Fact]) -> Iterator[Part]:
    """Yield the still possible values of a fact, in parts that the criteria tell apart; weights sum to 1."""
    known, fact = facts.get(key), situation[key]
    if isinstance(known, Each):
        yield Part(known, 1.0)
        return
    if fact.bands:
        whole = known if isinstance(known, NumberRange) else NumberRange(0, HIGHEST)
        found = list(_number_parts(fact, criteria, whole))
    else:
        possible = known.values if isinstance(known, OneOf) else frozenset(fact.values)
        found = list(_choice_parts(fact, criteria, usual_values(fact, facts) & possible or possible))
    total = sum(part.weight for part in found)
    yield from (Part(part.known, part.weight / total) for part in found if part.weight)


def usual_values(fact: Fact, facts: Facts) -> frozenset[str]:
    """Return the values of a choice that are usual at the age known; all where none is, or the age is not known."""
    age, at_any_age = facts.get(AGE), (0, HIGHEST)
    if not isinstance(age, NumberRange):
        return frozenset(fact.values)
    limits = {value: fact.ages.get(value, at_any_age) for value in fact.values}
    usual = frozenset(value for value, (low, high) in limits.items() if low <= age.high and age.low <= high)
    return usual or frozenset(fact.values)


def _number_parts(fact: Fact, criteria: Sequence[FactCriterion], known: NumberRange) -> Iterator[Part]:
    limits = [c for c in criteria if isinstance(c, NumberCriterion)]
    cuts = {cut for c in limits for cut in (c.at_least, c.at_most + 1) if known.low < cut <= known.high}
    for low, end in pairwise(sorted({known.low, known.high + 1, *cuts})):
        weight = sum(
            band.share * max(0, min(end - 1, band.high) - max(low, band.low) + 1) / (band.high - band.low + 1)
            for band in fact.bands
        )
        yield Part(NumberRange(low, end - 1), weight)


def _choice_parts(fact: Fact, criteria: Sequence[FactCriterion], possible: frozenset[str]) -> Iterator[Part]:
    choices = [c for c in criteria if isinstance(c, ChoiceCriterion)]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for value in fact.values:
        if value in possible:
            alike.setdefault(tuple(value in c.values for c in choices), []).append(value)
    for values in alike.values():
        yield Part(OneOf(frozenset(values)), sum(fact.shares.get(value, 1) for value in values))
