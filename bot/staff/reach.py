"""Tells what the reply to a question can show at most, so that a replay answers only what a change can touch.

`may_show` is the cheap way, a quarter of the work of understanding: the linear model alone bounds what `Matcher.rank`
may find probable, for the message and for every side that it may be cut into. `shown_by` is sharper and asks what was
understood. Called by `replaying`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date

import numpy as np

from bot.library import Edition
from bot.masking import mask, without_masked
from handlers.handoff import LIKELY_DEPARTMENT
from handlers.screening import INTENT as SCREENING
from handlers.screening_words import words_of
from handlers.turn import Turn
from knowledge.fresh import FreshMatcher
from knowledge.language.normalise import bare, normalise, plain_form
from knowledge.matching.calibration import Calibration
from knowledge.matching.features import Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.matcher import CANDIDATES
from knowledge.matching.needs import CONTEXT, FLOOR
from knowledge.models import Content
from knowledge.routing.opening_question import read_opening_question
from knowledge.screening.clauses import alternation

DIALOGUE = ("screening.words_ask", "screening.words_ask_some", "screening.words_start")
"""Words that may begin the eligibility dialogue, which speaks of any service."""
Shown = frozenset[Intent] | None
"""What a reply may be about; None where it may show anything."""
DIALOGUE_START = Intent(IntentKind.SMALLTALK, SCREENING)
OFFICE = Intent(IntentKind.SMALLTALK, "an office itself")
"""Stands for every department in what a reply shows: an office was asked for by its name, or when one is open."""


class Reach:
    """What can be shown in reply to a first message, by one edition."""

    def __init__(self, edition: Edition) -> None:
        """Use the linear model of an edition."""
        self._understander = edition.understander
        self._matcher, thresholds = self._understander.matcher, self._understander.thresholds
        self._least = min(thresholds.option, LIKELY_DEPARTMENT)
        unknown = _most_unknown(self._matcher.calibration)
        self._whole = (unknown - math.log(self._least)) / self._matcher.calibration.features
        self._side = (unknown + CONTEXT * math.log(1 / FLOOR + 1)) / self._matcher.calibration.features
        phrasings = self._matcher.model.phrasings
        owners = [phrasings.intents[owner] for owner in phrasings.owners.tolist()]
        self._exact = dict(zip(phrasings.plain, owners, strict=True))
        self._dialogue = tuple(word for key in DIALOGUE for word in words_of(edition.content, key))
        self._offices = re.compile(alternation(names_of_offices(edition.content)))
        self._opening = edition.content.opening

    def may_show(self, question: str, today: date) -> Shown:
        """Return all that the reply to a typed question may be about, read by the linear model alone."""
        text = without_masked(mask(question))
        whole = self._understander.analyser.analyse(text)
        found = set(self._likely(whole, self._whole))
        for side in self._understander.finder.sides(whole.text):
            found.update(self._likely(side, self._side))
        return self._with_words(text, whole, found, today)

    def shown_by(self, turn: Turn) -> Shown:
        """Return the same of a question that was understood: all that handlers ask for where nothing went before."""
        read = turn.understanding
        likely = {match.intent for match in read.matches if match.probability >= self._least}
        surest = {match.intent for match in (*read.matches[:1], *read.needs)}
        return self._with_words(turn.text, read.analysis, likely | surest, turn.today)

    def is_cut(self, question: str) -> bool:
        """Return whether a question may be cut in two, so that it counts which services are alike."""
        text = self._understander.analyser.analyse(without_masked(mask(question))).text
        return next(self._understander.finder.sides(text), None) is not None

    def _with_words(self, text: str, whole: Analysis, found: set[Intent], today: date) -> Shown:
        """Return what was found with what certain words bring up, whatever the message is about."""
        words = normalise(text).replace(" ", "")
        if DIALOGUE_START in found or any(word in words for word in self._dialogue):
            return None
        offered = {Intent(IntentKind.SERVICE, key) for key in self._understander.vague_offers.get(whole.plain, ())}
        names_office = self._offices.search(bare(whole.text)) or self._offices.search(whole.plain)
        asks = names_office or read_opening_question(self._opening, whole.text, today)
        return frozenset(found | offered | ({OFFICE} if asks else set()))

    def _likely(self, analysis: Analysis, distance: float) -> Iterable[Intent]:
        """Return the candidates whose log-probability by the linear model is within a distance of the best one's.

        The other signals can make up for no more than that. Where a phrasing is gone, what they say is not known.
        """
        matcher = self._matcher
        if isinstance(matcher, FreshMatcher):
            if matcher.gone:
                return matcher.candidates(analysis)
            fresh = matcher.nearest_fresh(analysis)
            return (*self._within(analysis, distance), *((fresh.intent,) if fresh else ()))
        return self._within(analysis, distance)

    def _within(self, analysis: Analysis, distance: float) -> Iterable[Intent]:
        if (owner := self._exact.get(analysis.plain)) is not None:
            return (owner,)
        model = self._matcher.model
        scores = model.linear.logits(model.vocabulary.vector(analysis.features))
        near = np.flatnonzero(scores >= scores.max() - distance)
        if len(near) > CANDIDATES:
            near = near[np.argsort(-scores[near], kind="stable")[:CANDIDATES]]
        return [model.phrasings.intents[number] for number in near.tolist()]


def _most_unknown(calibration: Calibration) -> float:
    """Return how much more the signals that the linear model does not know can say for one candidate than another.

    Cosine and likeness are 0 to 1, the cosine of meanings -1 to 1.
    """
    return calibration.nearest + calibration.letters + 2 * abs(calibration.meaning)


def names_of_offices(content: Content) -> frozenset[str]:
    """Return the names by which an office can be asked for, as messages are compared with them."""
    names = (name for d in content.departments.values() for name in (d.name, *d.aliases))
    towns = (name for town in content.towns for name in (town.name, *town.aliases))
    return frozenset(map(plain_form, (*names, *towns)))
