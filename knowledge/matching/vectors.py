"""Turns analysed texts into sparse vectors: distinct features weighted by how rare they are. Called by `matcher`.

Weight = inverse document frequency, smoothed (Spärck Jones 1972, https://doi.org/10.1108/eb026526), times a factor
for the feature's kind; a vector has length 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Weigh = Callable[[str, float], float]
"""Weight of a feature by its name and its rarity: documents over those that have it."""

KIND_FACTORS = {"~": 0.8, "#": 1.0, "@": 1.5}
MOST_FEATURES = 26_000
"""A rarer feature says little of questions not yet seen: at the size of the content (2026-11-24) this leaves out those
of fewer than six phrasings, and 45,000 are no better on questions by strangers. It also bounds memory."""
GRAM_FACTORS = {1: 0.9, 2: 1.0, 3: 0.3}


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector."""

    ids: Ids
    """Feature numbers, ascending, distinct."""
    weights: Weights
    """Their weights, none negative; the length is 1 unless the vector is empty."""
    length: float
    """The length before it was made 1."""


class Vocabulary:
    """The features that matching goes by, numbered, with their weights."""

    def __init__(self, numbers: Mapping[str, int], weights: Weights) -> None:
        """Keep feature numbers and their weights."""
        self.numbers, self.weights = numbers, weights

    @classmethod
    def learn(
        cls, documents: Sequence[Iterable[str]], weigh: Weigh | None = None, most: int | None = MOST_FEATURES
    ) -> Vocabulary:
        """Number the `most` frequent features of `documents` (None = all) and weigh them by `weigh`, else as usual."""
        counts = dict(Counter(feature for features in documents for feature in features).most_common(most))
        size = len(documents) + 1
        weigh = weigh or _weight
        weights = np.array([weigh(name, size / (count + 0.5)) for name, count in counts.items()], np.float32)
        numbers = {name: number for number, name in enumerate(counts)}
        return cls(numbers, weights)

    def vector(self, features: Iterable[str]) -> Vector:
        """Return the vector of a text's distinct features; unknown ones do not count."""
        number_of = self.numbers.get
        ids = np.array([number for name in features if (number := number_of(name)) is not None], np.int32)
        ids.sort()
        weights = self.weights[ids]
        length = math.sqrt(float(weights @ weights))
        return Vector(ids, weights / (length or 1.0), length)


def factor_of(feature: str) -> float:
    """Return the factor of a feature's kind."""
    return KIND_FACTORS.get(feature[0]) or GRAM_FACTORS[len(feature)]


def _weight(feature: str, rarity: float) -> float:
    return factor_of(feature) * math.log1p(rarity)
