"""The facts about a resident that decide who a service is for, as records of `situation.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact can be."""

    NUMBER = "number"
    CHOICE = "choice"


class Whose(StrEnum):
    """Of whom a fact can be true, which tells to whom it belongs when a text speaks of several people."""

    PERSON = "person"
    ME = "me"
    HOUSEHOLD = "household"
    PARENT = "parent"
    CHILD = "child"
    ELDER = "elder"


class Whom(StrEnum):
    """Whom a question is about, as seen from the one who asks; the values of the fact `whom`."""

    ME = "me"
    ELDER = "elder"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of a number fact that a resident can pick."""

    low: int
    """Its lowest number."""
    high: int
    """Its highest number."""
    label: str
    """What the button says."""
    share: int
    """Rough weight of how many people are in it; only orders questions."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a resident that conditions ask for."""

    key: str
    """Stable name, such as `school_stage`."""
    kind: FactKind
    """A number, or one of several values."""
    unit: str
    """Unit of a number, such as 岁; empty for a choice."""
    question: str
    """The question that asks for it, in residents' words."""
    why: str
    """Why it is asked, in residents' words."""
    name: str
    """What it is called in reasons, such as 年纪."""
    shares: Mapping[str, int]
    """Value to a rough weight of how common it is; only orders questions. Empty for a number; 1 where absent."""
    ages: Mapping[str, tuple[int, int]]
    """Value to the lowest and highest usual age of people of whom it holds; only orders questions. Any where absent."""
    values: Mapping[str, str]
    """Value to its label, in the order they are offered; empty for a number."""
    bands: tuple[Band, ...]
    """The ranges of a number, lowest first and without gaps; empty for a choice."""
    can_be_several: bool = False
    """Values of the choice may be true at once (`several` in the content): who farms may also do odd jobs."""
    whose: Whose = Whose.PERSON
    """Of whom it can be true."""

    @property
    def is_count(self) -> bool:
        """Return whether its values are numbers of something, such as children: a number typed is one of these."""
        return bool(self.values) and all(value.isdigit() for value in self.values)
