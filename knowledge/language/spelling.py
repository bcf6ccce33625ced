"""Writes out words typed in pinyin, whole or in part: yimiao = 疫苗, 图书guan = 图书馆. Called by `features`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.pinyin import fold, sound_of, syllables, written_syllables

SHORTEST = 2
"""Syllables of a word that can be told by its sound."""
_PARTS = re.compile(r"[a-z]+|[\u4e00-\u9fff]|[^a-z\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A character, a syllable in letters, or what is neither."""

    gap: str
    """The space before it, where it is between letters: a word may be spelt in several pieces."""
    written: str
    """As it stands in the text."""
    sound: str = ""
    """Its folded syllable; empty where it has none."""
    is_spelt: bool = False
    """Whether it is written in letters."""


class PinyinReader:
    """Knows words by their sound."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index `words`; of those that sound alike the first is read."""
        self._words: dict[tuple[str, ...], list[str]] = {}
        for word in words:
            sounds = tuple(syllables(word))
            if len(sounds) == len(word) >= SHORTEST:
                self._words.setdefault(sounds, []).append(word)
        self._longest = max(map(len, self._words), default=0)

    def read(self, text: str) -> str:
        """Return normalised text with the words that are spelt in letters written out, where one is known."""
        if not any("a" <= character <= "z" for character in text):
            return text
        units, written = list(_units(text)), []
        spelt = [number for number, unit in enumerate(units) if unit.is_spelt]
        start = 0
        while start < len(units):
            near = bisect_left(spelt, start)
            is_near = near < len(spelt) and spelt[near] < start + self._longest
            word = self._word_at(units, start) if is_near else ""
            written.append(units[start].gap + (word or units[start].written))
            start += len(word) or 1
        return "".join(written)

    def _word_at(self, units: Sequence[_Unit], start: int) -> str:
        """Return the longest word that stands at a place, some of it in letters; empty where none does."""
        for size in range(min(self._longest, len(units) - start), SHORTEST - 1, -1):
            window = units[start : start + size]
            if any(unit.is_spelt for unit in window):
                for word in self._words.get(tuple(unit.sound for unit in window), ()):
                    if all(unit.is_spelt or unit.written == char for unit, char in zip(window, word, strict=True)):
                        return word
        return ""


def _units(text: str) -> Iterator[_Unit]:
    gap = ""
    parts = _PARTS.findall(text)
    for part, before, after in zip(parts, ["", *parts], [*parts[1:], ""], strict=False):
        if part == " " and _is_letters(before) and _is_letters(after):
            gap = part
        elif _is_letters(part):
            spelt = written_syllables(part)
            yield from (_Unit("" if n else gap, one, fold(one), is_spelt=True) for n, one in enumerate(spelt))
            if not spelt:
                yield _Unit(gap, part)
            gap = ""
        else:
            yield _Unit("", part, sound_of(part) if len(part) == 1 else "")


def _is_letters(part: str) -> bool:
    return "a" <= part[:1] <= "z"
