"""What a change would do, shown before it is published: its diff, the validator's problems, conflicts, the replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.staff.edits import Edit, RemoveService
from knowledge.errors import Problem

DRAFT, PUBLISHING, PUBLISHED, DROPPED = "draft", "publishing", "published", "dropped"


@dataclass(frozen=True, slots=True)
class Change:
    """A change to the content: a draft, or one that was published."""

    id: int
    """Its number."""
    state: str
    """`DRAFT`, `PUBLISHING`, `PUBLISHED` or `DROPPED`."""
    author: str
    """Who drafted it."""
    created_at: datetime
    """When, UTC without zone."""
    reason: str
    """Why, in the author's words; may be empty."""
    edits: tuple[Edit, ...]
    """What is changed, in order."""
    group_ids: tuple[int, ...]
    """Groups of the queue that it answers."""
    publisher: str
    """Who published it; empty for a draft."""
    published_at: datetime | None
    """When, UTC without zone."""
    undone_by: int | None
    """Number of the change that took it back."""

    @property
    def is_removal(self) -> bool:
        """Whether it takes a service away, which only an admin may publish."""
        return any(isinstance(edit, RemoveService) for edit in self.edits)


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a change does to one file."""

    file: str
    """Path below the content folder."""
    diff: str
    """Unified diff, three lines around each difference."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question is answered."""

    kind: str
    """Kind of the reply: answer, choose, handoff …"""
    services: tuple[str, ...]
    """Ids of the services shown, or offered."""
    department: str
    """Key of the department it leads to; empty where none."""
    text: str
    """The whole reply."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that would be answered differently."""

    question: str
    """The question, masked."""
    times: int
    """How often it was asked; 0 for a check question that nobody asked."""
    is_check: bool
    """Whether it is one of the content's check questions."""
    before: Outcome
    """How it is answered now."""
    after: Outcome
    """How it would be answered."""

    @property
    def is_rerouted(self) -> bool:
        """Whether it would lead to another department."""
        return self.before.department != self.after.department


@dataclass(frozen=True, slots=True)
class Replay:
    """What the change does to the check questions and the recent real questions."""

    questions: int
    """How many different questions were tried."""
    differences: tuple[Difference, ...]
    """Those answered differently: rerouted ones first, then most asked."""

    @property
    def rerouted(self) -> int:
        """How many would lead to another department."""
        return sum(difference.is_rerouted for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A phrasing that takes a question away from where it belongs; blocks until an admin overrides it with a reason."""

    phrasing: str
    """The phrasing or question at issue."""
    belongs_to: str
    """Id of the service it belongs to."""
    goes_to: str
    """Id of the service it would go to."""
    why: str
    """What is wrong, in Chinese."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft with all that is known before it is published."""

    change: Change
    """The draft."""
    diffs: tuple[FileDiff, ...]
    """What it does to each file."""
    problems: tuple[Problem, ...]
    """What the validator finds; must be empty for publishing."""
    conflicts: tuple[Conflict, ...]
    """What must be overridden for publishing."""
    replay: Replay | None
    """What it does to questions; None where the validator finds problems."""

    @property
    def is_publishable(self) -> bool:
        """Whether it can be published without an override."""
        return not self.problems and not self.conflicts
