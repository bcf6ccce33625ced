"""The validator's words beside the fields of a form. Used by the forms of the console."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from knowledge.errors import Problem


@dataclass(slots=True)
class FieldWords:
    """What is to be put right before a form can go on, each as a sentence with fault and remedy."""

    beside: dict[str, list[str]] = field(default_factory=dict)
    """By the field it stands beside."""
    above: list[str] = field(default_factory=list)
    """What belongs to no field of the form."""

    def __bool__(self) -> bool:
        """Return whether there is anything to put right."""
        return bool(self.beside or self.above)

    def add(self, name: str, sentence: str) -> None:
        """Add a sentence beside a field."""
        self.beside.setdefault(name, []).append(sentence)


def words_of(problems: Iterable[Problem], entries: Collection[str], fields: Collection[str]) -> FieldWords:
    """Return the problems of a form whose entry goes by one of several names and which has some fields."""
    words = FieldWords()
    for problem in problems:
        sentence = f"{problem.what}。{problem.remedy}。"
        if problem.entry in entries and problem.field in fields:
            words.add(problem.field, sentence)
        else:
            place = problem.entry if problem.entry not in entries else ""
            words.above.append(f"{place}：{sentence}" if place else sentence)
    return words
