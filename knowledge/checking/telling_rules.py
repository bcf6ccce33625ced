"""Rules of `facts.yaml`: phrases, people and inferences speak of facts and values that exist. Called by `validator`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.checking.draft import Draft, nearest
from knowledge.content_files import whole
from knowledge.fields import Fields
from knowledge.language.normalise import normalise
from knowledge.screening.facts import parse_known
from knowledge.screening.phrases import WHOLE, read_phrase
from knowledge.situation import Fact, FactKind
from knowledge.tellings_source import GROUPS, SCOPE_WORDS, TELLINGS, Groups, read_groups, write_out
from knowledge.yaml_source import Record

_PATTERN_MARKS = "|>="
_SHAPE = "写成 A|B > C 的样子：| 和 > 两边都要有词"


def check_tellings(draft: Draft) -> None:
    """Note phrases that can never be found, words that stand twice, and facts or values that do not exist."""
    top = whole(draft.files, TELLINGS, [])
    top.problems = draft.problems
    situation, groups = draft.content.situation, read_groups(top)
    for fields in top.records("words"):
        fields.entry = fields.text("fact")
        _check_value(fields, "fact", "is", situation)
        words, topics = fields.texts("words"), fields.texts("topic")
        if not words and not topics:
            fields.report("words", "一个短语也没有", "至少写一个")
        _check_phrases(fields, "words", words, groups)
        _check_phrases(fields, "topic", topics, {})
    for fields in top.records("follows"):
        fields.entry = fields.text("fact")
        _check_value(fields, "fact", "is", situation)
        _check_value(fields, "then", "be", situation)
    _check_groups(top)
    _check_people(top)
    _check_plain(top, "neutral", top.texts("neutral"))
    _check_scope(top)


def _check_value(fields: Fields, key_field: str, value_field: str, situation: Mapping[str, Fact]) -> None:
    key, text = fields.text(key_field), fields.text(value_field)
    fact = situation.get(key)
    if not situation or not key:
        return
    if fact is None:
        remedy = nearest(key, situation, "写 situation.yaml 里有的一项")
        fields.report(key_field, f"situation.yaml 里没有“{key}”", remedy)
    elif text and parse_known(text, fact) is None:
        is_number = fact.kind is FactKind.NUMBER
        remedy = "写成 60-120 的样子" if is_number else f"从 {'、'.join(fact.values)} 里选，几种之间用 |，不能全选"
        fields.report(value_field, f"{key} 没有“{text}”", remedy)


def _check_phrases(fields: Fields, field: str, phrases: Sequence[str], groups: Groups) -> None:
    for phrase in phrases:
        parts = read_phrase(write_out(phrase, groups).removeprefix(WHOLE), str)
        words = [word for part in parts for word in part]
        if unknown := next((word for word in words if word.startswith("~")), ""):
            fields.report(
                field, f"{GROUPS} 里没有“{unknown[1:]}”", f"先在 {GROUPS} 里写上这一组词，或者改成 ~ 后面有的名字"
            )
        elif not all(words):
            fields.report(field, f"“{phrase}”里有空的一段", _SHAPE)
        else:
            _check_plain(fields, field, words)
    _check_doubles(fields, field, phrases)


def _check_groups(top: Fields) -> None:
    record = top.record.get(GROUPS)
    if isinstance(record, Record):
        fields = Fields(top.file, GROUPS, record, top.problems)
        for name in record:
            words = fields.texts(name, required=True)
            _check_plain(fields, name, [word for word in words if not word.startswith("~")])
            _check_doubles(fields, name, words)


def _check_people(top: Fields) -> None:
    seen: dict[str, str] = {}
    for fields in top.records("people"):
        words = fields.texts("words")
        fields.entry = words[0] if words else ""
        _check_plain(fields, "words", words)
        for word in words:
            if word in seen:
                what = f"“{word}”已经在“{seen[word]}”那一行" if seen[word] != fields.entry else f"“{word}”写了两次"
                fields.report("words", what, "只留一处")
            seen.setdefault(word, fields.entry)


def _check_scope(top: Fields) -> None:
    record = top.record.get("scope")
    if isinstance(record, Record):
        fields = Fields(top.file, "scope", record, top.problems)
        for name in SCOPE_WORDS:
            words = fields.texts(name, required=True)
            _check_plain(fields, name, words)
            _check_doubles(fields, name, words)


def _check_plain(fields: Fields, field: str, words: Sequence[str]) -> None:
    """Note words that are never found, since clauses are compared in simplified characters and without marks."""
    for word in words:
        plain = "".join(character for character in normalise(word) if character.isalnum())
        if plain != normalise(word) or any(mark in word for mark in _PATTERN_MARKS):
            fields.report(field, f"“{word}”永远认不出来：小句里没有空格和标点", f"改成 {plain or '一个词'}")


def _check_doubles(fields: Fields, field: str, words: Sequence[str]) -> None:
    for word in sorted({word for word in words if words.count(word) > 1}):
        fields.report(field, f"“{word}”写了不止一次", "只留一个")
