"""What is known about a person, fact by fact; a fact that is absent is unknown, which is never the same as no.

Read from free text by `fact_finder`, from JSON and from the answers of the eligibility dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.situation import Fact, FactKind

HIGHEST = 120
"""Highest number a fact takes: the age of the oldest person the content speaks of."""
EACH = "+"
"""Joins values that hold at once in JSON."""
_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A number known to lie between two whole numbers, both included; exact where they are equal."""

    low: int
    """Lowest possible number."""
    high: int
    """Highest possible number; never below `low`."""

    def __str__(self) -> str:
        """Return the form that JSON and situation.yaml use.

        >>> str(NumberRange(65, 79)), str(NumberRange(70, 70))
        ('65-79', '70')
        """
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice of which some values are still possible; known where only one is."""

    values: frozenset[str]
    """Keys of `situation.yaml`; never empty and never all of them."""


@dataclass(frozen=True, slots=True)
class Each:
    """Several values of a choice that are all true at once, such as farming and doing odd jobs."""

    values: frozenset[str]
    """Keys of `situation.yaml`; at least two."""


class Unanswered(StrEnum):
    """The resident was asked and cannot or will not say: not to be asked again, counts as unknown."""

    UNSURE = "unsure"
    UNTOLD = "untold"


Told = NumberRange | OneOf | Each
Known = Told | Unanswered
Facts = Mapping[str, Known]


class FactError(ValueError):
    """A fact or value that `situation.yaml` does not have; the message says what would be right."""

    def __init__(self, fact: str, value: Any, remedy: str) -> None:
        """Name the fact and the value as given."""
        self.fact, self.value = fact, value
        super().__init__(f"facts 里的 {fact}：“{value}”不认得；{remedy}")


def one_of(*values: str) -> OneOf:
    """Return what is known when only `values` are possible.

    >>> one_of("rural").values
    frozenset({'rural'})
    """
    return OneOf(frozenset(values))


def narrow(first: Known, second: Known) -> Known | None:
    """Return what holds when both do; None where they contradict each other. An answer says more than none.

    >>> str(narrow(NumberRange(60, 79), NumberRange(65, 120)))
    '65-79'
    """
    if isinstance(first, Unanswered) or isinstance(second, Unanswered):
        return second if isinstance(first, Unanswered) else first
    if isinstance(first, NumberRange) and isinstance(second, NumberRange):
        low, high = max(first.low, second.low), min(first.high, second.high)
        return NumberRange(low, high) if low <= high else None
    if isinstance(first, NumberRange) or isinstance(second, NumberRange):
        return None
    if isinstance(first, Each) and isinstance(second, Each):
        return Each(first.values | second.values)
    common = first.values & second.values
    return next((one for one in (first, second) if isinstance(one, Each)), OneOf(common)) if common else None


def parse_known(text: str, fact: Fact) -> NumberRange | OneOf | None:
    """Return what content writes of a fact: 60-120, dibao, or dibao|low; None where the fact has no such value."""
    if fact.kind is FactKind.CHOICE:
        values = frozenset(text.split("|"))
        return OneOf(values) if values < fact.values.keys() else None
    found = _RANGE.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    return NumberRange(low, high) if low <= high <= HIGHEST else None


def facts_from_json(value: Any, situation: Mapping[str, Fact]) -> dict[str, Known]:
    """Return the facts in plain JSON, such as {"age": "65-79", "area": "rural", "income": ["dibao", "low"]}.

    A number is a whole number, "70" or "65-79"; a choice is one value, "farmer+gig" where both hold at once, or a list
    of the possible ones; either may be "unsure" or "untold". null and a list of all values say nothing and leave the
    fact out. Raises `FactError`.
    """
    if not isinstance(value, dict):
        raise FactError("*", str(value)[:40], '写成 {"age": 70, "area": "rural"} 的样子')
    known = {str(key): _known(str(key), said, situation) for key, said in value.items()}
    return {key: one for key, one in known.items() if one is not None}


def facts_to_json(facts: Facts, situation: Mapping[str, Fact]) -> dict[str, Any]:
    """Return facts as plain JSON that `facts_from_json` reads back, in the order of `situation`."""
    return {key: _plain(facts[key], fact) for key, fact in situation.items() if key in facts}


def _known(key: str, said: Any, situation: Mapping[str, Fact]) -> Known | None:
    fact = situation.get(key)
    if fact is None:
        raise FactError(key, said, f"可用的有 {'、'.join(situation)}")
    if said is None:
        return None
    if isinstance(said, str) and said in tuple(Unanswered):
        return Unanswered(said)
    return _number(fact, said) if fact.kind is FactKind.NUMBER else _choice(fact, said)


def _number(fact: Fact, said: Any) -> Known:
    text = str(said) if isinstance(said, int | str) and not isinstance(said, bool) else ""
    if known := parse_known(text.strip(), fact):
        return known
    raise FactError(fact.key, said, f"写 0 到 {HIGHEST} 的整数，或者 65-79 这样的范围")


def _choice(fact: Fact, said: Any) -> OneOf | Each | None:
    is_each = isinstance(said, str) and EACH in said and fact.can_be_several
    values = said.split(EACH) if is_each else said if isinstance(said, list) else [said]
    for value in values or [said]:
        if not isinstance(value, str) or value not in fact.values:
            raise FactError(fact.key, value, f"可用的有 {'、'.join(fact.values)}")
    if is_each and len(set(values)) > 1:
        return Each(frozenset(values))
    return OneOf(frozenset(values)) if len(set(values)) < len(fact.values) else None


def _plain(known: Known, fact: Fact) -> Any:
    if isinstance(known, Unanswered):
        return str(known)
    if isinstance(known, NumberRange):
        return known.low if known.low == known.high else str(known)
    values = [value for value in fact.values if value in known.values]
    if isinstance(known, Each):
        return EACH.join(values)
    return values[0] if len(values) == 1 else values
