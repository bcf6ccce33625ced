"""What can be wrong with content: one finding is a `Problem`, a refusal to load is a `ContentError`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor has to mend."""

    file: str
    """Path below the content folder, with forward slashes."""
    line: int
    """Line in that file, counted from 1."""
    entry: str
    """Id or key of the entry; empty where the file itself is at fault."""
    field: str
    """Name of the field; empty where the entry itself is at fault."""
    what: str
    """What is wrong, in Chinese."""
    remedy: str
    """What would be right, in Chinese."""

    def __str__(self) -> str:
        """Return the one-line form that `check` prints.

        >>> print(Problem("towns.yaml", 3, "后柳镇", "name", "写了两次", "删掉一个"))
        towns.yaml:3: 后柳镇: name: 写了两次 -> 删掉一个
        """
        return f"{self.file}:{self.line}: {self.entry or '-'}: {self.field or '-'}: {self.what} -> {self.remedy}"


class ContentError(Exception):
    """The content cannot be used; `problems` says why, never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in file and line order."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
