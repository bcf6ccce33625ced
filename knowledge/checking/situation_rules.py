"""Rules of `situation.yaml`: the facts about a resident that conditions may ask for. Called by `validator`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.checking.draft import Draft
from knowledge.content_files import entries
from knowledge.fields import Fields

SITUATION = "situation.yaml"
_NAME = re.compile(r"[a-z][a-z_]*")
_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")


class FactKind(StrEnum):
    """What a fact can be."""

    NUMBER = "number"
    CHOICE = "choice"
    FLAGS = "flags"


@dataclass(frozen=True, slots=True)
class FactRule:
    """What a condition may say about a fact."""

    kind: FactKind
    """A number, one of several values, or several of them at once."""
    values: frozenset[str]
    """The values of a choice or of flags; empty for a number."""


def check_situation(draft: Draft) -> Mapping[str, FactRule]:
    """Note what is wrong with the facts and return them by name; empty where the file cannot be read."""
    facts: dict[str, FactRule] = {}
    for fields in entries(draft.files, SITUATION, "fact", draft.problems):
        fields.allow("fact", "kind", "unit", "question", "why", "values", "ranges")
        name = fields.text("fact")
        if name and not _NAME.fullmatch(name):
            fields.report("fact", f"“{name}”不能做名字", "用小写字母和下划线，如 school_stage")
        kind = FactKind(fields.choice("kind", tuple(FactKind)))
        fields.text("question")
        fields.text("why")
        values = fields.mapping("values")
        _check_number(fields) if kind is FactKind.NUMBER else _check_values(fields, values)
        facts.setdefault(name, FactRule(kind, frozenset(values)))
    return facts


def _check_values(fields: Fields, values: Mapping[str, str]) -> None:
    if not values and not fields.record.get("values"):
        fields.report("values", "没有写可选的几种", "写成 values: {rural: 农村, urban: 县城} 的样子")
    for key, label in values.items():
        if not label.strip():
            fields.report("values", f"“{key}”没有写居民看的说法", "补上几个字")
    if "ranges" in fields.record:
        fields.report("ranges", "只有数（kind: number）才有范围", "删掉 ranges")


def _check_number(fields: Fields) -> None:
    if "values" in fields.record:
        fields.report("values", "数没有可选的几种", "改写成 ranges，或者把 kind 改成 choice")
    next_start = 0
    for ranged in fields.records("ranges", required=True):
        ranged.allow("key", "label")
        ranged.text("label")
        key = ranged.text("key")
        found = _RANGE.fullmatch(key)
        if not found or int(found[1]) > int(found[2]):
            ranged.report("key", f"“{key}”不是范围", "写成 60-64 的样子，小的在前")
            return
        if int(found[1]) != next_start:
            ranged.report("key", f"范围 {key} 和上一个接不上", f"从 {next_start} 开始")
        next_start = int(found[2]) + 1
