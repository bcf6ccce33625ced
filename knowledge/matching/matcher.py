"""Ranks what a message may be about: one scale, a calibrated probability, and the reasons for it.

Signals: the linear model (which features speak for an intent), the nearest phrasing (cosine), its letter-by-letter
likeness (rapidfuzz). They are combined by the weights of `calibration`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.matching.calibration import CALIBRATION, Calibration, spread, trust_evidence
from knowledge.matching.features import Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.linear import LinearModel, softmax
from knowledge.matching.meaning import Meanings
from knowledge.matching.neighbours import Neighbours
from knowledge.matching.vectors import Vector, Vocabulary

CANDIDATES = 6
CARRIED = 0.25
"""Part of what is said before a cut that is heard after it: in 老师住房咋解决,工资呢 the pay is that of teachers."""
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


class Matcher:
    """Answers which intents a message may have."""

    def __init__(self, model: Model, calibration: Calibration = CALIBRATION) -> None:
        """Use what `model` has learnt, on the scale of `calibration`."""
        self.model = model
        self.calibration = replace(calibration, meaning=model.meanings.weight) if model.meanings else calibration
        owners = model.phrasings.owners
        self._rows = np.searchsorted(owners, np.arange(len(model.phrasings.intents) + 1)).tolist()
        self._characters = {
            intent: frozenset(map(sys.intern, {*"".join(model.phrasings.plain[first:last])}))
            for intent, (first, last) in zip(model.phrasings.intents, pairwise(self._rows), strict=True)
        }
        self.is_service = np.array([intent.kind is IntentKind.SERVICE for intent in model.phrasings.intents])
        self._numbers = {intent: number for number, intent in enumerate(model.phrasings.intents)}
        self._exact = {plain: row for row, plain in enumerate(model.phrasings.plain)}

    def rank(self, analysis: Analysis) -> tuple[Match, ...]:
        """Return up to `CANDIDATES` matches, most probable first, ties by kind and id; may be empty."""
        vector = self.model.vocabulary.vector(analysis.features)
        exact = self._exact.get(analysis.plain) if analysis.plain else None
        if not len(vector.ids) and exact is None:
            return ()
        candidates = self._candidates(analysis, vector, exact)
        scores = [self.calibration.score(c.features, c.nearest, c.letters, c.meaning) for c in candidates]
        shares = softmax(np.array(scores, np.float32))
        best = int(shares.argmax())
        evidence = self.evidence(analysis, float(shares[best]), self.model.phrasings.intents[candidates[best].number])
        probabilities = spread(shares, self.calibration.trusted(evidence))
        if exact is not None:
            probabilities = _trust(probabilities, [candidate.row for candidate in candidates].index(exact))
        matches = map(self._match, candidates, probabilities.tolist())
        return tuple(sorted(matches, key=lambda match: (-match.probability, match.intent)))

    def candidates(self, analysis: Analysis) -> tuple[Intent, ...]:
        """Return the intents that `rank` chooses from; an eighth of its work."""
        vector = self.model.vocabulary.vector(analysis.features)
        exact = self._exact.get(analysis.plain)
        numbers, _ = self._likeliest(vector, exact)
        return tuple(self.model.phrasings.intents[number] for number in numbers)

    def cut_chances(self, pieces: Sequence[Analysis]) -> tuple[Scores, Scores]:
        """Return the probability of every intent on either side of each cut between pieces, by the linear model alone.

        Two arrays of one row a cut, one column an intent: the pieces before the cut, and those from it on, which are
        read with `CARRIED` of those before. The model adds up features, so a side is the sum of its pieces; what occurs
        in two of them counts twice.
        """
        linear = self.model.linear
        vectors = [self.model.vocabulary.vector(piece.features) for piece in pieces]
        scores = np.stack([linear.weights.weighted_sum(v.ids, v.weights * np.float32(v.length)) for v in vectors])
        squares = np.array([vector.length**2 for vector in vectors], np.float32)
        before, squares_before = scores.cumsum(axis=0), squares.cumsum()

        def chances(sums: Scores, squares: Scores) -> Scores:
            lengths = np.sqrt(np.maximum(squares, 1e-6)).astype(np.float32)
            return softmax(sums / lengths[:, None] + linear.bias)

        first, squares_first = before[:-1], squares_before[:-1]
        second = before[-1] - first + CARRIED * first
        return chances(first, squares_first), chances(
            second, squares_before[-1] - squares_first + CARRIED**2 * squares_first
        )

    def known(self, matches: Sequence[Match]) -> Scores:
        """Return the probabilities of matches as one row, one column an intent the model has learnt."""
        row = np.zeros(len(self.model.phrasings.intents), np.float32)
        for match in matches:
            if (number := self._numbers.get(match.intent)) is not None:
                row[number] = match.probability
        return row

    def evidence(self, analysis: Analysis, share: float, best: Intent) -> NDArray[np.float64]:
        """Return what speaks for or against the best intent of a message, which has `share` of the softmax."""
        used = self._characters[best]
        written = [character for character in analysis.plain if not character.isascii()]  # pinyin is known by its sound
        familiar = sum(character in used for character in written) / len(written) if written else 1.0
        return trust_evidence(share, familiar, len(analysis.plain), is_service=best.kind is IntentKind.SERVICE)

    def danger(self, analysis: Analysis) -> NDArray[np.float32]:
        """Return the probability of each urgent situation, in the order of the content, and of calm as the last."""
        return softmax(self.model.danger.logits(self.model.vocabulary.vector(analysis.features)))

    def _candidates(self, analysis: Analysis, vector: Vector, exact: int | None) -> list[_Candidate]:
        numbers, chances = self._likeliest(vector, exact)
        spans = [(self._rows[number], self._rows[number + 1]) for number in numbers]
        found = []
        cosines = self.model.neighbours.similarities(vector, spans)
        for number, (first, last), similarities in zip(numbers, spans, cosines, strict=True):
            row = exact if exact is not None and first <= exact < last else first + int(similarities.argmax())
            letters = fuzz.ratio(analysis.plain, self.model.phrasings.plain[row]) / 100
            nearest, meaning = float(similarities[row - first]), self._meaning(analysis, first, last)
            found.append(_Candidate(number, float(chances[number]), row, nearest, letters, meaning))
        return found

    def _likeliest(self, vector: Vector, exact: int | None) -> tuple[list[int], Scores]:
        """Return the numbers of the candidates, and the log-probability of every intent by the linear model."""
        chances = np.log(softmax(self.model.linear.logits(vector)) + 1e-9)
        numbers = np.argsort(-chances, kind="stable")[:CANDIDATES].tolist()
        if exact is not None:
            owner = int(self.model.phrasings.owners[exact])
            numbers = [owner, *(number for number in numbers if number != owner)]
        return numbers, chances

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


def _trust(probabilities: Scores, exact: int) -> Scores:
    """Return the probabilities where a message that is a phrasing of the content means what the content says."""
    if probabilities[exact] >= EXACT:
        return probabilities
    others: Scores = probabilities * np.float32((1 - EXACT) / (1 - float(probabilities[exact])))
    others[exact] = EXACT
    return others
