"""Rules of `lexicon.yaml`: a word means one thing, and every word is written as messages are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from knowledge.checking.draft import Draft
from knowledge.content_files import whole
from knowledge.fields import Fields
from knowledge.language.normalise import normalise
from knowledge.matching.features import Analyser
from knowledge.yaml_source import Record

LEXICON = "lexicon.yaml"


def check_lexicon(draft: Draft) -> None:
    """Note words that would be read two ways, and words that no message can hold once it is read."""
    top = whole(draft.files, LEXICON, draft.problems)
    lexicon = draft.content.lexicon
    for field in ("say_as", "aspects"):
        record = top.record.get(field)
        if isinstance(record, Record):
            _check_owners(Fields(LEXICON, field, record, draft.problems))
    _check_written(top, "say_as", lexicon.say_as)
    _check_written(top, "fillers", lexicon.fillers)
    analyser = Analyser(lexicon)
    _check_stable(top, analyser, lexicon.say_as)
    _check_plain(top, "concepts", analyser, lexicon.concepts)
    _check_plain(top, "aspects", analyser, (word for words in lexicon.aspects.values() for word in words))


def _check_owners(fields: Fields) -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for key in fields.record:
        for word in fields.texts(key):
            owners[word].append(key)
    for word, keys in owners.items():
        if len(keys) > 1:
            fields.report(keys[-1], f"“{word}”也在 {keys[0]} 里", "一个词只留一处")


def _check_written(top: Fields, field: str, words: Iterable[str]) -> None:
    for word in words:
        if (written := normalise(word)) != word:
            top.report(field, f"“{word}”永远认不出来：比的是半角、简体、小写的文字", f"改成 {written or '一个词'}")


def _check_stable(top: Fields, analyser: Analyser, say_as: Mapping[str, str]) -> None:
    for plain in dict.fromkeys(say_as.values()):
        if (again := analyser.plain_words(plain)) != plain:
            what = f"“{plain}”本身又会被换成“{again}”"
            top.report("say_as", what, f"从 say_as 和 fillers 里删掉“{plain}”中含有的说法")


def _check_plain(top: Fields, field: str, analyser: Analyser, words: Iterable[str]) -> None:
    for word in words:
        if (plain := analyser.plain_words(word)) != word:
            what = f"“{word}”永远认不出来：比的是换过 say_as、去掉 fillers 的文字"
            top.report(field, what, f"改成 {plain}" if plain else "删掉，它整个是 fillers")
