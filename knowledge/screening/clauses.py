"""Cuts a text into clauses written in plain words: what negation, past and people are read in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.language.normalise import normalise

LONGEST = 1000
"""Characters of a text that are read; what comes after tells nothing more."""
LONGEST_CLAUSE = 80
"""Characters after which a clause without a mark is cut all the same: nobody speaks longer without a breath."""
_CLAUSE = re.compile(rf"[^\s,。;!?:、…~()\[\]<>\"'“”‘’《》【】|/]{{1,{LONGEST_CLAUSE}}}")


class ClauseReader:
    """Writes words as the lexicon's plain form has them."""

    def __init__(self, say_as: Mapping[str, str]) -> None:
        """Use the lexicon's dialect and variant words."""
        self._say_as = dict(say_as)
        self._variants = re.compile(alternation(say_as))

    def spell(self, word: str) -> str:
        """Return a word as clauses write it."""
        return self._variants.sub(lambda found: self._say_as[found[0]], normalise(word))

    def clauses(self, text: str) -> list[str]:
        """Return the clauses of a text of any length and kind, in order; may be empty."""
        return _CLAUSE.findall(self.spell(text[: 2 * LONGEST])[:LONGEST])


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first; one that matches nothing where there is none.

    >>> alternation(["婆", "外婆"]), alternation([])
    ('(?:外婆|婆)', '(?!)')
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"
