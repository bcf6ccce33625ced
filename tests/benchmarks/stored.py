"""The phrasings as they are handed to the processes; imports nothing of the house, so that none of it is counted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

STORED = "stored.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """The phrasings that a peer learns from."""

    content: str
    """Folder of the content they come from."""
    size: int
    """How many phrasings the content was made to have; 0 = those it has."""
    texts: tuple[str, ...]
    """Each phrasing, normalised and without punctuation: the house's normalisation is a gift to the peers."""
    owners: tuple[str, ...]
    """Name of the intent each belongs to, see `corpora.name_of`."""

    def write(self, folder: Path) -> None:
        """Keep them for the processes that learn and answer."""
        (folder / STORED).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Stored:
        """Return what `write` kept."""
        row = json.loads((folder / STORED).read_text(encoding="utf-8"))
        return cls(row["content"], row["size"], tuple(row["texts"]), tuple(row["owners"]))
