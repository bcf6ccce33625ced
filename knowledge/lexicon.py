"""The words of the county: which mean the same, join needs, ask, or correct. Read by `content`, used by matching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that mean the same."""

    say_as: Mapping[str, str]
    """Dialect or variant word to its plain form."""
    concepts: Mapping[str, str]
    """Word to the concept it stands for."""
    fillers: tuple[str, ...]
    """Words that carry no meaning for matching, longest first."""
    aspects: Mapping[str, tuple[str, ...]]
    """What a follow-up asks about, to the words that ask it, in plain form."""
    connectors: tuple[str, ...]
    """Words that join two needs in one message, longest first."""
    corrections: tuple[str, ...]
    """Words that open a correction of the message before, longest first."""
    asking: tuple[str, ...] = ()
    """Words that ask or want something, longest first."""
    asking_too: tuple[str, ...] = ()
    """Words that ask as well, without telling where one need ends and another begins: 谁."""
    asking_at_end: tuple[str, ...] = ()
    """Words that ask where a message ends with them: 吗."""
    several: tuple[str, ...] = ()
    """Words that say that a message asks for several things, longest first."""
    linking: tuple[str, ...] = ()
    """Words that stand between two needs where a message says that it asks for several: 临时救助跟医疗救助这两样."""
    adding: tuple[str, ...] = ()
    """Words that add something to what was said before, longest first: 也."""
    turning: tuple[str, ...] = ()
    """Words before which a message without marks may go over to another need, longest first: 还想."""
    closing: tuple[str, ...] = ()
    """Words that close a question, after which a message without marks may go on with another, longest first: 咋办."""
    elliptic_starts: tuple[str, ...] = ()
    """Words with which a message goes on from the one before: 那."""
    elliptic_ends: tuple[str, ...] = ()
    """Words at the end of a message that goes on from the one before: 呢."""
