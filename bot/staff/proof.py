"""What is known of a change before and after it is published: its proof, its result, what it means for its groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.library import Edition, Library
from bot.staff.change_store import Result
from bot.staff.edits import AddPhrasings, AddToTopic, ChangeService, Edit, NewService, NewTopic, TakeBack
from bot.staff.hunks import find_hunks
from bot.staff.preview import Preview, Replay
from bot.staff.review_store import ANSWERED, ELSEWHERE, OPEN
from knowledge.errors import Problem


@dataclass(frozen=True, slots=True)
class Proof:
    """Texts that were tried out in a folder of their own."""

    old: Mapping[str, str]
    """The text, as it was, of each file that changes; empty for a new file."""
    changed: Mapping[str, str]
    """The text, as it would be, of each file that changes."""
    problems: tuple[Problem, ...]
    """What the validator finds."""
    edition: Edition | None
    """The edition they make; None where there are problems."""


def prove_texts(before: Mapping[str, str], after: Mapping[str, str], library: Library) -> Proof:
    """Try out the texts `after` as a whole content folder; `before` are those in use."""
    with _folder_of(after) as folder:
        problems, edition = library.prove(folder)
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    return Proof({name: before.get(name, "") for name in changed}, changed, tuple(problems), edition)


def find_problems(texts: Mapping[str, str], library: Library) -> tuple[Problem, ...]:
    """Return what the validator finds in the texts of a whole content folder."""
    with _folder_of(texts) as folder:
        return tuple(library.find_problems(folder))


@contextmanager
def _folder_of(texts: Mapping[str, str]) -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in texts.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(text.encode())
        yield folder


def result_of(proof: Proof, preview: Preview, override: str) -> Result:
    """Return what is kept of a change when it is published."""
    summary: dict[str, Any] = {"conflicts": [asdict(conflict) for conflict in preview.conflicts], "override": override}
    if preview.replay is not None:
        summary["replay"] = counts_of(preview.replay)
    hunks = {name: tuple(find_hunks(proof.old[name], text)) for name, text in proof.changed.items()}
    return Result({name: seal_of_file(text) for name, text in proof.changed.items()}, hunks, summary)


def counts_of(replay: Replay) -> dict[str, int]:
    """Return the counts of a replay, for the audit trail."""
    return {"questions": replay.questions, "different": len(replay.differences), "rerouted": replay.rerouted}


def seal_of_file(text: str) -> str:
    """Return the SHA-256 of a file's text, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def added_phrasings(edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """Return the phrasings that edits add, each with the id of its service."""
    rows = []
    for edit in edits:
        if isinstance(edit, AddPhrasings):
            rows += [(text, edit.service) for text in edit.ask]
        elif isinstance(edit, NewService):
            rows += [(str(text), str(edit.fields.get("id", ""))) for text in edit.fields.get("ask", ())]
    return rows


def verdict_of(edits: Sequence[Edit]) -> tuple[str, str]:
    """Return what edits mean for the groups they answer: a state of `review_store`, and the id answered with."""
    for edit in edits:
        if isinstance(edit, AddPhrasings | ChangeService):
            return ANSWERED, edit.service
        if isinstance(edit, NewService):
            return ANSWERED, str(edit.fields.get("id", ""))
        if isinstance(edit, AddToTopic):
            return ELSEWHERE, edit.topic
        if isinstance(edit, NewTopic):
            return ELSEWHERE, str(edit.fields.get("id", ""))
        if isinstance(edit, TakeBack):
            return OPEN, ""
    return ANSWERED, ""
