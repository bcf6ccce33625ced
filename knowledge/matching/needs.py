"""Finds two needs in one message: where it may be cut, and whether both sides ask for something of their own.

Called by `understanding`; the weights of the decision are learnt by `learning` from pairs of phrasings joined, against
single phrasings that hold a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import Match
from knowledge.models import Service

Rank = Callable[[Analysis], Sequence[Match]]

MOST_PIECES = 6
SHORTEST_PIECE = 2
CONNECTOR_BONUS = 0.2
_MARK = re.compile(r"[,。;!?、:\s.+]+")


@dataclass(frozen=True, slots=True)
class Split:
    """A message cut in two, each side with its own service."""

    matches: tuple[Match, Match]
    """The service of each side, in the order asked."""
    weakest: float
    """The lower of their probabilities on their own."""
    in_whole: float
    """The lower of their probabilities in the uncut message."""
    is_joined: bool
    """Whether the second side starts with a connector such as 另外."""
    is_alike: bool
    """Whether the two services are related or sound alike."""
    shortest: int
    """Characters of the shorter side."""

    @property
    def strength(self) -> float:
        """By which the best cut of a message is chosen."""
        return self.weakest + self.in_whole + CONNECTOR_BONUS * self.is_joined

    def inputs(self) -> NDArray[np.float64]:
        """Return the inputs of the logistic regression that says whether these are two needs."""
        bounded = min(max(self.weakest, 1e-3), 1 - 1e-3)
        odds = np.log(bounded / (1 - bounded))
        whole = np.log(self.in_whole + 3e-3)
        return np.array([1.0, odds, whole, self.is_joined, self.is_alike, min(self.shortest, 10) / 10])


class NeedFinder:
    """Cuts messages where they may hold two needs."""

    def __init__(self, analyser: Analyser, services: Mapping[str, Service], connectors: Sequence[str]) -> None:
        """Use the words of the content that join needs."""
        self._analyser, self._services = analyser, services
        self._connectors = re.compile("|".join(map(re.escape, connectors)) or r"(?!)")

    def best_split(self, text: str, whole: Sequence[Match], rank: Rank) -> Split | None:
        """Return the best cut of a normalised text whose matches are `whole`; None where no cut gives two services."""
        pieces = self._pieces(text)
        known = {match.intent.id: match.probability for match in whole}
        splits = (self._split(pieces, cut, known, rank) for cut in range(1, len(pieces)))
        return max((split for split in splits if split), key=lambda split: split.strength, default=None)

    def _split(self, pieces: list[str], cut: int, known: dict[str, float], rank: Rank) -> Split | None:
        is_joined = bool(self._connectors.match(pieces[cut]))
        sides = ["".join(pieces[:cut]), self._connectors.sub("", "".join(pieces[cut:]), count=1)]
        first, second = (next(iter(rank(self._analyser.analyse(side))), None) for side in sides)
        if first is None or second is None or first.intent == second.intent:
            return None
        if first.intent.kind is not IntentKind.SERVICE or second.intent.kind is not IntentKind.SERVICE:
            return None
        return Split(
            matches=(first, second),
            weakest=min(first.probability, second.probability),
            in_whole=min(known.get(first.intent.id, 0.0), known.get(second.intent.id, 0.0)),
            is_joined=is_joined,
            is_alike=self._is_alike(first.intent.id, second.intent.id),
            shortest=min(map(len, sides)),
        )

    def _is_alike(self, first: str, second: str) -> bool:
        return second in self.siblings(first) or first in self.siblings(second)

    def siblings(self, key: str) -> set[str]:
        """Return the ids that a service names as related or confusable."""
        service = self._services[key]
        return {*service.related, *(other.id for other in service.confused_with)}

    def _pieces(self, text: str) -> list[str]:
        marked = self._connectors.sub(lambda found: "," + found[0], text)
        pieces = [piece for piece in _MARK.split(marked) if len(piece) >= SHORTEST_PIECE]
        head, rest = pieces[: MOST_PIECES - 1], pieces[MOST_PIECES - 1 :]
        return [*head, "".join(rest)] if rest else head
