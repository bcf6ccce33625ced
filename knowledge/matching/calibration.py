"""Turns signals into a probability that means what it says; `learning` fits `trust` and `several` on held-out texts.

First a softmax over the candidates, of signals weighed by hand; then a Platt scaling (Platt 1999) of the best
candidate's odds by how near and how well known the message is, so that a strange message is doubted as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.linear import softmax


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers, as set by hand or as fitted."""

    nearest: float = 4.0
    """Weight of the cosine with the nearest phrasing, in log-odds."""
    letters: float = 1.0
    """Weight of the letter-by-letter likeness, in log-odds."""
    meaning: float = 0.0
    """Weight of the cosine of meanings, in log-odds; 0 where there is no sentence encoder, else learnt."""
    sharpness: float = 1.0
    """Inverse temperature of the softmax."""
    trust: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 0.0)
    """Constant, and weights of: log-odds of the best candidate, nearest cosine, coverage."""
    several: tuple[float, ...] = (-1.8, 0.9, 0.35, 1.6, -2.1, 1.0)
    """Weights of the inputs of `needs.Split`: are these two needs?"""
    alarm: tuple[float, ...] = (0.4, 2.6, -3.5, 1.0, -0.2)
    """Weights of the inputs of `urgency.DangerSigns`: is this danger? Set by hand with a bias to safety: the signs are
    written beside the examples, so a fit on these would trust the signs blindly."""

    def score(self, features: float, nearest: float, letters: float, meaning: float) -> float:
        """Return the log-odds of a candidate from its signals."""
        return features + self.nearest * nearest + self.letters * letters + self.meaning * meaning

    def danger(self, inputs: NDArray[np.float64]) -> float:
        """Return the probability that a message is about danger now, 0 to 1."""
        return float(1 / (1 + np.exp(-(inputs @ np.array(self.alarm)))))

    def two_needs(self, inputs: NDArray[np.float64]) -> float:
        """Return the probability that a cut message holds two needs, 0 to 1."""
        return float(1 / (1 + np.exp(-(inputs @ np.array(self.several)))))

    def probabilities(self, scores: NDArray[np.float32], nearest: float, coverage: float) -> NDArray[np.float32]:
        """Return the probability of each candidate; they sum to at most 1."""
        shares = softmax(scores * np.float32(self.sharpness))
        best = int(shares.argmax())
        share = float(shares[best])
        trusted = self.trusted(share, nearest, coverage)
        rest = min(trusted / share, (1 - trusted) / max(1 - share, 1e-6))
        probabilities = shares * np.float32(rest)
        probabilities[best] = trusted
        return np.asarray(probabilities)

    def trusted(self, share: float, nearest: float, coverage: float) -> float:
        """Return the probability that the candidate with this softmax share is right, 0 to 1."""
        return float(1 / (1 + np.exp(-(trust_inputs(share, nearest, coverage) @ np.array(self.trust)))))


def trust_inputs(share: float, nearest: float, coverage: float) -> NDArray[np.float64]:
    """Return the inputs of the Platt scaling, in the order of `Calibration.trust`."""
    bounded = min(max(share, 1e-4), 1 - 1e-4)
    return np.array([1.0, np.log(bounded / (1 - bounded)), nearest, coverage])
