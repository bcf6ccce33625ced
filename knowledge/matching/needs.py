"""Finds two needs in one message: where it may be cut, and whether both sides ask for something of their own.

Called by `understanding`; the weights of the decision are in `calibration`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.lexicon import Lexicon
from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.matcher import Match
from knowledge.models import Service

Rank = Callable[[Analysis], Sequence[Match]]

MOST_PIECES = 6
SHORTEST_PIECE = 2
LONGEST_COUNT = 8
"""Characters of a piece that may say no more than that there are several needs."""
CONNECTOR_BONUS = 0.2
CONTEXT = 0.3
"""Weight of what the whole message is about when one side of a cut is read, in log-odds: 残疾娃要康复,明年该上小学."""
FLOOR = 3e-3
"""Probability of a service that the whole message does not rank at all."""
_MARK = re.compile(r"[,。;!?、:\s.+]+")


@dataclass(frozen=True, slots=True)
class Split:
    """A message cut in two, each side with its own service."""

    matches: tuple[Match, Match]
    """The service of each side, in the order asked."""
    in_whole: tuple[float, float]
    """The probabilities of both in the uncut message."""
    is_joined: bool
    """Whether the second side starts with a connector such as 另外."""
    is_alike: bool
    """Whether the two services are related or sound alike."""
    asks_first: bool
    """Whether the first side holds a word that asks, so that it is no mere story before the question."""
    says_several: bool
    """Whether the message says that it asks for several things: 这两样."""
    shortest: int
    """Characters of the shorter side."""

    @property
    def strength(self) -> float:
        """By which the best cut of a message is chosen."""
        return min(match.probability for match in self.matches) + min(self.in_whole) + CONNECTOR_BONUS * self.is_joined

    def inputs(self) -> NDArray[np.float64]:
        """Return the inputs of the logistic regression that says whether these are two needs."""
        weaker, stronger = sorted(match.probability for match in self.matches)
        less, more = sorted(self.in_whole)
        return np.array(
            [
                1.0,
                _odds(weaker),
                _odds(stronger),
                math.log(less + FLOOR),
                math.log(more + FLOOR),
                self.is_joined,
                self.is_alike,
                min(self.shortest, 6) / 6,
                self.asks_first,
                self.says_several,
            ]
        )


class NeedFinder:
    """Cuts messages where they may hold two needs."""

    def __init__(self, analyser: Analyser, services: Mapping[str, Service], lexicon: Lexicon) -> None:
        """Use the words of the content that join needs, ask, and say that there are several."""
        self._analyser, self._services = analyser, services
        self._connectors, self._asking, self._several = map(
            _any_of, (lexicon.connectors, lexicon.asking, lexicon.several)
        )

    def best_split(self, text: str, whole: Sequence[Match], rank: Rank) -> Split | None:
        """Return the best cut of a normalised text whose matches are `whole`; None where no cut gives two services."""
        pieces = self._pieces(text)
        if len(pieces) <= 1:
            return None
        known = {match.intent: match.probability for match in whole}
        says_several = bool(self._several.search(text))
        splits = (self._split(pieces, cut, known, rank) for cut in range(1, len(pieces)))
        best = max((split for split in splits if split), key=lambda split: split.strength, default=None)
        return best and replace(best, says_several=says_several)

    def _split(self, pieces: list[str], cut: int, known: dict[Intent, float], rank: Rank) -> Split | None:
        is_joined = bool(self._connectors.match(pieces[cut]))
        sides = ["".join(pieces[:cut]), self._connectors.sub("", "".join(pieces[cut:]), count=1)]
        first, second = (_meant(rank(self._analyser.analyse(side)), known) for side in sides)
        if first is None or second is None or first.intent == second.intent:
            return None
        if first.intent.kind is not IntentKind.SERVICE or second.intent.kind is not IntentKind.SERVICE:
            return None
        return Split(
            matches=(first, second),
            in_whole=(known.get(first.intent, 0.0), known.get(second.intent, 0.0)),
            is_joined=is_joined,
            is_alike=self._is_alike(first.intent.id, second.intent.id),
            asks_first=bool(self._asking.search(sides[0])),
            says_several=False,
            shortest=min(map(len, sides)),
        )

    def _is_alike(self, first: str, second: str) -> bool:
        return second in self.siblings(first) or first in self.siblings(second)

    def siblings(self, key: str) -> set[str]:
        """Return the ids that a service names as related or confusable."""
        service = self._services[key]
        return {*service.related, *(other.id for other in service.confused_with)}

    def _only_counts(self, piece: str) -> bool:
        """Return whether a piece says no more than that several things are asked: 这两样咋弄."""
        return len(piece) <= LONGEST_COUNT and bool(self._several.search(piece))

    def _pieces(self, text: str) -> list[str]:
        marked = self._connectors.sub(lambda found: "," + found[0], text)
        pieces = [
            piece for piece in _MARK.split(marked) if len(piece) >= SHORTEST_PIECE and not self._only_counts(piece)
        ]
        head, rest = pieces[: MOST_PIECES - 1], pieces[MOST_PIECES - 1 :]
        return [*head, "".join(rest)] if rest else head


def _meant(matches: Sequence[Match], known: Mapping[Intent, float]) -> Match | None:
    """Return what one side of a cut is about, read with what the whole message is about."""
    return max(
        matches,
        key=lambda match: math.log(match.probability + 1e-6) + CONTEXT * math.log(known.get(match.intent, 0.0) + FLOOR),
        default=None,
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(bounded / (1 - bounded))
