"""Reads `facts.yaml` into records. Called by `content`; its rules stand in `checking.telling_rules`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from knowledge.fields import Fields
from knowledge.situation import Whom, Whose
from knowledge.tellings import Inference, Kin, Scope, Telling, Tellings
from knowledge.yaml_source import Record

TELLINGS = "facts.yaml"
GROUPS = "groups"
SCOPE_WORDS = tuple(field.name for field in dataclasses.fields(Scope))
_GROUP = re.compile(r"~(\w+)")
Groups = Mapping[str, tuple[str, ...]]


def read_tellings(top: Fields) -> Tellings:
    """Return how residents tell facts; lists that are missing are empty."""
    top.allow("people", "neutral", "scope", GROUPS, "words", "follows")
    groups = read_groups(top)
    return Tellings(
        people=tuple(map(_kin, top.records("people", required=True))),
        neutral=top.texts("neutral"),
        scope=_scope(top),
        tellings=tuple(_telling(fields, groups) for fields in top.records("words", required=True)),
        inferences=tuple(map(_inference, top.records("follows"))),
    )


def _kin(fields: Fields) -> Kin:
    fields.allow("whom", "words", "generic", "several", "male", "apart", "parent")
    return Kin(
        whom=Whom(fields.choice("whom", tuple(Whom))),
        words=fields.texts("words", required=True),
        is_generic=fields.flag("generic"),
        is_several=fields.flag("several"),
        is_male=fields.flag("male"),
        is_apart=fields.flag("apart"),
        is_parent=fields.flag("parent"),
    )


def _scope(top: Fields) -> Scope:
    value = top.record.get("scope")
    if not isinstance(value, Record):
        top.report("scope", "应该是“键: [词, 词]”", f"写上 {'、'.join(SCOPE_WORDS)}，每个后面一组词")
        value = Record(top.record.line_of("scope"))
    fields = Fields(top.file, "scope", value, top.problems)
    fields.allow(*SCOPE_WORDS)
    return Scope(*(fields.texts(name) for name in SCOPE_WORDS))


def read_groups(top: Fields) -> Groups:
    """Return the words that phrases name together as `~name`; those of a group within a group are written out."""
    value = top.record.get(GROUPS, {})
    if not isinstance(value, Mapping):
        top.report(GROUPS, "应该是“名字: [词, 词]”", "写成 外地: [西安, 广东] 的样子")
        return {}
    record = value if isinstance(value, Record) else Record(top.record.line_of(GROUPS))
    fields = Fields(top.file, GROUPS, record, top.problems)
    groups: dict[str, tuple[str, ...]] = {}
    for name in record:
        words = fields.texts(name)
        groups[name] = tuple(word for one in words for word in write_out(one, groups).split("|"))
    return groups


def write_out(phrase: str, groups: Groups) -> str:
    """Return a phrase with the words of a group in place of its name; a name that is no group stays.

    >>> write_out("在 > ~外地 > 打工", {"外地": ("西安", "广东")})
    '在 > 西安|广东 > 打工'
    """
    return _GROUP.sub(lambda found: "|".join(groups.get(found[1], (found[0],))), phrase)


def _telling(fields: Fields, groups: Groups) -> Telling:
    fields.entry = fields.text("fact")
    fields.allow("fact", "is", "words", "topic", "whose", "lasting", "wanted", "typical")
    return Telling(
        fact=fields.entry,
        says=fields.text("is"),
        words=tuple(write_out(phrase, groups) for phrase in fields.texts("words")),
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
