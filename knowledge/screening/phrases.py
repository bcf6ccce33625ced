"""Finds the phrases of `facts.yaml` in a clause.

`A|B > C` is A or B and, a few characters on, C; `A >> C` may have C in the next clause; `=A|B` is A or B
and nothing else in the clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
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
_ALIKE_INSIDE = f"(?![0-9一二三四五六七八九十]了[我他她老男女媳婆爷爸妈公儿娃孙]){_ALIKE}"
"""What stands between the parts of a phrase denies nothing, and names nobody else: 腿没断 is not 腿 > 断, and
娃他爸走了 not 娃 > 走了. Nor does it end a sentence with an age, as in 今年八十了老伴走了."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    """A phrase of several parts or alternatives."""

    source: str
    """The regular expression that finds it."""
    ends: frozenset[str]
    """The alternatives of its last part: without one of them it is not there."""
    is_across: bool
    """It may end in the next clause."""
    owner: T
    """What the phrase stands for."""


@dataclass(slots=True)
class _Openings(Generic[T]):
    """The phrases that begin with the same one or two characters."""

    words: list[tuple[str, T]]
    """Those of one part without alternatives, each with what it stands for."""
    patterns: list[_Pattern[T]]
    """All others."""


@dataclass(frozen=True, slots=True)
class Look(Generic[T]):
    """A clause with what may be there of the phrases of several parts."""

    clause: str
    """The clause."""
    openings: list[tuple[int, _Pattern[T]]]
    """Where the first part of a phrase may stand, in order, and the phrase."""
    ends: set[str]
    """The last parts of phrases that are there, or a few more."""

    def part(self, clause: str, start: int) -> Look[T]:
        """Return the same for a part of the clause, from place `start` of it."""
        first, end = (bisect_left(self.openings, place, key=itemgetter(0)) for place in (start, start + len(clause)))
        return Look(clause, [(place - start, pattern) for place, pattern in self.openings[first:end]], self.ends)


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
        self._whole: dict[str, list[T]] = {}
        self._openings: dict[str, _Openings[T]] = {}
        ends: set[str] = set()
        for phrase, owner in phrases:
            parts = read_phrase(phrase.removeprefix(WHOLE), spell)
            if phrase.startswith(WHOLE):
                for word in parts[0]:
                    self._whole.setdefault(word, []).append(owner)
            elif len(parts) == len(parts[0]) == 1:
                self._opening_with(parts[0][0][:2]).words.append((parts[0][0], owner))
            else:
                pattern = _Pattern(_expression(phrase, parts), frozenset(parts[-1]), ACROSS in phrase, owner)
                ends |= pattern.ends
                for beginning in {word[:2] for word in parts[0]}:
                    self._opening_with(beginning).patterns.append(pattern)
        self._ends = WordIndex(ends)

    def _opening_with(self, beginning: str) -> _Openings[T]:
        return self._openings.setdefault(beginning, _Openings([], []))

    def look(self, clause: str) -> tuple[Look[T], list[Hit[T]]]:
        """Return what may be in a clause, for `find_across`, and every occurrence of every phrase; they may overlap."""
        look: Look[T] = Look(clause, [], self._ends.found_in(clause))
        hits: list[Hit[T]] = []
        for start in range(len(clause)):
            for opening in self._at(clause, start):
                for word, owner in opening.words:
                    if clause.startswith(word, start):
                        end = start + len(word)
                        hits.append(Hit(start, end, owner, False, end))
                look.openings.extend((start, pattern) for pattern in opening.patterns)
        for found, owner in self._matches(look, clause, look.ends):
            hits.append(Hit(found.start(), found.end(), owner, False, found.end(1)))
        return look, [*hits, *self._find_whole(clause)]

    def look_within(
        self, look: Look[T], hits: Iterable[Hit[T]], clause: str, start: int
    ) -> tuple[Look[T], list[Hit[T]]]:
        """Return the same for a part of a clause, from place `start` of it; `look` and `hits` are the whole's."""
        end = start + len(clause)
        inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
        shifted = [Hit(one.start - start, one.end - start, one.owner, False, one.first_end - start) for one in inside]
        return look.part(clause, start), [*shifted, *self._find_whole(clause)]

    def find_across(self, before: Look[T], after: Look[T]) -> Iterator[Hit[T]]:
        """Yield the phrases that begin in the clause before and end in the one after, as if they began with that."""
        place = len(before.clause)
        for found, owner in self._matches(before, before.clause + after.clause, after.ends, is_across=True):
            if found.end() > place:
                yield Hit(0, found.end() - place, owner, is_continued=True)

    def _at(self, clause: str, start: int) -> Iterator[_Openings[T]]:
        for size in (1, 2):
            opening = self._openings.get(clause[start : start + size])
            if opening and start + size <= len(clause):
                yield opening

    def _find_whole(self, clause: str) -> Iterator[Hit[T]]:
        for owner in self._whole.get(clause, ()):
            yield Hit(0, len(clause), owner, first_end=len(clause))

    def _matches(
        self, look: Look[T], text: str, ends: set[str], *, is_across: bool = False
    ) -> Iterator[tuple[re.Match[str], T]]:
        """Yield the phrases of several parts that begin in a clause, where one of `ends` is there to end them."""
        for start, pattern in look.openings if ends else ():
            is_ended = (pattern.is_across or not is_across) and not pattern.ends.isdisjoint(ends)
            if is_ended and (found := _compiled(pattern.source).match(text, start)):
                yield found, pattern.owner


def _expression(phrase: str, parts: list[list[str]]) -> str:
    alike, gap = (_ALIKE, WIDEST_GAP_ACROSS) if ACROSS in phrase else (_ALIKE_INSIDE, WIDEST_GAP)
    return f"(?:{alike}.){{0,{gap}}}?".join(f"({alternation(part)})" for part in parts)


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    """Compile a phrase of the content when it is first looked for: a start needs few of them."""
    return re.compile(expression)


def over_places(places: Iterable[int], hits: Iterable[Hit[T]]) -> dict[int, list[Hit[T]]]:
    """Return for each of some places of a clause the phrases that stand over it, in their order."""
    over: dict[int, list[Hit[T]]] = {place: [] for place in sorted(places)}
    ordered = list(over)
    for hit in hits:
        for place in ordered[bisect_left(ordered, hit.start) : bisect_left(ordered, hit.end)]:
            over[place].append(hit)
    return over


def read_phrase(phrase: str, spell: Callable[[str], str]) -> list[list[str]]:
    """Return the parts of a phrase in order, each with its alternatives.

    >>> read_phrase("在|去 > 打工", str)
    [['在', '去'], ['打工']]
    """
    return [[spell(word.strip()) for word in part.split("|")] for part in phrase.replace(ACROSS, ">").split(">")]
