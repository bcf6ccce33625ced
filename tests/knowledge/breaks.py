"""One mistake put into the small content, and where the validator must find it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from knowledge.checking.validator import check_content
from tests.knowledge.mini_content import edit, line_of


@dataclass(frozen=True)
class Break:
    """A mistake and the one problem it gives."""

    name: str
    """What is wrong, as the test's name."""
    file: str
    """The file that is changed and that the problem must name."""
    old: str
    """The text that is replaced; it stands once in the file."""
    new: str
    """What replaces it."""
    entry: str
    """The entry that the problem must name."""
    field: str
    """The field that the problem must name."""
    says: str
    """Words that must stand in the problem or its remedy."""
    at: str = ""
    """Text on the line that the problem must name; empty = the line where `old` begins."""
    below: int = 0
    """How many lines further down it stands."""


class Breaker(Protocol):
    """Makes the mistakes of one entry of one file."""

    def __call__(
        self, name: str, old: str, new: str, field: str, says: str, *, at: str = "", below: int = 0
    ) -> Break: ...


def breaks_in(file: str, entry: str) -> Breaker:
    """Return what makes mistakes in `file` whose problem must name `entry`."""

    def make(name: str, old: str, new: str, field: str, says: str, *, at: str = "", below: int = 0) -> Break:
        return Break(name, file, old, new, entry, field, says, at, below)

    return make


def each(*breaks: Break) -> pytest.MarkDecorator:
    """Return the parametrisation of a test by mistakes."""
    return pytest.mark.parametrize("mistake", breaks, ids=[one.name.replace(" ", "-") for one in breaks])


def assert_is_the_one_problem(root: Path, mistake: Break) -> None:
    """Put the mistake into the content below `root`; it must give exactly one problem, at the right place."""
    line = edit(root, mistake.file, mistake.old, mistake.new)
    if mistake.at:
        line = line_of(mistake.file, mistake.at)
    problems = check_content(root)
    places = [(p.file, p.line, p.entry, p.field) for p in problems]
    assert places == [(mistake.file, line + mistake.below, mistake.entry, mistake.field)], "\n".join(map(str, problems))
    assert mistake.says in f"{problems[0].what} -> {problems[0].remedy}"
