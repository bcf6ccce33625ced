"""Turns signals into a probability that means what it says.

First a softmax over the candidates, of weighed signals; then a Platt scaling (Platt 1999) of the best candidate's odds
by how familiar the message is, so that a strange one is doubted as a whole, most of all where a service would be shown.
The numbers were fitted on 2026-11-23 by `python -m bot calibrate`, on the content's checks and on questions from
outside, none of them learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONG = 30
"""Characters beyond which more of a message says no more about how sure its meaning is."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers, as fitted by `calibrate`; those of alarms are set by hand."""

    features: float = 0.982
    """Weight of the linear model's log-probability."""
    nearest: float = 0.0
    """Weight of the cosine with the nearest phrasing, in log-odds."""
    letters: float = 2.981
    """Weight of the letter-by-letter likeness, in log-odds."""
    meaning: float = 0.0
    """Weight of the cosine of meanings, in log-odds; learnt with the content where there is a sentence encoder."""
    trust: tuple[float, ...] = (-0.921, 0.825, 3.443, -2.996, 0.526)
    """Weights of the evidence of `trust_evidence`: is the best candidate right?"""
    several: tuple[float, ...] = (
        -3.095,
        0.66,
        0.21,
        0.388,
        -1.068,
        1.979,
        0.26,
        2.52,
        1.551,
        1.859,
        0.237,
        2.992,
        -3.783,
    )
    """Weights of the inputs of `needs.Split`: are these two needs?"""
    goes_on: tuple[float, ...] = (
        0.726,
        0.26,
        5.567,
        1.952,
        -0.609,
        -1.247,
        -6.676,
        1.972,
        4.749,
        0.442,
        0.274,
        0.07,
        -1.931,
        3.783,
    )
    """Weights of the evidence of `continuation.Later`: which meaning has a later message of a conversation?"""
    alarm: tuple[float, ...] = (0.0, 3.5, -3.6, 0.8, -0.2)
    """Weights of the inputs of `urgency.DangerSigns`: is this danger? Set by hand with a bias to safety: the signs are
    written beside the examples, so a fit on these would trust the signs blindly."""

    def score(self, features: float, nearest: float, letters: float, meaning: float) -> float:
        """Return the log-odds of a candidate from its signals."""
        return self.features * features + self.nearest * nearest + self.letters * letters + self.meaning * meaning

    def danger(self, inputs: NDArray[np.float64]) -> float:
        """Return the probability that a message is about danger now, 0 to 1."""
        return float(1 / (1 + np.exp(-(inputs @ np.array(self.alarm)))))

    def two_needs(self, inputs: NDArray[np.float64]) -> float:
        """Return the probability that a cut message holds two needs, 0 to 1."""
        return float(1 / (1 + np.exp(-(inputs @ np.array(self.several)))))

    def trusted(self, evidence: NDArray[np.float64]) -> float:
        """Return the probability that the best candidate is right, 0 to 1; `evidence` is that of `trust_evidence`."""
        return float(1 / (1 + np.exp(-(evidence @ np.array(self.trust)))))


CALIBRATION = Calibration()


def trust_evidence(share: float, familiar: float, length: int, *, is_service: bool) -> NDArray[np.float64]:
    """Return what speaks for or against the best candidate, in the order of `Calibration.trust`.

    `share` is its part of the softmax and `familiar` the part of the message's characters that its phrasings use, both
    0 to 1; `length` is that of the plain message in characters.
    """
    bounded = min(max(share, 1e-4), 1 - 1e-4)
    return np.array([1.0, np.log(bounded / (1 - bounded)), familiar, is_service, min(length, LONG) / 10])


def spread(shares: NDArray[np.float32], trusted: float) -> NDArray[np.float32]:
    """Return the probability of each candidate where the best has `trusted`; they sum to at most 1."""
    best = int(shares.argmax())
    share = float(shares[best])
    rest = min(trusted / share, (1 - trusted) / max(1 - share, 1e-6))
    probabilities = shares * np.float32(rest)
    probabilities[best] = trusted
    return np.asarray(probabilities)
