"""bm25s over the words that jieba finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bm25s
import jieba

from tests.benchmarks.stored import Stored

INDEX = "bm25"


def build(stored: Stored, folder: Path) -> None:
    """Cut the phrasings into words and index them."""
    index = bm25s.BM25()
    index.index([jieba.lcut(text) or [""] for text in stored.texts], show_progress=False)
    index.save(str(folder / INDEX), show_progress=False)


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers with the kept index."""
    stored = Stored.read(folder)
    index = bm25s.BM25.load(str(folder / INDEX))
    jieba.initialize()

    def best(question: str) -> str:
        words = jieba.lcut(question)
        if not any(word in index.vocab_dict for word in words):
            return ""
        numbers, _ = index.retrieve([words], k=1, show_progress=False)
        return stored.owners[int(numbers[0, 0])]

    return best
