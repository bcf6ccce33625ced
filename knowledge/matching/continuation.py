"""Reads a message as the next of a conversation: does it go on with the service shown, or is it about something else?

A conditional logit (McFadden 1974) over all that the message may be about, alone or read as one with the question
before it. Its weights are in `calibration`, fitted by `calibrate` on the conversations of `checks/dialogues.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.linear import softmax
from knowledge.matching.matcher import SIGNAL_NAMES, Match

FLOOR = 3e-3
"""Probability of what a ranking does not hold."""
LONG = 20
"""Characters beyond which more of a message says no more about whether it stands for itself."""
LETTERS = SIGNAL_NAMES.index("letters")
ALIKE = 0.5
"""Letter-by-letter likeness to a phrasing of a service from which it says that this service is meant."""
AS_WRITTEN = 0.9
"""Likeness from which a message is a phrasing of a matter outside, or small talk, as the content writes it: 谢谢."""
LONGEST_QUESTION = 60
"""Characters of the conversation's question that a later message is read with."""


@dataclass(frozen=True, slots=True)
class Later:
    """A message after another."""

    alone: tuple[Match, ...]
    """What it may be about by itself, most probable first."""
    together: tuple[Match, ...]
    """What the question before and it may be about when read as one."""
    last: str
    """Id of the main service shown for that question."""
    siblings: frozenset[str]
    """Ids of the services related to that one."""
    asks_aspect: bool
    """Whether it asks where, when, how much …"""
    is_elliptic: bool
    """Whether it sounds as if it went on from the one before: 那…, …呢."""
    is_correction: bool
    """Whether it takes back the one before: 不是，我问的是…"""
    length: int
    """Its characters, in plain form."""

    @property
    def candidates(self) -> tuple[Match, ...]:
        """All that it may be about: its own ranking, and the services of the other."""
        own = {match.intent for match in self.alone}
        return (*self.alone, *(match for match in self.together if _is_service(match) and match.intent not in own))

    def evidence(self) -> NDArray[np.float64]:
        """Return one row a candidate of what speaks for it, in the order of `Calibration.goes_on`."""
        return np.array([self._evidence_of(match) for match in self.candidates], np.float64)

    def _evidence_of(self, match: Match) -> list[float]:
        chances = [_log_chance(match.intent, self.alone), _log_chance(match.intent, self.together)]
        likeness = next((own.signals[LETTERS] for own in self.alone if own.intent == match.intent), 0.0)
        if not _is_service(match):
            return [0.0] * 9 + [*chances, 1.0, float(self.is_elliptic), float(likeness >= AS_WRITTEN)]
        is_last, length = match.intent.id == self.last, min(self.length, LONG) / LONG
        said = [1.0, self.asks_aspect, self.is_elliptic, self.is_correction, length]
        own = [float(match.intent.id in self.siblings), max(0.0, likeness - ALIKE)]
        return [*chances, *(is_last * one for one in said), *own, *[0.0] * 5]


def read_on(later: Later, weights: Sequence[float]) -> tuple[Match, ...]:
    """Return what a later message may be about, most probable first, ties by kind and id; `weights` are `goes_on`."""
    candidates = later.candidates
    if not candidates:
        return ()
    shares = softmax((later.evidence() @ np.array(weights)).astype(np.float32))
    read = [replace(match, probability=float(share)) for match, share in zip(candidates, shares, strict=True)]
    return tuple(sorted(read, key=lambda match: (-match.probability, match.intent)))


def question_in_force(before: str, message: str, *, stands: bool) -> str:
    """Return the question that later messages are read with: the message, or where it leans on another both as one."""
    return message if stands or not before else f"{before} {message}"[-LONGEST_QUESTION:]


def _log_chance(intent: Intent, matches: Sequence[Match]) -> float:
    return math.log(next((match.probability for match in matches if match.intent == intent), 0.0) + FLOOR)


def _is_service(match: Match) -> bool:
    return match.intent.kind is IntentKind.SERVICE
