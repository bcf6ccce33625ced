"""Ranks what a message may be about: one scale, a calibrated probability, and the reasons for it.

Signals: the linear model (which features speak for an intent), the nearest phrasing (cosine), its letter-by-letter
likeness (rapidfuzz). They are combined by the weights of `calibration`, learnt from the content itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.calibration import Calibration
from knowledge.features import Analysis
from knowledge.intents import Intent
from knowledge.linear import LinearModel, softmax
from knowledge.neighbours import Neighbours
from knowledge.vectors import Vector, Vocabulary, shared_part

CANDIDATES = 8
SIGNAL_NAMES = ("features", "nearest", "letters")

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """One thing a message may be about."""

    intent: Intent
    """What it is."""
    probability: float
    """Calibrated probability that this is what was asked, 0 to 1."""
    phrasing: str
    """The nearest phrasing of the content."""
    signals: tuple[float, ...]
    """Value of each of `SIGNAL_NAMES`."""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The phrasings of the content in the order they were learnt."""

    intents: tuple[Intent, ...]
    """Every intent, ordered by kind and id."""
    texts: tuple[str, ...]
    """Each phrasing as the content has it."""
    plain: tuple[str, ...]
    """The same as `Analysis.plain`."""
    owners: NDArray[np.int32]
    """Number of the intent each belongs to."""


@dataclass(frozen=True, slots=True)
class Model:
    """All that is learnt from the content."""

    vocabulary: Vocabulary
    """Features and their weights."""
    linear: LinearModel
    """Features for intents."""
    neighbours: Neighbours
    """Index of phrasings."""
    phrasings: Phrasings
    """What the index points to."""
    calibration: Calibration
    """How signals become a probability."""
    danger: LinearModel
    """Features for the urgent situations in the order of the content; the last column is calm."""


class Matcher:
    """Answers which intents a message may have."""

    def __init__(self, model: Model) -> None:
        """Use what `model` has learnt."""
        self.model = model

    def rank(self, analysis: Analysis) -> tuple[Match, ...]:
        """Return up to `CANDIDATES` matches, most probable first, ties by kind and id; may be empty."""
        vector = self.model.vocabulary.vector(analysis.features)
        if not len(vector.ids):
            return ()
        logits = self.model.linear.logits(shared_part(vector, self.model.vocabulary.shared))
        similarities = self.model.neighbours.similarities(vector)
        nearest = self._nearest(similarities)
        rough = np.log(softmax(logits) + 1e-9) + self.model.calibration.nearest * nearest
        picked = [int(number) for number in np.argsort(-rough, kind="stable")[:CANDIDATES]]
        return self._weigh(analysis, vector, picked, rough, nearest, similarities)

    def danger(self, analysis: Analysis) -> NDArray[np.float32]:
        """Return the probability of each urgent situation, in the order of the content, and of calm as the last."""
        vector = self.model.vocabulary.vector(analysis.features)
        return softmax(self.model.danger.logits(shared_part(vector, self.model.vocabulary.shared)))

    def _nearest(self, similarities: Scores) -> Scores:
        best = np.zeros(len(self.model.phrasings.intents), np.float32)
        np.maximum.at(best, self.model.phrasings.owners, similarities)
        return best

    def _weigh(
        self,
        analysis: Analysis,
        vector: Vector,
        picked: list[int],
        rough: Scores,
        nearest: Scores,
        similarities: Scores,
    ) -> tuple[Match, ...]:
        phrasings, calibration = self.model.phrasings, self.model.calibration
        found = []
        for number in picked:
            index = self._best_phrasing(number, similarities)
            likeness = fuzz.ratio(analysis.plain, phrasings.plain[index]) / 100
            score = float(rough[number]) + calibration.letters * likeness
            found.append((score, number, index, likeness))
        scores = np.array([row[0] for row in found], np.float32)
        probabilities = calibration.probabilities(scores, float(nearest.max()), vector.coverage)
        matches = [
            Match(
                phrasings.intents[number],
                float(probability),
                phrasings.texts[index],
                (float(rough[number]), float(nearest[number]), likeness),
            )
            for probability, (_, number, index, likeness) in zip(probabilities, found, strict=True)
        ]
        return tuple(sorted(matches, key=lambda match: (-match.probability, match.intent)))

    def _best_phrasing(self, intent: int, similarities: Scores) -> int:
        start, end = np.searchsorted(self.model.phrasings.owners, [intent, intent + 1])
        return int(start + similarities[start:end].argmax())
