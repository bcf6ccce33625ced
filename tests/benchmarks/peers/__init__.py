"""The matcher and its peers, a module each, so that a process loads only what it measures.

Each module has `build(stored, folder)`, which learns and leaves in the folder what a start needs, and `load(folder)`,
which returns a function from a question to the name of the intent it is most likely about, empty for none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entrant:
    """One that is measured."""

    module: str
    """Its module in this package."""
    title: str
    """What it is, for people."""
    learns_as: str = ""
    """The module that learns for it, where that is another; it comes before it."""
    most: int = 10**9
    """The most phrasings it is given; beyond them learning takes hours or more memory than a machine has."""
    is_whole: bool = False
    """Whether it composes the whole reply, not only finds the intent."""

    @property
    def learner(self) -> str:
        """The module that learns for it."""
        return self.learns_as or self.module


OWN = Entrant("onewindow", "one window")
ENTRANTS = (
    OWN,
    Entrant("onewindow_reply", "one window, whole reply", learns_as="onewindow", is_whole=True),
    Entrant("fuzzy_ratio", "rapidfuzz ratio"),
    Entrant("fuzzy_weighted", "rapidfuzz WRatio"),
    Entrant("bm25", "bm25s, jieba"),
    Entrant("fulltext", "SQLite FTS5"),
    Entrant("engine", "tantivy"),
    Entrant("regression", "scikit-learn"),
)
