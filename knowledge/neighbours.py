"""Finds the phrasings nearest to a question by cosine, through an inverted index. Called by `matcher`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.vectors import Ids, Vector, Weights


class Neighbours:
    """Postings of every feature: which phrasings hold it, with what weight."""

    def __init__(self, starts: Ids, phrasings: Ids, weights: Weights, size: int) -> None:
        """Keep the postings of feature `f` at `starts[f]` to `starts[f + 1]`, and the number of phrasings."""
        self.starts, self.phrasings, self.weights, self.size = starts, phrasings, weights, size

    @classmethod
    def learn(cls, vectors: Sequence[Vector], features: int) -> Neighbours:
        """Index `vectors` by their features; phrasings are numbered by position."""
        ids = np.concatenate([vector.ids for vector in vectors])
        weights = np.concatenate([vector.weights for vector in vectors])
        owners = np.repeat(np.arange(len(vectors), dtype=np.int32), [len(vector.ids) for vector in vectors])
        order = np.argsort(ids, kind="stable")
        starts = np.searchsorted(ids[order], np.arange(features + 1)).astype(np.int32)
        return cls(starts, owners[order], weights[order], len(vectors))

    def similarities(self, vector: Vector) -> NDArray[np.float32]:
        """Return the cosine of the vector with each phrasing, 0 to 1, in the order they were learnt."""
        found = np.zeros(self.size, np.float32)
        for feature, weight in zip(vector.ids, vector.weights, strict=True):
            start, end = self.starts[feature], self.starts[feature + 1]
            found[self.phrasings[start:end]] += weight * self.weights[start:end]
        return found
