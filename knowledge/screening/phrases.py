"""Finds the phrases of `facts.yaml` in a clause.

`A|B > C` is A or B and, a few characters on, C; `A >> C` may have C in the next clause; `=A` is A and nothing else in
the clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.screening.clauses import alternation

WHOLE = "="
ACROSS = ">>"
WIDEST_GAP = 6
"""Most characters between the parts of a phrase."""
WIDEST_GAP_ACROSS = 12
"""The same, where the next clause may hold the end."""
T = TypeVar("T")
_Index = dict[str, list[tuple[re.Pattern[str], T]]]


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
    parts: tuple[tuple[int, int], ...] = ()
    """Where its parts stand, without the gaps between them; one part = all of it."""

    def covers(self, start: int, end: int, *, with_gaps: bool = False) -> bool:
        """Return whether a stretch is within a part of it, or a gap, and shorter than the whole: 工作 of 没有工作."""
        parts = self.parts if self.parts and not with_gaps else ((self.start, self.end),)
        return end - start < self.end - self.start and any(first <= start and end <= last for first, last in parts)


class PhraseIndex(Generic[T]):
    """Many phrases, found by the two characters they begin with: a clause is read once whatever their number."""

    def __init__(self, phrases: Iterable[tuple[str, T]], spell: Callable[[str], str]) -> None:
        """Read phrases, each with what it stands for; `spell` writes a word as clauses are written."""
        self._inside: _Index[T] = {}
        self._across: _Index[T] = {}
        for phrase, owner in phrases:
            parts = read_phrase(phrase.removeprefix(WHOLE), spell)
            gap = WIDEST_GAP_ACROSS if ACROSS in phrase else WIDEST_GAP
            pattern = f".{{0,{gap}}}?".join(f"({alternation(part)})" for part in parts)
            compiled = re.compile(f"^{pattern}$" if phrase.startswith(WHOLE) else pattern)
            for beginning in {word[:2] for word in parts[0]}:
                for index in (self._inside, self._across) if ACROSS in phrase else (self._inside,):
                    index.setdefault(beginning, []).append((compiled, owner))

    def find(self, clause: str) -> Iterator[Hit[T]]:
        """Yield every occurrence of every phrase, by place; phrases may overlap."""
        for found, owner in _matches(self._inside, clause, len(clause)):
            parts = tuple(map(found.span, range(1, found.re.groups + 1)))
            yield Hit(found.start(), found.end(), owner, parts=parts)

    def find_across(self, before: str, clause: str) -> Iterator[Hit[T]]:
        """Yield the phrases that begin in the clause before and end in this one, as if they began with this one."""
        for found, owner in _matches(self._across, before + clause, len(before)):
            if found.end() > len(before):
                yield Hit(0, found.end() - len(before), owner, is_continued=True)


def _matches(index: _Index[T], text: str, end: int) -> Iterator[tuple[re.Match[str], T]]:
    """Yield the matches that begin before `end`."""
    for start in range(end):
        for size in (1, 2):
            for pattern, owner in index.get(text[start : start + size], ()) if start + size <= len(text) else ():
                if found := pattern.match(text, start):
                    yield found, owner


def read_phrase(phrase: str, spell: Callable[[str], str]) -> list[list[str]]:
    """Return the parts of a phrase in order, each with its alternatives.

    >>> read_phrase("在|去 > 打工", str)
    [['在', '去'], ['打工']]
    """
    return [[spell(word.strip()) for word in part.split("|")] for part in phrase.replace(ACROSS, ">").split(">")]
