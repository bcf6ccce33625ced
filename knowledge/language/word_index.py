"""Finds which of many words occur in a text, at a cost that does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PREFIX = 2
"""Characters by which words are told apart before they are compared whole."""


class WordIndex:
    """A set of words, indexed by how they start."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index `words`; empty ones do not count."""
        self._words = frozenset(word for word in words if word)
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[:PREFIX], set()).add(len(word))
        self._sizes = {prefix: sorted(lengths, reverse=True) for prefix, lengths in sizes.items()}

    def starting_at(self, text: str, start: int) -> Iterator[str]:
        """Yield the words that stand at a place of the text, the longest first."""
        prefix = text[start : start + PREFIX]
        for size in self._sizes.get(prefix, ()):
            word = text[start : start + size]
            if word in self._words:
                yield word
        if len(prefix) == PREFIX and prefix[0] in self._words:
            yield prefix[0]

    def found_in(self, text: str) -> set[str]:
        """Return the words that occur in the text.

        >>> sorted(WordIndex(["低保", "保", "五保"]).found_in("吃低保"))
        ['低保', '保']
        """
        found = set(self._words.intersection(text))  # those of one character
        for start in range(len(text) - 1):
            for size in self._sizes.get(text[start : start + PREFIX], ()):
                if (word := text[start : start + size]) in self._words:
                    found.add(word)
        return found
