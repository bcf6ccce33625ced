"""A multinomial logistic regression over sparse vectors: which intent do these features speak for?

Trained by AdaGrad (Duchi, Hazan, Singer 2011, https://jmlr.org/papers/v12/duchi11a.html) in a fixed order, so the
same content always gives the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.quantized import QuantizedRows
from knowledge.matching.vectors import Ids, Vector

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

EPOCHS = 12
BATCH = 32
RATE = 0.2
SEED = 20251231
SMOOTHING = 0.02
SCALE = 5.0
BIAS = 0.3
DROPPED = 0.55
"""Share of a text's features left out at each step, so that no answer hangs on a single word (Srivastava et al. 2014,
https://jmlr.org/papers/v15/srivastava14a.html)."""
HEARD_EPOCHS = (2, 6)
"""Passes over the examples in which only their sounds are taken."""


class LinearModel:
    """Weights of features for intents."""

    def __init__(self, weights: QuantizedRows) -> None:
        """Keep one row a feature and a last row for the bias, one column an intent."""
        self.weights = weights
        last = np.array([len(weights.scales) - 1])
        self.bias: Matrix = weights.weighted_sum(last, np.full(1, BIAS, np.float32))
        """The scores of an empty vector, one an intent."""

    def logits(self, vector: Vector) -> Matrix:
        """Return one score an intent."""
        scores: Matrix = self.weights.weighted_sum(vector.ids, vector.weights) + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class Examples:
    """What a model learns from; the three sequences go together."""

    vectors: Sequence[Vector]
    """Each text by all its features."""
    heard: Sequence[Vector]
    """The same texts by their sounds alone, so that homophones and pinyin are learnt for themselves."""
    labels: Sequence[int]
    """Number of the intent each belongs to."""


def train(examples: Examples, features: int, intents: int, *, is_balanced: bool = True) -> LinearModel:
    """Fit weights on vectors and their intent numbers.

    Balanced training weighs intents with few phrasings up. Features that never occur keep zero weights. Time grows with
    vectors x intents: about half a second per thousand vectors at 250 intents.
    """
    weights = np.zeros((features + 1, intents), np.float32)
    squares = np.full((features + 1, intents), 1e-2, np.float32)
    labels = np.asarray(examples.labels, np.int64)
    balance = _class_weights(labels, intents) if is_balanced else np.ones(intents, np.float32)
    order = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        is_heard = epoch in HEARD_EPOCHS
        taken = examples.heard if is_heard else examples.vectors
        shuffled = order.permutation(len(taken))
        for start in range(0, len(taken), BATCH):
            chosen = shuffled[start : start + BATCH]
            batch = _batch([taken[index] for index in chosen], features, None if is_heard else order)
            _step(weights, squares, batch, labels[chosen], balance)
    return LinearModel(QuantizedRows.from_matrix(weights * np.float32(SCALE)))


def _batch(vectors: Sequence[Vector], features: int, dropping: np.random.Generator | None) -> tuple[Ids, Matrix]:
    """Return the distinct features of some vectors, the bias last, and a matrix of one row a vector over them."""
    ids = np.concatenate([vector.ids for vector in vectors])
    values = np.concatenate([vector.weights for vector in vectors])
    if dropping is not None:
        values = values * (dropping.random(len(values)) > DROPPED) / np.float32(np.sqrt(1 - DROPPED))
    columns, places = np.unique(ids, return_inverse=True)
    rows = np.repeat(np.arange(len(vectors)), [len(vector.ids) for vector in vectors])
    dense = np.full((len(vectors), len(columns) + 1), BIAS, np.float32)
    dense[:, :-1] = 0
    dense[rows, places] = values
    return np.append(columns, np.int32(features)), dense


def _step(weights: Matrix, squares: Matrix, batch: tuple[Ids, Matrix], labels: Labels, balance: Matrix) -> None:
    """Move the weights of a batch's features against the gradient of its log-loss."""
    columns, dense = batch
    rows = weights[columns]
    errors = softmax(dense @ rows * np.float32(SCALE)) - np.float32(SMOOTHING / weights.shape[1])
    errors[np.arange(len(labels)), labels] -= 1 - SMOOTHING
    gradient = dense.T @ (errors * balance[labels][:, None])
    sums = squares[columns] + gradient * gradient
    squares[columns] = sums
    weights[columns] = rows - np.float32(RATE) * gradient / np.sqrt(sums)


def softmax(scores: Matrix) -> Matrix:
    """Return the probabilities of scores along the last axis; they sum to 1."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def _class_weights(labels: Labels, intents: int) -> Matrix:
    """Weigh intents with few phrasings up, by the square root."""
    counts = np.bincount(labels, minlength=intents).astype(np.float32)
    weights: Matrix = np.sqrt(counts.mean() / np.maximum(counts, 1)).astype(np.float32)
    return weights
