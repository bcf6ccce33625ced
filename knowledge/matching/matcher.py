"""Ranks what a message may be about: one scale, a calibrated probability, and the reasons for it.

Signals: the linear model (which features speak for an intent), the nearest phrasing (cosine), its letter-by-letter
likeness (rapidfuzz), and, where the operator has a sentence encoder, the cosine of meanings. They are combined by the
weights of `calibration`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.matching.calibration import Calibration
from knowledge.matching.features import Analysis
from knowledge.matching.intents import Intent
from knowledge.matching.linear import LinearModel, softmax
from knowledge.matching.meaning import Meanings
from knowledge.matching.neighbours import Neighbours
from knowledge.matching.vectors import Vector, Vocabulary, shared_part

CANDIDATES = 8
EXACT = 0.97
"""Probability that a message means what the content says it means, where it is one of its phrasings."""
Scores = NDArray[np.float32]

SIGNAL_NAMES = ("features", "nearest", "letters", "meaning")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing a message may be about."""

    intent: Intent
    """What it is."""
    probability: float
    """Calibrated probability that this is what was asked, 0 to 1."""
    phrasing: str
    """The nearest phrasing of the content."""
    signals: tuple[float, float, float, float]
    """Value of each of `SIGNAL_NAMES`: log-probability, cosine, likeness, cosine of meanings (0 without an encoder)."""


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
    """Vectors of the phrasings."""
    phrasings: Phrasings
    """The phrasings themselves, in the same order."""
    calibration: Calibration
    """How signals become a probability."""
    danger: LinearModel
    """Features for the urgent situations in the order of the content; the last column is calm."""
    meanings: Meanings | None = None
    """What the phrasings mean; None where there was no sentence encoder."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An intent that a message may have, with what speaks for it."""

    number: int
    """Number of the intent."""
    features: float
    """Log-probability by the linear model."""
    row: int
    """Number of the nearest phrasing."""
    nearest: float
    """Its cosine."""
    letters: float
    """Its letter-by-letter likeness, 0 to 1."""
    meaning: float
    """Cosine of the message's meaning with the nearest of the intent's phrasings; 0 without a sentence encoder."""


def _trust_exact(probabilities: Scores, letters: list[float]) -> Scores:
    """Return the probabilities where a message that is a phrasing of the content, letter by letter, means just that."""
    if 1.0 not in letters or probabilities[exact := letters.index(1.0)] >= EXACT:
        return probabilities
    others: Scores = probabilities * np.float32((1 - EXACT) / (1 - float(probabilities[exact])))
    others[exact] = EXACT
    return others


class Matcher:
    """Answers which intents a message may have."""

    def __init__(self, model: Model) -> None:
        """Use what `model` has learnt."""
        self.model = model
        owners = model.phrasings.owners
        self._rows = np.searchsorted(owners, np.arange(len(model.phrasings.intents) + 1)).tolist()

    def rank(self, analysis: Analysis) -> tuple[Match, ...]:
        """Return up to `CANDIDATES` matches, most probable first, ties by kind and id; may be empty."""
        vector = self.model.vocabulary.vector(analysis.features)
        if not len(vector.ids):
            return ()
        candidates = self._candidates(analysis, vector)
        calibration = self.model.calibration
        scores = [calibration.score(c.features, c.nearest, c.letters, c.meaning) for c in candidates]
        nearest = max(candidate.nearest for candidate in candidates)
        probabilities = calibration.probabilities(np.array(scores, np.float32), nearest, vector.coverage)
        probabilities = _trust_exact(probabilities, [candidate.letters for candidate in candidates])
        matches = map(self._match, candidates, map(float, probabilities))
        return tuple(sorted(matches, key=lambda match: (-match.probability, match.intent)))

    def danger(self, analysis: Analysis) -> NDArray[np.float32]:
        """Return the probability of each urgent situation, in the order of the content, and of calm as the last."""
        vector = self.model.vocabulary.vector(analysis.features)
        return softmax(self.model.danger.logits(shared_part(vector, self.model.vocabulary.shared)))

    def _candidates(self, analysis: Analysis, vector: Vector) -> list[_Candidate]:
        logits = self.model.linear.logits(shared_part(vector, self.model.vocabulary.shared))
        chances = np.log(softmax(logits) + 1e-9)
        numbers = np.argsort(-chances, kind="stable")[:CANDIDATES].tolist()
        spans = [(self._rows[number], self._rows[number + 1]) for number in numbers]
        found = []
        cosines = self.model.neighbours.similarities(vector, spans)
        for number, (first, last), similarities in zip(numbers, spans, cosines, strict=True):
            best = int(similarities.argmax())
            letters = fuzz.ratio(analysis.plain, self.model.phrasings.plain[first + best]) / 100
            meaning = self._meaning(analysis, first, last)
            nearest = float(similarities[best])
            found.append(_Candidate(number, float(chances[number]), first + best, nearest, letters, meaning))
        return found

    def _meaning(self, analysis: Analysis, first: int, last: int) -> float:
        if analysis.meaning is None or self.model.meanings is None:
            return 0.0
        return self.model.meanings.nearest(analysis.meaning, first, last)

    def _match(self, candidate: _Candidate, probability: float) -> Match:
        return Match(
            intent=self.model.phrasings.intents[candidate.number],
            probability=probability,
            phrasing=self.model.phrasings.texts[candidate.row],
            signals=(candidate.features, candidate.nearest, candidate.letters, candidate.meaning),
        )
