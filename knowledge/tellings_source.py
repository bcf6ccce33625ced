"""Reads `facts.yaml` into records. Called by `content`; its rules stand in `checking.telling_rules`."""

from __future__ import annotations

import dataclasses

from knowledge.fields import Fields
from knowledge.situation import Whom, Whose
from knowledge.tellings import Inference, Kin, Scope, Telling, Tellings
from knowledge.yaml_source import Record

TELLINGS = "facts.yaml"
SCOPE_WORDS = tuple(field.name for field in dataclasses.fields(Scope))


def read_tellings(top: Fields) -> Tellings:
    """Return how residents tell facts; lists that are missing are empty."""
    top.allow("people", "neutral", "scope", "words", "follows")
    return Tellings(
        people=tuple(map(_kin, top.records("people", required=True))),
        neutral=top.texts("neutral"),
        scope=_scope(top),
        tellings=tuple(map(_telling, top.records("words", required=True))),
        inferences=tuple(map(_inference, top.records("follows"))),
    )


def _kin(fields: Fields) -> Kin:
    fields.allow("whom", "words", "generic", "several")
    return Kin(
        whom=Whom(fields.choice("whom", tuple(Whom))),
        words=fields.texts("words", required=True),
        is_generic=fields.flag("generic"),
        is_several=fields.flag("several"),
    )


def _scope(top: Fields) -> Scope:
    value = top.record.get("scope")
    if not isinstance(value, Record):
        top.report("scope", "应该是“键: [词, 词]”", f"写上 {'、'.join(SCOPE_WORDS)}，每个后面一组词")
        value = Record(top.record.line_of("scope"))
    fields = Fields(top.file, "scope", value, top.problems)
    fields.allow(*SCOPE_WORDS)
    return Scope(*(fields.texts(name) for name in SCOPE_WORDS))


def _telling(fields: Fields) -> Telling:
    fields.entry = fields.text("fact")
    fields.allow("fact", "is", "words", "topic", "whose", "lasting", "wanted", "typical")
    return Telling(
        fact=fields.entry,
        says=fields.text("is"),
        words=fields.texts("words"),
        topics=fields.texts("topic"),
        whose=Whose(fields.choice("whose", tuple(Whose))) if "whose" in fields.record else None,
        is_lasting=fields.flag("lasting"),
        is_wanted=fields.flag("wanted"),
        is_typical=fields.flag("typical"),
    )


def _inference(fields: Fields) -> Inference:
    fields.entry = fields.text("fact")
    fields.allow("fact", "is", "then", "be", "firm")
    return Inference(
        fields.entry, fields.text("is"), fields.text("then"), fields.text("be"), is_firm=fields.flag("firm")
    )
