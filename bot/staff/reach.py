"""Tells cheaply what the reply to a question could show at most, so that a replay answers only what a change can touch.

A quarter of the work of understanding: only the linear model is asked, whose best intents are all that `Matcher.rank`
chooses from, for the message and for every side that it may be cut into. Called by `replaying`.
"""

from __future__ import annotations

from bot.library import Edition
from bot.masking import mask, without_masked
from handlers.screening import INTENT as SCREENING
from handlers.screening_words import words_of
from knowledge.language.normalise import normalise
from knowledge.matching.intents import Intent, IntentKind

DIALOGUE = ("screening.words_ask", "screening.words_ask_some", "screening.words_start")
"""Words that may begin the eligibility dialogue, which speaks of any service."""


class Reach:
    """What can be shown in reply to a first message, by one edition."""

    def __init__(self, edition: Edition) -> None:
        """Use the linear model of an edition."""
        self._understander = edition.understander
        self._dialogue = tuple(word for key in DIALOGUE for word in words_of(edition.content, key))

    def intents(self, question: str) -> frozenset[Intent] | None:
        """Return all that a typed question may be about; None where its reply may show anything."""
        text = without_masked(mask(question))
        matcher, whole = self._understander.matcher, self._understander.analyser.analyse(text)
        words = normalise(text).replace(" ", "")
        if any(word in words for word in self._dialogue):
            return None
        found = set(matcher.candidates(whole))
        if Intent(IntentKind.SMALLTALK, SCREENING) in found:
            return None
        for side in self._understander.finder.sides(whole.text):
            found.update(matcher.candidates(side))
        offered = self._understander.vague_offers.get(whole.plain, ())
        return frozenset(found).union(Intent(IntentKind.SERVICE, key) for key in offered)
