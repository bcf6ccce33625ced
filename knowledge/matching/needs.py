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
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.matcher import Match, Matcher
from knowledge.models import Service

MOST_PIECES = 6
SHORTEST_PIECE = 2
LONGEST_REST = 2
"""Characters that may be left of a piece which says no more than that there are several needs: 这两样咋办."""
CONNECTOR_BONUS = 0.2
CONTEXT = 0.3
"""Weight of what the whole message is about when one side of a cut is read, in log-odds: 残疾娃要康复,明年该上小学."""
FLOOR = 3e-3
"""Probability of a service that the whole message does not rank at all."""
Chances = NDArray[np.floating] | np.floating
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

    def best_split(self, text: str, whole: Sequence[Match], matcher: Matcher) -> Split | None:
        """Return the best cut of a normalised text whose matches are `whole`; None where no cut gives two services."""
        pieces = self._pieces(text)
        if len(pieces) <= 1:
            return None
        number = _best_cut(pieces, whole, matcher)
        if number is None:
            return None
        known = {match.intent: match.probability for match in whole}
        sides = [_joined(part) for part in (pieces[:number], pieces[number:])]
        first, second = (_meant(matcher.rank(side), known) for side in sides)
        if first is None or second is None or not _are_two_services(first.intent, second.intent):
            return None
        return Split(
            matches=(first, second),
            in_whole=(known.get(first.intent, 0.0), known.get(second.intent, 0.0)),
            is_joined=pieces[number].is_joined,
            is_alike=self._is_alike(first.intent.id, second.intent.id),
            asks_first=bool(self._asking.search(sides[0].text)),
            says_several=bool(self._several.search(text)),
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


def _are_two_services(first: Intent, second: Intent) -> bool:
    return first != second and first.kind is second.kind is IntentKind.SERVICE


def _best_cut(pieces: Sequence[_Piece], whole: Sequence[Match], matcher: Matcher) -> int | None:
    """Return the number of the piece a message is best cut before; None where no cut seems to give two services."""
    first, second = matcher.cut_chances([piece.analysis for piece in pieces])
    known, intents, cuts = matcher.known(whole), matcher.model.phrasings.intents, np.arange(len(pieces) - 1)
    one, other = (_in_context(side, known).argmax(axis=1) for side in (first, second))
    weaker = np.minimum(first[cuts, one], second[cuts, other])
    joined = np.array([piece.is_joined for piece in pieces[1:]])
    strengths = weaker + np.minimum(known[one], known[other]) + CONNECTOR_BONUS * joined
    two = [cut for cut in cuts.tolist() if _are_two_services(intents[one[cut]], intents[other[cut]])]
    return 1 + max(two, key=lambda cut: strengths[cut]) if two else None


def _meant(matches: Sequence[Match], known: Mapping[Intent, float]) -> Match | None:
    def chance(match: Match) -> float:
        return float(_in_context(np.float64(match.probability), np.float64(known.get(match.intent, 0.0))))

    return max(matches, key=chance, default=None)


def _in_context(alone: Chances, in_whole: Chances) -> Chances:
    """Return the log-odds of meanings of a side, read with what the whole message is about."""
    return np.asarray(np.log(alone + 1e-6) + CONTEXT * np.log(in_whole + FLOOR))


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(bounded / (1 - bounded))
