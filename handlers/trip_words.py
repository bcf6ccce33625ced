"""Reads whether a resident wants a one-trip card. Called by `trip`."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from knowledge.language.normalise import bare
from knowledge.matching.understanding import Understanding
from knowledge.matching.urgency import Sign, read_sign
from knowledge.models import TripSigns

LONGEST = 18
"""Characters; a longer message tells a story and asks for more than a list."""


class Wish(IntEnum):
    """How plainly a card is wished for."""

    NONE = 0
    FORWARD = 1
    """To pass on or print what was found."""
    SEVERAL = 2
    """What several matters take: a card only where there are several."""
    ONCE = 3
    """To be done with all at once."""
    LIST = 4
    """A list, in so many words."""


def read_wish(understanding: Understanding, signs: TripSigns) -> Wish:
    """Return the plainest wish for a card in a message, by the signs of the content."""
    analysis = understanding.analysis
    if len(analysis.plain) > LONGEST and not understanding.needs:
        return Wish.NONE
    texts = (analysis.plain, bare(analysis.text))
    rows = (
        (Wish.LIST, signs.wish_list),
        (Wish.ONCE, signs.once),
        (Wish.SEVERAL, signs.several),
        (Wish.FORWARD, signs.forward),
    )
    for wish, sources in rows:
        if any(sign.occurs_in(text) for sign in _read(sources) for text in texts):
            return wish
    return Wish.NONE


@lru_cache(maxsize=16)
def _read(sources: tuple[str, ...]) -> tuple[Sign, ...]:
    return tuple(map(read_sign, sources))
