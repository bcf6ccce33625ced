"""Turns a message into the features that matching counts: characters, sounds, concepts and ages.

One `Analyser` serves content and questions alike. Feature names start with a mark for their kind: none for
characters, `~` for sounds, `#` for concepts of the lexicon, `@` for ages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from knowledge.language.ages import age_bands
from knowledge.language.normalise import bare, normalise
from knowledge.language.pinyin import split_letters, syllables
from knowledge.language.spelling import PinyinReader
from knowledge.language.word_index import WordIndex
from knowledge.lexicon import Lexicon
from knowledge.matching.encoder import Encoder, Meaning

MAX_LENGTH = 400
SOUND = "~"
_GRAM_SIZES = (1, 2, 3)
_LETTERS = re.compile("[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What matching knows of one message."""

    text: str
    """The message as `normalise` returns it, cut to `MAX_LENGTH` characters, words in pinyin written out."""
    plain: str
    """The same in plain words, without fillers, spaces and punctuation."""
    sounds: tuple[str, ...]
    """Its folded pinyin syllables."""
    features: tuple[str, ...]
    """Distinct features, in order of first occurrence."""
    meaning: Meaning | None = field(default=None, compare=False, repr=False)
    """What a sentence encoder says it means; None where there is no encoder."""


class Analyser:
    """Reads messages with the help of a lexicon."""

    def __init__(self, lexicon: Lexicon, encoder: Encoder | None = None) -> None:
        """Prepare the word tables of `lexicon`; with an `encoder` an analysis holds what the message means."""
        self.encoder = encoder
        self._say_as = dict(lexicon.say_as)
        self._variants = _alternation([*lexicon.say_as, *lexicon.fillers])
        self._concepts = dict(lexicon.concepts)
        self._words = WordIndex(self._concepts)
        self._pinyin = PinyinReader(self._concepts)

    def analyse(self, message: str) -> Analysis:
        """Return the analysis of a message of any length and kind; an empty one has no features."""
        return self.analyse_normalised(normalise(message[: 4 * MAX_LENGTH]))

    def analyse_normalised(self, text: str) -> Analysis:
        """Return the analysis of a text that `normalise` returned."""
        text = self._pinyin.read(text[:MAX_LENGTH])
        plain = self.plain_words(text)
        sounds = tuple(syllables(plain))
        letters = _LETTERS.sub(_unless_pinyin, plain)
        features = dict.fromkeys([*_grams(letters), *_sound_pairs(sounds), *self.concepts(plain), *age_bands(text)])
        return Analysis(text, plain, sounds, tuple(features), self.encoder.encode(text) if self.encoder else None)

    def plain_words(self, text: str) -> str:
        """Return normalised text with dialect words replaced, fillers and punctuation dropped."""
        if self._variants is not None:
            text = self._variants.sub(self._replace, text)
        return bare(text)

    def concepts(self, plain: str) -> Iterator[str]:
        """Yield a `#` feature for each word of the lexicon in `plain`, the longest word first at each place."""
        start = 0
        while start < len(plain):
            word = next(self._words.starting_at(plain, start), None)
            if word is not None:
                yield "#" + self._concepts[word]
            start += len(word or " ")

    def _replace(self, found: re.Match[str]) -> str:
        return self._say_as.get(found[0], "")


def _unless_pinyin(found: re.Match[str]) -> str:
    """Drop letters that are pinyin: their sounds say more than the letters."""
    return "" if split_letters(found[0]) else found[0]


def _alternation(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


def _grams(plain: str) -> Iterator[str]:
    for size in _GRAM_SIZES:
        yield from (plain[start : start + size] for start in range(len(plain) - size + 1))


def _sound_pairs(sounds: tuple[str, ...]) -> Iterator[str]:
    yield from (_sound_pair(first, second) for first, second in pairwise(sounds))


@lru_cache(maxsize=65536)
def _sound_pair(first: str, second: str) -> str:
    return f"{SOUND}{first} {second}"
