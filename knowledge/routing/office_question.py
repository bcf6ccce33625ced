"""Reads whether a message asks for an office itself: where it is, its number, what it does. Words: `office.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 28
"""Characters; a longer message tells more than the name of an office."""


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """How residents ask for an office."""

    asking: tuple[str, ...] = ()
    """Words that ask where it is, how to reach it, or what it does."""
    around: tuple[str, ...] = ()
    """Words that say nothing of their own."""


def asks_for_office(words: OfficeWords, rest: str, towns: Iterable[str] = ()) -> bool:
    """Return whether a text, without the name of its office, says nothing but that the office is asked for.

    `rest` may be empty: an office's name alone asks for it. `towns` are names that may stand beside it.

    >>> asks_for_office(OfficeWords(("在哪",), ("请问",)), "请问在哪")
    True
    """
    return _pattern(words, tuple(towns)).fullmatch(rest) is not None


def asks_where(words: OfficeWords, text: str) -> bool:
    """Return whether a text, without a name, asks for the office spoken of before.

    >>> asks_where(OfficeWords(("在哪",), ("那",)), "那在哪"), asks_where(OfficeWords(("在哪",), ("那",)), "那")
    (True, False)
    """
    return asks_for_office(words, text) and any(word in text for word in words.asking)


@lru_cache(maxsize=8)
def _pattern(words: OfficeWords, towns: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({*words.asking, *words.around, *towns}, key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})*" if longest_first else "")
