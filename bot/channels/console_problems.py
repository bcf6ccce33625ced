"""The validator's words beside the fields of a form. Used by the forms of the console."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bot.channels.console_labels import FIELD_NAMES
from knowledge.errors import Problem

_KEY = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(FIELD_NAMES, key=len, reverse=True))})(?![\w-])", re.ASCII)
_CHECKS_ENTRY = re.compile(r"在那里的 [\w-]+: 下面", re.ASCII)
_CHECKS_FILE = re.compile(r"checks/[\w-]+\.yaml", re.ASCII)


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
        sentence = in_plain_words(f"{problem.what}。{problem.remedy}。")
        if problem.entry in entries and problem.field in fields:
            words.add(problem.field, sentence)
        else:
            place = problem.entry if problem.entry not in entries else ""
            words.above.append(f"{place}：{sentence}" if place else sentence)
    return words


def in_plain_words(sentence: str) -> str:
    """Return a sentence of the validator with the fields called as the forms call them.

    >>> in_plain_words("“300”这个数不在 facts 里，也没有写 source。")
    '“300”这个数不在“数和词”里，也没有写“依据”。'
    >>> in_plain_words("在那里的 edu-bus: 下面至少写 5 句")
    '至少写 5 句'
    """
    sentence = _CHECKS_ENTRY.sub("", _CHECKS_FILE.sub("checks", sentence))
    return re.sub(r" ?(“[^”]+”) ?", r"\1", _KEY.sub(lambda found: f"“{FIELD_NAMES[found[0]]}”", sentence))
