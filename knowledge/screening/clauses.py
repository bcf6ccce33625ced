"""Cuts a text into clauses written in plain words: what negation, past and people are read in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.language.normalise import normalise

LONGEST = 2000
"""Characters of a text that are read, as many as a message may have; what comes after tells nothing more."""
LONGEST_CLAUSE = 80
"""Characters after which a clause without a mark is cut all the same: nobody speaks longer without a breath."""
_Tree = dict[str, "_Tree"]
_END = ""
"""Where a word ends in a tree of words."""
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

    What words begin with is written once, so that a place is looked at once however many begin with the same.

    >>> alternation(["婆", "婆婆", "外婆"]), alternation([])
    ('(?:外婆|婆(?:婆)?)', '(?!)')
    """
    tree: _Tree = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[_END] = {}
    return f"(?:{'|'.join(_ways(tree))})" if tree else "(?!)"


def _ways(tree: _Tree) -> Iterator[str]:
    """Yield what a word may go on with, from one place of it."""
    for character, after in sorted(tree.items()):
        going_on = list(_ways(after))
        if _END in after and going_on:
            yield f"{re.escape(character)}(?:{'|'.join(going_on)})?"
        elif character != _END:
            yield re.escape(character) + (f"(?:{'|'.join(going_on)})" if len(going_on) > 1 else "".join(going_on))
