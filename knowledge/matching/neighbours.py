"""Says how near a question is to phrasings of the content, by cosine. Called by `matcher` for the likeliest intents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.vectors import Ids, Vector, Weights


class Neighbours:
    """The vectors of all phrasings, one after the other."""

    def __init__(self, starts: Ids, ids: Ids, weights: Weights, features: int) -> None:
        """Keep phrasing `n` at `starts[n]` to `starts[n + 1]` of `ids` and `weights`; features are below `features`."""
        self.starts, self.ids, self.weights, self.features = starts, ids, weights, features

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
        entries = [slice(self.starts[first], self.starts[last]) for first, last in spans]
        ids = np.concatenate([self.ids[part] for part in entries])
        products = np.append(dense.take(ids) * np.concatenate([self.weights[part] for part in entries]), np.float32(0))
        sizes = np.concatenate([np.diff(self.starts[first : last + 1]) for first, last in spans])
        sums = np.add.reduceat(products, np.cumsum(sizes) - sizes)
        cosines = np.where(sizes == 0, np.float32(0), sums)
        return np.split(cosines, np.cumsum([last - first for first, last in spans])[:-1])
