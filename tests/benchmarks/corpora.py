"""The phrasings that matcher and peers are given: the content's own, fewer of them, or more.

More are made for distractor intents: a real intent's phrasings with each word of the lexicon replaced by an everyday
noun that no phrasing holds. So they keep the ways people ask and change what about.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from knowledge.content import load_content
from knowledge.language.normalise import bare, normalise
from knowledge.lexicon import Lexicon
from knowledge.matching.intents import Intent, phrasings_of
from knowledge.models import Content, Elsewhere
from tests.benchmarks.stored import Stored

LEAST_FREQUENT = 100
"""A noun must occur so often in the corpus that jieba's dictionary was counted on."""
NOUN_LENGTHS = (2, 3)


def stored_of(folder: Path, size: int) -> Stored:
    """Return the phrasings of a content folder, made as many as `size`; 0 = as they are."""
    rows = [(as_asked(text), intent) for intent, texts in phrasings_of(content_of(folder, size)) for text in texts]
    return Stored(str(folder), size, tuple(text for text, _ in rows), tuple(name_of(intent) for _, intent in rows))


def content_of(folder: Path, size: int) -> Content:
    """Return the content of a folder with about `size` phrasings; 0 = as it is."""
    content = load_content(folder)
    have = count(content)
    if size in (0, have):
        return content
    return shrink(content, size / have) if size < have else grow(content, size, everyday_nouns(content))


def as_asked(text: str) -> str:
    """Return a phrasing or question as peers are given it: normalised, without spaces and punctuation."""
    return bare(normalise(text))


def name_of(intent: Intent) -> str:
    """Return the name of an intent among all kinds."""
    return f"{intent.kind}:{intent.id}"


def count(content: Content) -> int:
    """Return how many phrasings the content has."""
    return sum(len(texts) for _, texts in phrasings_of(content))


def shrink(content: Content, share: float) -> Content:
    """Return the content with `share` of each intent's phrasings, evenly taken, at least one."""
    services = {key: replace(entry, ask=_evenly(entry.ask, share)) for key, entry in content.services.items()}
    elsewhere = {key: replace(entry, ask=_evenly(entry.ask, share)) for key, entry in content.elsewhere.items()}
    smalltalk = {key: replace(entry, ask=_evenly(entry.ask, share)) for key, entry in content.smalltalk.items()}
    return replace(content, services=services, elsewhere=elsewhere, smalltalk=smalltalk)


def _evenly(texts: Sequence[str], share: float) -> tuple[str, ...]:
    wanted = max(1, round(len(texts) * share))
    return tuple(texts[index * len(texts) // wanted] for index in range(wanted))


def grow(content: Content, size: int, nouns: Sequence[str]) -> Content:
    """Return the content with distractors among the matters handled elsewhere, so that it has `size` phrasings."""
    elsewhere = dict(content.elsewhere)
    missing = size - count(content)
    for copy in itertools.count():
        for intent, texts in phrasings_of(content):
            changed = tuple(_distractors(texts, content.lexicon, nouns, f"{copy} {intent.id}"))[:missing]
            if changed:
                key = f"distractor-{copy}-{intent.kind}-{intent.id}"
                elsewhere[key] = Elsewhere(key, title=key, office="", hotline="", ask=changed)
                missing -= len(changed)
            if not missing:
                return replace(content, elsewhere=elsewhere)
    raise AssertionError  # the copies never end


def _distractors(texts: Sequence[str], lexicon: Lexicon, nouns: Sequence[str], seed: str) -> Iterator[str]:
    """Yield each text that holds a word of the lexicon, its concepts replaced by one noun each; the same for a seed."""
    words = re.compile("|".join(map(re.escape, sorted(lexicon.concepts, key=lambda word: (-len(word), word)))))

    def noun(found: re.Match[str]) -> str:
        return nouns[zlib.crc32(f"{seed} {lexicon.concepts[found[0]]}".encode()) % len(nouns)]

    for text in texts:
        changed, replaced = words.subn(noun, text)
        if replaced:
            yield changed


def everyday_nouns(content: Content) -> list[str]:
    """Return the frequent nouns of jieba's dictionary that stand in no phrasing, in its order."""
    known = "\n".join(text for _, texts in phrasings_of(content) for text in texts)
    rows = (line.split() for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines())
    frequent = (word for word, times, kind in rows if kind == "n" and int(times) >= LEAST_FREQUENT)
    return [word for word in frequent if len(word) in NOUN_LENGTHS and word not in known]
