"""Rules of `situation.yaml`: the facts about a resident that conditions may ask for. Called by `validator`."""

from __future__ import annotations

import re

from knowledge.checking.draft import FACTS, Draft
from knowledge.fields import Fields
from knowledge.situation import Fact, FactKind
from knowledge.situation_source import RANGE

_NAME = re.compile(r"[a-z][a-z_]*")


def check_situation(draft: Draft) -> None:
    """Note facts that conditions cannot name and values or ranges that nobody can pick."""
    for fact in draft.content.situation.values():
        fields = draft.entry(FACTS, fact.key)
        if fact.key and not _NAME.fullmatch(fact.key):
            fields.report("fact", f"“{fact.key}”不能做名字", "用小写字母和下划线，如 school_stage")
        _check_number(fields) if fact.kind is FactKind.NUMBER else _check_values(fields, fact)


def _check_values(fields: Fields, fact: Fact) -> None:
    if not fields.record.get("values"):
        fields.report("values", "没有写可选的几种", "写成 values: {rural: 农村, urban: 县城} 的样子")
    for key, label in fact.values.items():
        if not label.strip():
            fields.report("values", f"“{key}”没有写居民看的说法", "补上几个字")
    for name, weights in (("shares", fact.shares), ("ages", fact.ages)):
        for key in weights.keys() - fact.values.keys():
            fields.report(name, f"values 里没有“{key}”", "只写 values 里有的")
    if "ranges" in fields.record:
        fields.report("ranges", "只有数（kind: number）才有范围", "删掉 ranges")


def _check_number(fields: Fields) -> None:
    if "values" in fields.record:
        fields.report("values", "数没有可选的几种", "改写成 ranges，或者把 kind 改成 choice")
    next_start = 0
    for ranged in fields.records("ranges", required=True):
        key = ranged.text("key")
        found = RANGE.fullmatch(key)
        if not found or int(found[1]) > int(found[2]):
            ranged.report("key", f"“{key}”不是范围", "写成 60-64 的样子，小的在前")
            return
        if int(found[1]) != next_start:
            ranged.report("key", f"范围 {key} 和上一个接不上", f"从 {next_start} 开始")
        next_start = int(found[2]) + 1
