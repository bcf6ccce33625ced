"""Finds the phrases of `facts.yaml` in a clause.

`A|B > C` is A or B and, a few characters on, C; `A >> C` may have C in the next clause; `=A` is A and nothing else in
the clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from knowledge.language.word_index import WordIndex
from knowledge.screening.clauses import alternation

WHOLE = "="
ACROSS = ">>"
WIDEST_GAP = 6
"""Most characters between the parts of a phrase."""
WIDEST_GAP_ACROSS = 12
"""The same, where the next clause may hold the end."""
_ALIKE = "(?![没不未别爸妈爹娘]|男人|老公|老婆|媳妇)"
"""What stands between the parts of a phrase denies nothing and names nobody else: 腿没断 is not 腿 > 断, and 娃他爸走了
not 娃 > 走了."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    """A phrase of several parts or alternatives."""

    source: str
    """The regular expression that finds it."""
    ends: frozenset[str]
    """The alternatives of its last part: without one of them it is not there."""
    owner: T
    """What the phrase stands for."""


_Index = dict[str, list[_Pattern[T]]]


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found in a clause."""

    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""
    owner: T
    """What the phrase stands for."""
    is_continued: bool = False
    """It began in the clause before."""
    first_end: int = 0
    """Index after the first of its parts."""

    def covers(self, start: int, end: int) -> bool:
        """Return whether a stretch is within it and shorter: 工作 of 没有工作."""
        return self.start <= start and end <= self.end and end - start < self.end - self.start

    def opens_with(self, start: int, end: int) -> bool:
        """Return whether a stretch is within its first part and shorter than the whole."""
        return self.covers(start, end) and end <= self.first_end


class PhraseIndex(Generic[T]):
    """Many phrases, found by the two characters they begin with and the words they end with.

    So a clause is read once whatever their number, and only those are looked for letter by letter that may be there.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]], spell: Callable[[str], str]) -> None:
        """Read phrases, each with what it stands for; `spell` writes a word as clauses are written."""
        self._words: dict[str, list[tuple[str, T]]] = {}
        self._inside: _Index[T] = {}
        self._across: _Index[T] = {}
        for phrase, owner in phrases:
            parts = read_phrase(phrase.removeprefix(WHOLE), spell)
            if len(parts) == len(parts[0]) == 1 and not phrase.startswith(WHOLE):
                self._words.setdefault(parts[0][0][:2], []).append((parts[0][0], owner))
                continue
            pattern = _Pattern(_expression(phrase, parts), frozenset(parts[-1]), owner)
            for beginning in {word[:2] for word in parts[0]}:
                for index in (self._inside, self._across) if ACROSS in phrase else (self._inside,):
                    index.setdefault(beginning, []).append(pattern)
        patterns = (one for index in (self._inside, self._across) for those in index.values() for one in those)
        self._ends = WordIndex({end for pattern in patterns for end in pattern.ends})

    def find(self, clause: str) -> Iterator[Hit[T]]:
        """Yield every occurrence of every phrase; phrases may overlap."""
        for start in range(len(clause)):
            for size in (1, 2):
                for word, owner in self._words.get(clause[start : start + size], ()):
                    if clause.startswith(word, start) and len(word) >= size:
                        end = start + len(word)
                        yield Hit(start, end, owner, first_end=end)
        for found, owner in self._matches(self._inside, clause, len(clause)):
            yield Hit(found.start(), found.end(), owner, first_end=found.end(1))

    def find_across(self, before: str, clause: str) -> Iterator[Hit[T]]:
        """Yield the phrases that begin in the clause before and end in this one, as if they began with this one."""
        for found, owner in self._matches(self._across, before + clause, len(before)):
            if found.end() > len(before):
                yield Hit(0, found.end() - len(before), owner, is_continued=True)

    def _matches(self, index: _Index[T], text: str, end: int) -> Iterator[tuple[re.Match[str], T]]:
        """Yield the matches that begin before `end`."""
        ends = self._ends.found_in(text) if end else set()
        for start in range(end if ends else 0):
            for size in (1, 2):
                for pattern in index.get(text[start : start + size], ()) if start + size <= len(text) else ():
                    if not pattern.ends.isdisjoint(ends) and (found := _compiled(pattern.source).match(text, start)):
                        yield found, pattern.owner


def _expression(phrase: str, parts: list[list[str]]) -> str:
    gap = WIDEST_GAP_ACROSS if ACROSS in phrase else WIDEST_GAP
    expression = f"(?:{_ALIKE}.){{0,{gap}}}?".join(f"({alternation(part)})" for part in parts)
    return f"^{expression}$" if phrase.startswith(WHOLE) else expression


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    """Compile a phrase of the content when it is first looked for: a start needs few of them."""
    return re.compile(expression)


def over_places(hits: Iterable[Hit[T]]) -> dict[int, list[Hit[T]]]:
    """Return for each place of a clause the phrases that stand over it, in their order."""
    over: dict[int, list[Hit[T]]] = {}
    for hit in hits:
        for place in range(hit.start, hit.end):
            over.setdefault(place, []).append(hit)
    return over


def read_phrase(phrase: str, spell: Callable[[str], str]) -> list[list[str]]:
    """Return the parts of a phrase in order, each with its alternatives.

    >>> read_phrase("在|去 > 打工", str)
    [['在', '去'], ['打工']]
    """
    return [[spell(word.strip()) for word in part.split("|")] for part in phrase.replace(ACROSS, ">").split(">")]
