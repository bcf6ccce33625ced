"""Finds the stored texts nearest to a question, among all of them and without knowing what they are about.

Texts are compared by characters, sounds, concepts and ages (no runs of characters: people turn sentences around), with
pivoted length normalisation (Singhal, Buckley, Mitra 1996, https://doi.org/10.1145/243199.243206), so that a longer
text which holds the question is not put behind a short one that holds half of it; then the best few letter by letter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.matching.features import Analysis
from knowledge.matching.sparse import SparseRows
from knowledge.matching.vectors import Vector, Vocabulary

# Set on the content (2026-11-23): by how often the nearest other phrasing of 2,500 phrasings leads to the same place,
# and the nearest phrasing of the 1,200 checks to theirs. Of the settings within 0.3 points of the best, the simplest.
FACTORS = {"~": 0.25, "#": 0.5, "@": 0.5}
"""Weight of a feature by its mark; a single character weighs 1."""
RARITY_POWER = 0.7
"""How much more a rare feature counts: the power of its inverse document frequency."""
SLOPE = 0.6
"""Part of the length normalisation that is the text's own; the rest is the mean of all texts."""
LETTERS = 0.2
"""Weight of the letter-by-letter likeness beside the cosine."""
COMPARED = 20
"""How many texts are compared letter by letter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stored text that is like the question."""

    number: int
    """Its position among the stored texts."""
    likeness: float
    """How like the question it is, from 0; about 1.2 for the same text."""


class Retriever:
    """Stored texts with an inverted index of their features."""

    def __init__(self, vocabulary: Vocabulary, texts_of: SparseRows, plain: Sequence[str]) -> None:
        """Keep one row a feature, one column a text, and the plain form of each text."""
        self._vocabulary, self._texts_of, self._plain = vocabulary, texts_of, plain

    @classmethod
    def learn(cls, analyses: Sequence[Analysis]) -> Retriever:
        """Index texts, numbered by position."""
        documents = [tuple(_counted(analysis.features)) for analysis in analyses]
        vocabulary = Vocabulary.learn(documents, _weight, most=None)
        vectors = [vocabulary.vector(features) for features in documents]
        plain = [analysis.plain for analysis in analyses]
        return cls(vocabulary, _invert(vocabulary, vectors, _pivoted(vocabulary, vectors, plain)), plain)

    def nearest(self, analysis: Analysis, most: int = COMPARED) -> list[Hit]:
        """Return up to `most` texts that share a feature with the question, the likest first, ties by number."""
        vector = self._vocabulary.vector(tuple(_counted(analysis.features)))
        cosines = self._texts_of.weighted_sum(vector.ids, vector.weights)  # but for the pivoted length
        numbers = _best(cosines, max(most, COMPARED))
        hits = [Hit(number, float(cosines[number]) + self._letters(analysis, number)) for number in numbers]
        return sorted(hits, key=lambda hit: (-hit.likeness, hit.number))[:most]

    def _letters(self, analysis: Analysis, number: int) -> float:
        return LETTERS * fuzz.ratio(analysis.plain, self._plain[number]) / 100


def _counted(features: Iterable[str]) -> Iterable[str]:
    """Return the features that are compared: all but runs of characters."""
    return (name for name in features if len(name) == 1 or name[0] in FACTORS)


def _weight(feature: str, rarity: float) -> float:
    return FACTORS.get(feature[0], 1.0) * math.pow(math.log1p(rarity), RARITY_POWER)


def _pivoted(vocabulary: Vocabulary, vectors: Sequence[Vector], plain: Sequence[str]) -> NDArray[np.float64]:
    """Return for each text the length to divide by: the mean length of the vectors, leaning to the text's own.

    Its own is the root of its characters, which a rare but empty word does not stretch.
    """
    lengths = [math.sqrt(float(weights @ weights)) for weights in (vocabulary.weights[v.ids] for v in vectors)]
    roots = np.sqrt(np.array([max(1, len(text)) for text in plain], np.float64))
    if not len(roots):
        return roots
    scaled: NDArray[np.float64] = (1 - SLOPE + SLOPE * roots / roots.mean()) * (float(np.mean(lengths)) or 1.0)
    return scaled


def _invert(vocabulary: Vocabulary, vectors: Sequence[Vector], pivoted: NDArray[np.float64]) -> SparseRows:
    """Return for each feature the texts that have it, with its weight in them by pivoted length."""
    scales = [np.full(len(vector.ids), 1 / length) for vector, length in zip(vectors, pivoted, strict=True)]
    ids = np.concatenate([*(vector.ids for vector in vectors), np.empty(0, np.int32)])
    rows = np.repeat(np.arange(len(vectors), dtype=np.int32), [len(vector.ids) for vector in vectors])
    weights = vocabulary.weights[ids] * np.concatenate([*scales, np.empty(0)]).astype(np.float32)
    order = np.argsort(ids, kind="stable")
    starts = np.searchsorted(ids[order], np.arange(len(vocabulary.numbers) + 1)).astype(np.int64)
    return SparseRows(starts, rows[order], weights[order], len(vectors))


def _best(scores: NDArray[np.float32], most: int) -> list[int]:
    """Return the positions of the `most` highest scores above 0, ascending; of equal scores the first."""
    if most < len(scores):
        least = np.partition(scores, -most)[-most]
        positions = np.flatnonzero(scores >= max(least, np.finfo(np.float32).tiny))
    else:
        positions = np.flatnonzero(scores > 0)
    order = np.argsort(-scores[positions], kind="stable")[:most]
    return [int(position) for position in positions[order]]
