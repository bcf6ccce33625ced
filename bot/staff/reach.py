"""Tells cheaply what the reply to a question could show at most, so that a replay answers only what a change can touch.

A quarter of the work of understanding: only the linear model is asked, whose best intents are all that `Matcher.rank`
chooses from, for the message and for every side that it may be cut into. Called by `replaying`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.library import Edition
from bot.masking import mask, without_masked
from handlers.screening import INTENT as SCREENING
from handlers.screening_words import words_of
from knowledge.language.normalise import normalise
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.needs import NeedFinder

DIALOGUE = ("screening.words_ask", "screening.words_start")
"""Words that may begin the eligibility dialogue, which speaks of any service."""


class Reach:
    """What can be shown in reply to a first message, by one edition."""

    def __init__(self, edition: Edition) -> None:
        """Use the linear model of an edition."""
        understander, content = edition.understander, edition.content
        self._analyser, self._matcher = understander.analyser, understander.matcher
        self._finder = NeedFinder(self._analyser, content.services, content.lexicon)
        self._vague = _vague_offers(edition)
        self._dialogue = tuple(word for key in DIALOGUE for word in words_of(content, key))

    def intents(self, question: str) -> frozenset[Intent] | None:
        """Return all that a typed question may be about; None where its reply may show anything."""
        text = without_masked(mask(question))
        whole = self._analyser.analyse(text)
        words = normalise(text).replace(" ", "")
        if any(word in words for word in self._dialogue):
            return None
        found = set(self._matcher.candidates(whole))
        if Intent(IntentKind.SMALLTALK, SCREENING) in found:
            return None
        for side in self._finder.sides(whole.text):
            found.update(self._matcher.candidates(side))
        return frozenset(found).union(self._vague.get(whole.plain, ()))


def _vague_offers(edition: Edition) -> Mapping[str, frozenset[Intent]]:
    """Return what is offered for each vague word, by its plain form."""
    analyser = edition.understander.analyser
    return {
        analyser.analyse(word).plain: frozenset(Intent(IntentKind.SERVICE, key) for key in vague.offer)
        for vague in edition.content.vague.values()
        for word in (vague.word, *vague.also)
    }
