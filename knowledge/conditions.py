"""The condition of a service as frozen types, read once from `eligible` in the content. Called by `content`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

EVERYONE = "everyone"
ALL, ANY, NOT = "all", "any", "not"
FACT, WINDOW = "fact", "window"
AT_LEAST, AT_MOST, IN = "at_least", "at_most", "in"
LEAST_NUMBER, MOST_NUMBER = 0, 999
"""A limit that is not written; no number fact lies outside."""


@dataclass(frozen=True, slots=True)
class NumberCriterion:
    """A number fact must lie between two limits, both included."""

    fact: str
    """Key of the fact."""
    at_least: int
    """Lowest number that meets it."""
    at_most: int
    """Highest number that meets it."""
    basis: str
    """Paragraph id, `usual` or a named source."""


@dataclass(frozen=True, slots=True)
class ChoiceCriterion:
    """A fact must have one of several values."""

    fact: str
    """Key of the fact."""
    values: frozenset[str]
    """Values that meet it."""
    basis: str
    """Paragraph id, `usual` or a named source."""


@dataclass(frozen=True, slots=True)
class WindowCriterion:
    """Something that only the window can judge."""

    text: str
    """What it judges, in residents' words."""
    basis: str
    """Paragraph id, `usual` or a named source."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]
    """The parts, in the order of the content; never empty."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: tuple[Condition, ...]
    """The parts, in the order of the content; never empty."""


@dataclass(frozen=True, slots=True)
class Not:
    """A criterion must not hold. `not` before a group is turned round while reading, so that only these are left."""

    criterion: FactCriterion
    """What must not hold."""


@dataclass(frozen=True, slots=True)
class Everyone:
    """There is no condition."""


FactCriterion = NumberCriterion | ChoiceCriterion
Criterion = FactCriterion | WindowCriterion
Condition = Criterion | AllOf | AnyOf | Not | Everyone

UNREADABLE = WindowCriterion("", "")
"""Stands for what is written wrong: it denies nobody and promises nothing; the validator tells where it is."""


def read_condition(node: Any) -> Condition:
    """Return the condition that a node of the content writes; `UNREADABLE` in place of what is written wrong."""
    if node == EVERYONE:
        return Everyone()
    if not isinstance(node, dict):
        return UNREADABLE
    for key, kind in ((ALL, AllOf), (ANY, AnyOf)):
        children = node.get(key)
        if isinstance(children, list) and children:
            return kind(tuple(map(read_condition, children)))
    if NOT in node:
        return _turn_round(read_condition(node[NOT]))
    return _read_criterion(node)


def _turn_round(condition: Condition) -> Condition:
    """Return what holds where a condition does not, by De Morgan's laws; what only the window judges stays with it."""
    match condition:
        case AllOf(parts):
            return AnyOf(tuple(map(_turn_round, parts)))
        case AnyOf(parts):
            return AllOf(tuple(map(_turn_round, parts)))
        case Not(criterion):
            return criterion
        case NumberCriterion() | ChoiceCriterion():
            return Not(condition)
        case WindowCriterion():
            return condition
    return UNREADABLE


def _read_criterion(node: dict[str, Any]) -> Criterion:
    basis = str(node.get("basis", ""))
    fact, window, values = node.get(FACT), node.get(WINDOW), node.get(IN)
    if isinstance(window, str):
        return WindowCriterion(window.strip(), basis)
    if not isinstance(fact, str):
        return UNREADABLE
    if isinstance(values, list) and values:
        return ChoiceCriterion(fact, frozenset(map(str, values)), basis)
    low, high = str(node.get(AT_LEAST, LEAST_NUMBER)), str(node.get(AT_MOST, MOST_NUMBER))
    if not (low.isdecimal() and high.isdecimal()) or not {AT_LEAST, AT_MOST} & node.keys():
        return UNREADABLE
    return NumberCriterion(fact, int(low), int(high), basis)


def leaves(condition: Condition) -> Iterator[Criterion]:
    """Yield the criteria of a condition in the order of the content; none for everyone."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(criterion):
            yield criterion
        case NumberCriterion() | ChoiceCriterion() | WindowCriterion():
            yield condition


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Return the keys of the facts that a condition asks for, each once, in the order of the content."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(condition) if not isinstance(leaf, WindowCriterion)))
