"""tantivy, ranked by its BM25."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import tantivy

from tests.benchmarks.peers.grams import grams
from tests.benchmarks.stored import Stored

INDEX = "engine"
HEAP_BYTES = 50_000_000


def build(stored: Stored, folder: Path) -> None:
    """Index the phrasings."""
    (folder / INDEX).mkdir()
    index = tantivy.Index(_schema(), path=str(folder / INDEX))
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for text, owner in zip(stored.texts, stored.owners, strict=True):
        writer.add_document(tantivy.Document(grams=" ".join(grams(text)), owner=owner))
    writer.commit()
    writer.wait_merging_threads()


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers with the kept index."""
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder / INDEX))
    index.reload()
    searcher = index.searcher()

    def best(question: str) -> str:
        terms = [tantivy.Query.term_query(schema, "grams", gram) for gram in dict.fromkeys(grams(question))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(query, limit=1).hits
        return str(searcher.doc(hits[0][1])["owner"][0]) if hits else ""

    return best


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("grams", stored=False, tokenizer_name="whitespace")
    builder.add_text_field("owner", stored=True, tokenizer_name="raw")
    return builder.build()
