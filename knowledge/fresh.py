"""Understands an edit of the content at once, while the model is learnt anew in the background.

Phrasings that the model has not learnt yet, and those it learnt that are gone since, are compared letter by letter.
Called by the library; once the model is learnt, the plain `Matcher` takes over.
"""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz, process

from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.intents import Intent, phrasings_of
from knowledge.matching.matcher import CANDIDATES, EXACT, Match, Matcher, Model
from knowledge.models import Content

NEAR = 0.85
"""From this letter-by-letter likeness a message means what a fresh phrasing means."""


class FreshMatcher(Matcher):
    """A matcher whose model was learnt from an earlier version of the content."""

    def __init__(self, model: Model, content: Content, analyser: Analyser) -> None:
        """Use `model` for `content`, of which it has not learnt every phrasing."""
        super().__init__(model)
        learnt = model.phrasings
        owners = [learnt.intents[owner] for owner in learnt.owners.tolist()]
        known = dict.fromkeys(zip(owners, learnt.texts, strict=True))
        rows = dict.fromkeys((intent, text) for intent, texts in phrasings_of(content) for text in texts)
        self._intents = {intent for intent, _ in rows}
        self.fresh: tuple[tuple[Intent, str], ...] = tuple(row for row in rows if row not in known)
        """Phrasings not learnt yet."""
        self.gone: frozenset[tuple[Intent, str]] = frozenset(row for row in known if row not in rows)
        """Phrasings learnt that the content no longer has."""
        self._plain = [analyser.analyse(text).plain for _, text in self.fresh]

    def rank(self, analysis: Analysis) -> tuple[Match, ...]:
        """Return what `Matcher.rank` returns, without what is gone and with what the fresh phrasings say."""
        matches = [match for match in super().rank(analysis) if not self._is_gone(match)]
        found = self.nearest_fresh(analysis)
        if found is None or (matches and matches[0].signals[2] >= found.signals[2]):
            return tuple(matches)
        others = [match for match in matches if match.intent != found.intent]
        total = sum(match.probability for match in others)
        shrunk = min(1.0, (1 - found.probability) / total) if total else 1.0
        rest = [replace(match, probability=match.probability * shrunk) for match in others]
        return tuple(sorted([found, *rest], key=lambda match: (-match.probability, match.intent))[:CANDIDATES])

    def candidates(self, analysis: Analysis) -> tuple[Intent, ...]:
        """Return what `Matcher.candidates` returns, and what the fresh phrasings say."""
        found = self.nearest_fresh(analysis)
        return (*super().candidates(analysis), *((found.intent,) if found else ()))

    def _is_gone(self, match: Match) -> bool:
        """Return whether the entry is gone, or all that spoke for it was a phrasing that is gone."""
        is_taken_away = (match.intent, match.phrasing) in self.gone and match.signals[2] >= NEAR
        return is_taken_away or match.intent not in self._intents

    def nearest_fresh(self, analysis: Analysis) -> Match | None:
        """Return what a message means by the fresh phrasing most like it; None where none is like it."""
        if not analysis.plain:
            return None
        best = process.extractOne(analysis.plain, self._plain, scorer=fuzz.ratio, score_cutoff=100 * NEAR)
        if best is None:
            return None
        intent, text = self.fresh[best[2]]
        letters = best[1] / 100
        return Match(intent, EXACT * letters, text, (0.0, letters, letters, 0.0))
