"""The content while it is being checked: what could be read of it, where each entry stands, what is wrong so far.

Built by `validator`; every module of rules takes a draft and adds to its problems.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.content import build_content, service_files
from knowledge.content_files import (
    DIALOGUE_CHECKS,
    OWN_CHECKS,
    SEVERAL_CHECKS,
    Files,
    Unreadable,
    content_version,
    read_files,
)
from knowledge.errors import Problem
from knowledge.fields import Fields
from knowledge.matching.intents import Intent, IntentKind
from knowledge.models import Content
from knowledge.yaml_source import Record

SERVICES = "services"
DEPARTMENTS = "departments.yaml"
TOWNS = "towns.yaml"
ROUTING = "routing.yaml"
URGENT = "urgent.yaml"
SMALLTALK = "smalltalk.yaml"
ELSEWHERE = "elsewhere.yaml"
VAGUE = "vague.yaml"
FACTS = "situation.yaml"
SEVERAL = SEVERAL_CHECKS
DIALOGUES = DIALOGUE_CHECKS

_KEY_FIELDS = {
    DEPARTMENTS: "key",
    TOWNS: "name",
    ROUTING: "key",
    FACTS: "fact",
    SMALLTALK: "id",
    ELSEWHERE: "id",
    VAGUE: "word",
    SEVERAL: "q",
    DIALOGUES: "start",
}
_PARTS = {
    IntentKind.SERVICE: SERVICES,
    IntentKind.ELSEWHERE: ELSEWHERE,
    IntentKind.SMALLTALK: SMALLTALK,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Content that may hold mistakes."""

    content: Content
    """What could be made of the files."""
    files: Files
    """The files as read."""
    problems: list[Problem]
    """What is wrong so far; rules add to it, in any order."""
    entries: Mapping[tuple[str, str], Fields]
    """Where an entry stands, by part (a constant of this module) and key; the first where a key stands twice."""
    tried: Content | None = None
    """Content that passed all checks; what is slow to try and the same as there is not tried again."""

    def entry(self, part: str, key: str) -> Fields:
        """Return the fields of an entry of the content, for reporting at their lines."""
        return self.entries[part, key]

    def intent_entry(self, intent: Intent) -> Fields:
        """Return the fields of the entry that an intent stands for."""
        return self.entry(_PARTS[intent.kind], intent.id)

    def is_readable(self, start: str) -> bool:
        """Return whether every file whose name has this start could be read: else what is missing may be in there."""
        return not any(isinstance(value, Unreadable) for name, value in self.files.items() if name.startswith(start))


def read_draft(root: Path) -> Draft:
    """Return the content below `root` with the problems of reading it; never raises for what the files hold."""
    files, problems = read_files(root)
    content = build_content(files, content_version(root), problems)
    entries: dict[tuple[str, str], Fields] = {}
    for part, fields in _records(files, problems):
        entries.setdefault((part, fields.entry), fields)
    return Draft(content, files, problems, entries)


def check_rows(draft: Draft) -> Iterator[tuple[Fields, tuple[str, ...]]]:
    """Yield each service id of the check files, as the entry of its fields, with the questions that must lead there."""
    names = (name for name in sorted(draft.files) if name.startswith("checks/") and name not in OWN_CHECKS)
    for name in names:
        record = draft.files[name]
        if isinstance(record, Record):
            for key in record:
                place = Fields(name, key, Record(record.line_of(key)), draft.problems)
                yield place, Fields(name, key, record, []).texts(key)


def nearest(value: str, known: Collection[str], otherwise: str) -> str:
    """Return the remedy for an unknown name: the nearest known one, or `otherwise` where none is near."""
    near = difflib.get_close_matches(value, sorted(known), n=1, cutoff=0.6)
    return f"改成 {near[0]}" if near else otherwise


def _records(files: Files, problems: list[Problem]) -> Iterator[tuple[str, Fields]]:
    rows = [(SERVICES, name, files[name], "id") for name in service_files(files)]
    rows += [(part, part, files.get(part), key) for part, key in _KEY_FIELDS.items()]
    urgent = files.get(URGENT)
    rows.append((URGENT, URGENT, urgent.get("situations") if isinstance(urgent, Record) else None, "id"))
    for part, file, items, key in rows:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, Record):
                name = item.get(key)
                yield part, Fields(file, name.strip() if isinstance(name, str) else "", item, problems)
