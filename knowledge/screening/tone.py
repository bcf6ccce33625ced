"""Tells whether a phrase in a clause is said, denied, long past, or only asked, wished or supposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import Enum, auto

from knowledge.screening.clauses import alternation
from knowledge.tellings import Scope, Telling

_PARTICLES = "[也都就又已经早被给后来现在今去前年]*"
"""What may stand between a phrase and the words that end it."""


class Tone(Enum):
    """How a phrase is meant."""

    SAID = auto()
    DENIED = auto()
    PAST = auto()
    UNSAID = auto()


class ToneReader:
    """Knows the words that change what a phrase near them means."""

    def __init__(self, scope: Scope, spell: Callable[[str], str]) -> None:
        """Use the words of the content; `spell` writes a word as clauses are written."""

        def any_of(words: Iterable[str]) -> str:
            return alternation(map(spell, words))

        light = f"{any_of(scope.light)}*"
        self._asked = re.compile(rf"(.)[不没]\1{light}$")
        self._asked_after = re.compile(r"(?:了|的)?(?:吗|么|嘛|不|没|没有)$")
        self._wished = re.compile(f"{any_of(scope.wishing)}{light}$")
        self._supposed = re.compile(any_of(scope.supposing))
        self._past = re.compile(f"{any_of(scope.past)}(?!.*{any_of(scope.now)})")
        self._denied = re.compile(f"{any_of(scope.denying)}{light}$")
        self._ended = re.compile(rf"{_PARTICLES}{any_of(scope.ended)}")
        self._ended_now = re.compile(rf".{{0,6}}{any_of(scope.ended)}")

    def tone(self, clause: str, start: int, end: int, telling: Telling) -> Tone:
        """Return how the phrase between `start` and `end` is meant, `telling` being the entry it stands in."""
        before, phrase, after = clause[:start], clause[start:end], clause[end:]
        if self._is_asked(before, phrase, after) or self._supposed.search(before):
            return Tone.UNSAID
        if self._wished.search(before) and not telling.is_wanted:
            return Tone.UNSAID
        is_past = self._past.search(before) is not None and not telling.is_lasting
        if is_past and not self._ended_now.match(after):
            return Tone.PAST
        if is_past or self._denied.search(before) or (self._ended.match(after) and not telling.is_lasting):
            return Tone.DENIED
        return Tone.SAID

    def is_end(self, clause: str) -> bool:
        """Return whether a whole clause only says that what was said before is no longer so: 后来停了."""
        return self._ended.fullmatch(clause) is not None

    def _is_asked(self, before: str, phrase: str, after: str) -> bool:
        """Return whether the phrase is part of a question such as 有没有残疾, 是不是低保户, 残疾了没."""
        if before and phrase[:1] in ("不", "没") and phrase.lstrip("不没有")[:1] == before[-1:]:
            return True
        if before.endswith("有") and phrase.startswith(("没有", "没得")):
            return True
        return bool(self._asked.search(before) or self._asked_after.fullmatch(after))
