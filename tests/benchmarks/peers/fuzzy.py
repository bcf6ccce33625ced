"""rapidfuzz: the likest phrasing letter by letter. Learns nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rapidfuzz import process

from tests.benchmarks.stored import Stored


def build(_stored: Stored, _folder: Path) -> None:
    """Nothing to learn."""


def load_with(scorer: Callable[..., Any], folder: Path) -> Callable[[str], str]:
    """Return what answers by a scorer of rapidfuzz."""
    stored = Stored.read(folder)

    def best(question: str) -> str:
        found = process.extractOne(question, stored.texts, scorer=scorer)
        return stored.owners[found[2]] if found else ""

    return best
