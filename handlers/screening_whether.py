"""Reads whether a message asks if somebody may have the service shown last: 我够不够格, 我妈能不能享受, 轮得到我不."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from handlers.screening_answer import has_said
from handlers.screening_words import words_of
from handlers.turn import Turn
from knowledge.language.normalise import bare, normalise
from knowledge.models import Content

LONGEST = 24
"""Characters of a message that asks whether one meets the condition."""
_CHECK, _ABLE, _FILL = "screening.words_check", "screening.words_able", "screening.words_fill"


def asks_whether(turn: Turn) -> bool:
    """Return whether a message asks if somebody meets the condition of a service that was shown."""
    if not turn.conversation.services or len(turn.understanding.analysis.plain) > LONGEST:
        return False
    return has_said(turn, _CHECK) or asks_only_whether(turn)


def asks_only_whether(turn: Turn) -> bool:
    """Return whether a message asks that and names no matter of its own."""
    is_asked = has_said(turn, _ABLE) or has_said(turn, _CHECK)
    return is_asked and says_only(turn, (_CHECK, _ABLE, _FILL))


def names_only_somebody(turn: Turn) -> bool:
    """Return whether a message names a person and says nothing else: 那我婆呢, 给老伴问."""
    return says_only(turn, (_FILL,))


def says_only(turn: Turn, keys: tuple[str, ...]) -> bool:
    """Return whether a message is made of people and of words that sentences of the content list, and of no others."""
    text = bare(normalise(turn.text))
    return bool(text) and _words(turn.content, keys).fullmatch(text) is not None


def _words(content: Content, keys: tuple[str, ...]) -> re.Pattern[str]:
    people = (word for kin in content.tellings.people for word in kin.words)
    return _pattern((*(word for key in keys for word in words_of(content, key)), *people))


@lru_cache(8)
def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})+")
