"""Reads `situation.yaml` into records. Called by `content`; its rules stand in `checking.situation_rules`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.fields import Fields
from knowledge.situation import Band, Fact, FactKind

SITUATION = "situation.yaml"
RANGE = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)


def read_situation(entries: Sequence[Fields]) -> dict[str, Fact]:
    """Return the facts by key, in the order of the file; the first where a key stands twice."""
    facts: dict[str, Fact] = {}
    for fact in map(_fact, entries):
        facts.setdefault(fact.key, fact)
    return facts


def _fact(fields: Fields) -> Fact:
    fields.allow("fact", "kind", "unit", "question", "why", "values", "ranges")
    kind = FactKind(fields.choice("kind", tuple(FactKind)))
    return Fact(
        key=fields.text("fact"),
        kind=kind,
        unit=fields.text("unit", required=False),
        question=fields.text("question"),
        why=fields.text("why"),
        values=fields.mapping("values") if kind is FactKind.CHOICE else {},
        bands=tuple(band for ranged in fields.records("ranges") if (band := _band(ranged))),
    )


def _band(fields: Fields) -> Band | None:
    fields.allow("key", "label")
    label, found = fields.text("label"), RANGE.fullmatch(fields.text("key"))
    return Band(int(found[1]), int(found[2]), label) if found else None
