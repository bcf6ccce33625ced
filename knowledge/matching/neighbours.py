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

    def spread(self, vector: Vector) -> Weights:
        """Return a question's vector with a place for every feature, as `similarities` takes it."""
        dense = np.zeros(self.features, np.float32)
        dense[vector.ids] = vector.weights
        return dense

    def similarities(self, question: Weights, first: int, last: int) -> NDArray[np.float32]:
        """Return the cosine of a spread question with phrasings `first` to `last` - 1, 0 to 1, in their order."""
        start, end = self.starts[first], self.starts[last]
        products = np.append(question[self.ids[start:end]] * self.weights[start:end], np.float32(0))
        sums = np.add.reduceat(products, self.starts[first:last] - start)
        is_empty = self.starts[first:last] == self.starts[first + 1 : last + 1]
        return np.where(is_empty, np.float32(0), sums).astype(np.float32)
