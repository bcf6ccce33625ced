"""Says how near a question is to phrasings of the content, by cosine. Called by `matcher` for the likeliest intents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.vectors import Vector, Weights


class Neighbours:
    """The vectors of all phrasings, one after the other."""

    def __init__(self, starts: NDArray[np.integer], ids: NDArray[np.integer], weights: Weights, features: int) -> None:
        """Keep phrasing `n` at `starts[n]` to `starts[n + 1]` of `ids` and `weights`; features are below `features`."""
        self.starts, self.ids = starts.astype(np.intp), ids.astype(np.intp)  # as numpy looks them up
        self.weights, self.features = weights, features

    @classmethod
    def learn(cls, vectors: Sequence[Vector], features: int) -> Neighbours:
        """Keep `vectors`, numbered by position; `features` is the number of features in all."""
        starts = np.concatenate([[0], np.cumsum([len(vector.ids) for vector in vectors])]).astype(np.int32)
        ids = np.concatenate([vector.ids for vector in vectors]).astype(np.int32)
        weights = np.concatenate([vector.weights for vector in vectors]).astype(np.float32)
        return cls(starts, ids, weights, features)

    def similarities(self, question: Vector, spans: Sequence[tuple[int, int]]) -> list[NDArray[np.float32]]:
        """Return for each span (first, last) the cosines of a question with phrasings `first` to `last` - 1, 0 to 1."""
        dense = np.zeros(self.features, np.float32)
        dense[question.ids] = question.weights
        return [self._cosines(dense, first, last) for first, last in spans]

    def _cosines(self, dense: Weights, first: int, last: int) -> Weights:
        starts = self.starts[first : last + 1] - self.starts[first]
        entries = slice(self.starts[first], self.starts[last])
        products = dense.take(self.ids[entries]) * self.weights[entries]
        if np.diff(starts).all():
            return np.add.reduceat(products, starts[:-1])
        sums = np.concatenate([np.zeros(1), np.cumsum(products, dtype=np.float64)])  # reduceat has no empty sums
        cosines: Weights = np.diff(sums[starts]).astype(np.float32)
        return cosines
