"""What `FactFinder.find(text, today)` reads out of free text: the people spoken of, their facts, and what does not fit.

One person is asked about; the facts of the others are kept apart, since a family often asks for several.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.screening.facts import Facts
from knowledge.situation import Whom


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people a text speaks of."""

    whom: Whom
    """Who it is to the one who asks."""
    called: str
    """The word the text uses, such as 婆 or 侄儿; empty for the one who asks."""
    facts: Facts
    """What is told of the person, with what holds for the whole household; may be empty."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things said of the same person that cannot both be true; neither is among the facts."""

    first_fact: str
    """Key of the fact said first."""
    first_words: str
    """How it was said, such as 7岁."""
    second_fact: str
    """Key of the fact said second; may be the same."""
    second_words: str
    """How that was said, such as 退休了."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says about people."""

    person: Person
    """The one the text asks about; the one who asks where it names nobody."""
    others: tuple[Person, ...]
    """The others of whom it tells something, in order of mention."""
    contradictions: tuple[Contradiction, ...]
    """What does not fit together about `person`, to be shown back; empty where all fits."""

    @property
    def facts(self) -> Facts:
        """Return what is known of the one asked about."""
        return self.person.facts

    @property
    def whom(self) -> Whom:
        """Return whom the text asks about."""
        return self.person.whom
