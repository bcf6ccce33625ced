"""What the phrasings mean to a sentence encoder, and how much that weighs beside the other signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.encoder import Meaning
from knowledge.matching.linear import softmax

MOST_WEIGHT = 20.0
NEWTON_STEPS = 30
RIDGE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """The meanings of all phrasings."""

    vectors: NDArray[np.float16]
    """One row a phrasing, each of length 1."""
    weight: float = 0.0
    """Weight of their cosine beside the other signals, in log-odds."""

    @classmethod
    def of(cls, meanings: Sequence[Meaning | None]) -> Meanings | None:
        """Return the meanings in their order; None where there is no encoder."""
        known = [meaning for meaning in meanings if meaning is not None]
        return cls(np.array(known, np.float16)) if known else None

    def nearest(self, question: Meaning, first: int, last: int) -> float:
        """Return the highest cosine of a question with phrasings `first` to `last` - 1, -1 to 1."""
        return float((self.vectors[first:last].astype(np.float32) @ question).max())


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A question with its candidates: what a weight is learnt from."""

    scores: NDArray[np.float32]
    """Log-odds of each candidate by the other signals."""
    cosines: NDArray[np.float32]
    """How near each candidate means the same."""
    right: int
    """Number of the right one."""


def fit_weight(choices: Sequence[Choice]) -> float:
    """Return the weight of the cosine, in log-odds, under which the right candidates are likeliest; 0 to `MOST_WEIGHT`.

    A conditional logit (McFadden 1974) of one weight, by Newton's method with a little ridge.
    """
    weight = 0.0
    for _ in range(NEWTON_STEPS if choices else 0):
        slope, curvature = -RIDGE * weight, RIDGE
        for choice in choices:
            shares = softmax(choice.scores + np.float32(weight) * choice.cosines)
            mean = float(shares @ choice.cosines)
            slope += float(choice.cosines[choice.right]) - mean
            curvature += float(shares @ (choice.cosines - mean) ** 2)
        weight = min(max(weight + slope / curvature, 0.0), MOST_WEIGHT)
    return weight
