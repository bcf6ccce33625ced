"""Finds two needs in one message: where it may be cut, and whether both sides ask for something of their own.

Called by `understanding`; the weights of the decision are in `calibration`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge.lexicon import Lexicon
from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.intents import Intent
from knowledge.matching.matcher import SIGNAL_NAMES, Match, Matcher
from knowledge.models import Service

MOST_PIECES = 6
NEAREST = SIGNAL_NAMES.index("nearest")
SHORTEST_PIECE = 2
LONGEST_REST = 2
"""Characters that may be left of a piece which says no more than that there are several needs: 这两样咋办."""
CONNECTOR_BONUS = 1.0
"""Log-odds that a connector adds to the cut before it."""
CONTEXT = 0.5
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
    adds: bool
    """Whether the second side holds a word such as 也, which adds to what was said before."""
    nearest: float
    """Cosine of a side with the nearest phrasing of its service, the smaller of both."""
    pieces: int
    """Pieces between marks that the message has."""
    shortest: int
    """Characters of the shorter side."""

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
                self.adds,
                self.nearest,
                self.pieces / MOST_PIECES,
            ]
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a message between two marks."""

    analysis: Analysis
    """What matching knows of it, without the connector it starts with."""
    is_joined: bool
    """Whether it starts with a connector."""


class NeedFinder:
    """Cuts messages where they may hold two needs."""

    def __init__(self, analyser: Analyser, services: Mapping[str, Service], lexicon: Lexicon) -> None:
        """Use the words of the content that join needs, ask, and say that there are several."""
        self._analyser, self.services = analyser, services
        self._connectors, self._asking, self._several, self._linking = map(
            _any_of, (lexicon.connectors, lexicon.asking, lexicon.several, lexicon.linking)
        )
        self._adding, self._turning, self._closing = map(_any_of, (lexicon.adding, lexicon.turning, lexicon.closing))

    def best_split(self, text: str, whole: Sequence[Match], matcher: Matcher) -> Split | None:
        """Return the best cut of a normalised text whose matches are `whole`; None where no cut gives two services."""
        pieces = self._pieces(text)
        if len(pieces) <= 1:
            return None
        number, first, second = _best_cut(pieces, whole, matcher)
        sides = [_joined(part) for part in (pieces[:number], pieces[number:])]
        pair = [_match_of(intent, matcher.rank(side)) for intent, side in zip((first, second), sides, strict=True)]
        if pair[0] is None or pair[1] is None:
            return None
        known = {match.intent: match.probability for match in whole}
        return Split(
            matches=(pair[0], pair[1]),
            in_whole=(known.get(first, 0.0), known.get(second, 0.0)),
            is_joined=pieces[number].is_joined,
            is_alike=self._is_alike(first.id, second.id),
            asks_first=bool(self._asking.search(sides[0].text)),
            says_several=bool(self._several.search(text)),
            adds=bool(self._adding.search(sides[1].text)),
            nearest=min(pair[0].signals[NEAREST], pair[1].signals[NEAREST]),
            pieces=len(pieces),
            shortest=min(len(side.text) for side in sides),
        )

    def sides(self, text: str) -> Iterator[Analysis]:
        """Yield both sides of every cut that `best_split` may choose for a normalised text."""
        pieces = self._pieces(text)
        for number in range(1, len(pieces)):
            yield _joined(pieces[:number])
            yield _joined(pieces[number:])

    def _is_alike(self, first: str, second: str) -> bool:
        return second in self.services[first].siblings or first in self.services[second].siblings

    def _only_counts(self, piece: str) -> bool:
        """Return whether a piece says no more than that several things are asked: 这两样咋弄."""
        rest, counts = self._several.subn("", piece)
        return bool(counts) and len(self._asking.sub("", rest)) <= LONGEST_REST

    def _pieces(self, text: str) -> list[_Piece]:
        marked = self._connectors.sub(lambda found: "," + found[0], text)
        if self._several.search(text):
            marked = self._linking.sub(",", marked)
        marked = self._closing.sub(
            lambda found: found[0] + ",", self._turning.sub(lambda found: "," + found[0], marked)
        )
        pieces = [
            piece for piece in _MARK.split(marked) if len(piece) >= SHORTEST_PIECE and not self._only_counts(piece)
        ]
        head, rest = pieces[: MOST_PIECES - 1], pieces[MOST_PIECES - 1 :]
        read = [self._piece(piece) for piece in ([*head, "".join(rest)] if rest else head)]
        return [piece for piece in read if piece.analysis.plain]

    def _piece(self, text: str) -> _Piece:
        bare_text, joined = self._connectors.subn("", text, count=1) if self._connectors.match(text) else (text, 0)
        return _Piece(self._analyser.analyse(bare_text), bool(joined))


def _joined(pieces: Sequence[_Piece]) -> Analysis:
    """Return the analysis of pieces as one text; nothing is read across their borders."""
    parts = [piece.analysis for piece in pieces]
    return Analysis(
        text="".join(part.text for part in parts),
        plain="".join(part.plain for part in parts),
        sounds=tuple(chain.from_iterable(part.sounds for part in parts)),
        features=tuple(dict.fromkeys(chain.from_iterable(part.features for part in parts))),
    )


def _best_cut(pieces: Sequence[_Piece], whole: Sequence[Match], matcher: Matcher) -> tuple[int, Intent, Intent]:
    """Return the number of the piece a message is best cut before, and the services of both sides."""
    context = CONTEXT * np.log(matcher.known(whole) + FLOOR)
    sides = [np.log(side + 1e-6) + context for side in matcher.cut_chances([piece.analysis for piece in pieces])]
    first, second = (np.where(matcher.is_service, side, -np.inf) for side in sides)
    pairs = [
        (float(first[cut, one] + second[cut, other]) + CONNECTOR_BONUS * pieces[cut + 1].is_joined, cut, one, other)
        for cut in range(len(pieces) - 1)
        for one in _two_best(first[cut])
        for other in _two_best(second[cut])
        if one != other
    ]
    _, cut, one, other = max(pairs)
    return cut + 1, matcher.model.phrasings.intents[one], matcher.model.phrasings.intents[other]


def _two_best(scores: NDArray[np.floating]) -> list[int]:
    return [int(number) for number in np.argsort(-scores, kind="stable")[:2]]


def _match_of(intent: Intent, matches: Sequence[Match]) -> Match | None:
    return next((match for match in matches if match.intent == intent), None)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(bounded / (1 - bounded))
