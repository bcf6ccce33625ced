"""Tells cheaply what the reply to a question could show at most, so that a replay answers only what a change can touch.

A quarter of the work of understanding: only the linear model is asked, whose best intents are all that `Matcher.rank`
chooses from, for the message and for every side that it may be cut into. Called by `replaying`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bot.library import Edition
from bot.masking import mask, without_masked
from handlers.screening import INTENT as SCREENING
from handlers.screening_words import words_of
from knowledge.fresh import FreshMatcher
from knowledge.language.normalise import normalise
from knowledge.matching.features import Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.linear import BIAS
from knowledge.matching.matcher import CANDIDATES, Match, Matcher
from knowledge.matching.needs import NeedFinder
from knowledge.matching.sparse import SparseRows

SPARE = 2
"""Intents beyond `CANDIDATES`, since sums taken in another order are rounded otherwise."""
DIALOGUE = ("screening.words_ask", "screening.words_start")
"""Words that may begin the eligibility dialogue, which speaks of any service."""


class Reach:
    """What can be shown in reply to a first message, by one edition."""

    def __init__(self, edition: Edition) -> None:
        """Unpack the linear model of an edition: about 35 MB as long as this lives."""
        understander, content = edition.understander, edition.content
        self._analyser, self._matcher = understander.analyser, understander.matcher
        self._model = understander.matcher.model
        self._weights = _unpacked(self._model.linear.weights)
        self._finder = NeedFinder(self._analyser, content.services, content.lexicon)
        self._owners = dict(zip(self._model.phrasings.plain, self._model.phrasings.owners.tolist(), strict=True))
        self._vague = _vague_offers(edition)
        self._dialogue = tuple(word for key in DIALOGUE for word in words_of(content, key))
        self._some_service = Intent(IntentKind.SERVICE, next(iter(content.services)))

    def intents(self, question: str) -> frozenset[Intent] | None:
        """Return all that a typed question may be about; None where its reply may show anything."""
        text = without_masked(mask(question))
        whole = self._analyser.analyse(text)
        words = normalise(text).replace(" ", "")
        if any(word in words for word in self._dialogue):
            return None
        listener = _Listener(self._some_service)
        self._finder.best_split(whole.text, (), listener)
        found = self._candidates(whole)
        if Intent(IntentKind.SMALLTALK, SCREENING) in found:
            return None
        for side in listener.heard:
            found += self._candidates(side)
        return frozenset(found).union(self._vague.get(whole.plain, ()))

    def _candidates(self, analysis: Analysis) -> list[Intent]:
        """Return at least the intents that `Matcher.rank` chooses from."""
        vocabulary = self._model.vocabulary
        ids = [number for name in analysis.features if (number := vocabulary.numbers.get(name)) is not None]
        weights = vocabulary.weights[ids]
        length = np.float32(np.sqrt(weights @ weights) or 1)
        logits = weights / length @ self._weights[ids] + self._weights[-1] * np.float32(BIAS)
        most = min(CANDIDATES + SPARE, len(logits))
        numbers = np.argpartition(-logits, most - 1)[:most].tolist()
        if (owner := self._owners.get(analysis.plain)) is not None:
            numbers.append(owner)
        found = [self._model.phrasings.intents[number] for number in numbers]
        if isinstance(self._matcher, FreshMatcher) and (near := self._matcher.nearest_fresh(analysis)):
            found.append(near.intent)
        return found


class _Listener(Matcher):
    """Takes the place of a matcher to hear what a message is cut into; finds nothing in it."""

    def __init__(self, some: Intent) -> None:
        self.heard: list[Analysis] = []
        self._some = some

    def guess(self, analysis: Analysis) -> tuple[tuple[Intent, float], ...]:
        self.heard.append(analysis)
        return ((self._some, 0.0),)

    def rank(self, analysis: Analysis) -> tuple[Match, ...]:
        self.heard.append(analysis)
        return ()


def _unpacked(rows: SparseRows) -> NDArray[np.float32]:
    """Return a matrix with the entries that are 0: a sum of its rows takes a tenth of the time."""
    sizes = np.diff(rows.starts)
    matrix = np.zeros((len(sizes), rows.width), np.float32)
    matrix[np.repeat(np.arange(len(sizes)), sizes), rows.columns] = rows.entries
    return matrix


def _vague_offers(edition: Edition) -> Mapping[str, frozenset[Intent]]:
    """Return what is offered for each vague word, by its plain form."""
    analyser = edition.understander.analyser
    return {
        analyser.analyse(word).plain: frozenset(Intent(IntentKind.SERVICE, key) for key in vague.offer)
        for vague in edition.content.vague.values()
        for word in (vague.word, *vague.also)
    }
