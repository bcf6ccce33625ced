"""SQLite FTS5, ranked by its BM25."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.benchmarks.peers.grams import grams
from tests.benchmarks.stored import Stored

INDEX = "fulltext.db"
BEST = "SELECT owner FROM phrasing WHERE phrasing MATCH ? ORDER BY rank LIMIT 1"


def build(stored: Stored, folder: Path) -> None:
    """Index the phrasings."""
    with closing(sqlite3.connect(folder / INDEX)) as database, database:
        database.execute("CREATE VIRTUAL TABLE phrasing USING fts5(grams, owner UNINDEXED)")
        rows = [(" ".join(grams(text)), owner) for text, owner in zip(stored.texts, stored.owners, strict=True)]
        database.executemany("INSERT INTO phrasing VALUES (?, ?)", rows)
        database.execute("INSERT INTO phrasing(phrasing) VALUES ('optimize')")


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers with the kept index."""
    database = sqlite3.connect(folder / INDEX)

    def best(question: str) -> str:
        terms = " OR ".join(f'"{gram}"' for gram in dict.fromkeys(grams(question)))
        found = database.execute(BEST, (terms,)).fetchone() if terms else None
        return str(found[0]) if found else ""

    return best
