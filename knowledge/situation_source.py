"""Reads `situation.yaml` into records. Called by `content`; its rules stand in `checking.situation_rules`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.fields import Fields
from knowledge.situation import Band, Fact, FactKind, Whose

SITUATION = "situation.yaml"
WEIGHT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_FACT_FIELDS = "fact kind unit question why name shares ages values ranges several whose"
FACT_FIELDS = tuple(_FACT_FIELDS.split())
RANGE = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)


def read_situation(entries: Sequence[Fields]) -> dict[str, Fact]:
    """Return the facts by key, in the order of the file; the first where a key stands twice."""
    facts: dict[str, Fact] = {}
    for fact in map(_fact, entries):
        facts.setdefault(fact.key, fact)
    return facts


def _fact(fields: Fields) -> Fact:
    fields.allow(*FACT_FIELDS)
    kind = FactKind(fields.choice("kind", tuple(FactKind)))
    return Fact(
        key=fields.text("fact"),
        kind=kind,
        unit=fields.text("unit", required=False),
        question=fields.text("question"),
        why=fields.text("why"),
        name=fields.text("name"),
        shares=_shares(fields),
        ages=_ages(fields),
        values=fields.mapping("values") if kind is FactKind.CHOICE else {},
        bands=tuple(band for ranged in fields.records("ranges") if (band := _band(ranged))),
        can_be_several=fields.flag("several"),
        whose=Whose(fields.choice("whose", tuple(Whose))) if "whose" in fields.record else Whose.PERSON,
    )


def _band(fields: Fields) -> Band | None:
    fields.allow("key", "label", "share")
    label, found = fields.text("label"), RANGE.fullmatch(fields.text("key"))
    share = _weight(fields, "share", fields.text("share", required=False) or "1")
    return Band(int(found[1]), int(found[2]), label, share) if found else None


def _shares(fields: Fields) -> dict[str, int]:
    return {value: _weight(fields, "shares", share) for value, share in fields.mapping("shares").items()}


def _ages(fields: Fields) -> dict[str, tuple[int, int]]:
    ages: dict[str, tuple[int, int]] = {}
    for value, text in fields.mapping("ages").items():
        if found := RANGE.fullmatch(text):
            ages[value] = (int(found[1]), int(found[2]))
        else:
            fields.report("ages", f"“{text}”不是范围", "写成 18-49 的样子，小的在前")
    return ages


def _weight(fields: Fields, name: str, text: str) -> int:
    if not WEIGHT.fullmatch(text):
        fields.report(name, f"“{text}”不是份数", "写 1 到 999 的整数")
        return 1
    return int(text)
