"""Reads a message once and says all the handlers need: danger, what it may be about, how many needs, which aspect."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.language.normalise import bare, normalise
from knowledge.language.word_index import WordIndex
from knowledge.matching.continuation import Later, read_on
from knowledge.matching.correction import CorrectionReader
from knowledge.matching.decision import Thresholds
from knowledge.matching.features import MAX_LENGTH, Analyser, Analysis
from knowledge.matching.matcher import Match, Matcher
from knowledge.matching.needs import NeedFinder
from knowledge.matching.urgency import Alarm, UrgencyDetector
from knowledge.models import Content

CLEARLY_TWO = 0.8
"""From this probability of two needs they are answered in the order asked, if the uncut message speaks of both."""
RATHER_TWO = 0.5
"""From this probability two needs are believed even if the uncut message speaks most of something else."""
LONGEST_CUT = 160
"""Characters beyond which a message is a story, not two requests: cutting it finds needs nobody has."""
IN_WHOLE = 0.1
"""From this probability the uncut message speaks of a service."""
OVERLAP = 40
"""Characters that two pieces of a long message share, so that no sign of danger is cut in two."""
EVEN = 0.5
"""Probability of an ordinary meaning that says nothing for or against danger."""
_END_MARKS = "?!。,. "
_PARTICLES = re.compile("[些呢嘛吗呀啊哦哈吧撒哟]")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means."""

    analysis: Analysis
    """Its normalised forms and features."""
    alarm: Alarm | None
    """The danger in it."""
    matches: tuple[Match, ...]
    """What it may be about, most probable first; after a question, read as what comes next."""
    needs: tuple[Match, ...]
    """One service for each need, in the order asked, where the message holds several; otherwise empty."""
    aspect: str | None
    """The aspect it asks about, where it asks about one."""
    residue: str
    """What is left of its plain form without the words for an aspect and without particles."""
    names_something: bool
    """Whether a thing or person of the lexicon is left when the words for the aspect are taken away."""
    vague: tuple[str, ...]
    """Ids of services to offer where the message is too general to answer; otherwise empty."""
    is_elliptic: bool = False
    """Whether it sounds as if it went on from the one before: 那…, …呢."""
    alone: tuple[Match, ...] = ()
    """What it may be about when read without the question before."""

    @property
    def stands(self) -> bool:
        """Whether it is about the same when read without the question before."""
        return [match.intent for match in self.alone[:1]] == [match.intent for match in self.matches[:1]]


EMPTY = Understanding(Analysis("", "", (), ()), None, (), (), None, "", names_something=False, vague=())


class Understander:
    """Reads messages with one version of the content."""

    def __init__(self, content: Content, matcher: Matcher, analyser: Analyser, thresholds: Thresholds) -> None:
        """Use a matcher that has learnt from `content`."""
        self.content, self.matcher, self.analyser, self.thresholds = content, matcher, analyser, thresholds
        self._urgency = UrgencyDetector(content.calm, content.urgent)
        self.vague_offers: Mapping[str, tuple[str, ...]] = {
            analyser.analyse(word).plain: vague.offer
            for vague in content.vague.values()
            for word in (vague.word, *vague.also)
        }
        self._corrections = CorrectionReader(content.lexicon.corrections)
        self._aspect_words = WordIndex(word for words in content.lexicon.aspects.values() for word in words)
        self.finder = NeedFinder(analyser, content.services, content.lexicon)

    def understand(self, message: str, question_before: str = "", shown_before: Sequence[str] = ()) -> Understanding:
        """Return what a message means, as the first or after a question and the ids of services shown for it.

        Any text is accepted.

        Danger is looked for in all of it, also in what a correction takes back and beyond what matching reads.
        """
        analysis = self.analyser.analyse(message)
        matches = alone = self.matcher.rank(analysis)
        alarm = self._alarm(analysis, alone[0].probability if alone else 0.0) or self._late_alarm(message)
        if question_before and shown_before:
            analysis, later = self.later(message, question_before, shown_before)
            matches, alone = read_on(later, self.matcher.calibration.goes_on), later.alone
        aspect, residue = self._aspect(analysis.plain)
        return Understanding(
            analysis=analysis,
            alarm=alarm,
            matches=matches,
            needs=self._needs(analysis, alone),
            aspect=aspect,
            residue=residue,
            names_something=any(True for _ in self.analyser.concepts(residue)),
            vague=self.vague_offers.get(analysis.plain, ()),
            is_elliptic=self._is_elliptic(analysis),
            alone=alone,
        )

    def later(self, message: str, question_before: str, shown_before: Sequence[str]) -> tuple[Analysis, Later]:
        """Return a message with what speaks for each of its meanings, after services were shown for a question.

        Of a correction only what is meant is read.
        """
        analysis = self.analyser.analyse(message)
        meant = self._corrections.meant(analysis.text)
        if meant is not None:
            analysis = self.analyser.analyse(meant)
        main = self.content.services.get(shown_before[0])
        return analysis, Later(
            alone=self.matcher.rank(analysis),
            together=self.rank(f"{question_before} {analysis.text}"),
            last=shown_before[0],
            siblings=main.siblings if main else frozenset(),
            asks_aspect=self._aspect(analysis.plain)[0] is not None,
            is_elliptic=self._is_elliptic(analysis),
            is_correction=meant is not None,
            length=len(analysis.plain),
        )

    def _is_elliptic(self, analysis: Analysis) -> bool:
        text = analysis.text.rstrip(_END_MARKS)
        lexicon = self.content.lexicon
        return text.startswith(lexicon.elliptic_starts) or text.endswith(lexicon.elliptic_ends)

    def rank(self, message: str) -> tuple[Match, ...]:
        """Return what a text may be about, most probable first."""
        return self.matcher.rank(self.analyser.analyse(message))

    def _alarm(self, analysis: Analysis, ordinary: float) -> Alarm | None:
        if not bare(analysis.text):
            return None
        signs = self._urgency.weigh(analysis, self.matcher.danger(analysis), ordinary)
        probability = self.matcher.calibration.danger(signs.inputs())
        return Alarm(signs.situation, probability, signs.sign) if probability >= self.thresholds.danger else None

    def _late_alarm(self, message: str) -> Alarm | None:
        """Return the danger that a message names only after its first `MAX_LENGTH` characters."""
        step = MAX_LENGTH - OVERLAP
        for start in range(step, len(message) - OVERLAP, step):
            text = normalise(message[start : start + MAX_LENGTH])
            if not self._urgency.has_sign(self.analyser.plain_words(text), bare(text)):
                continue
            if alarm := self._alarm(self.analyser.analyse_normalised(text), EVEN):
                return alarm
        return None

    def _aspect(self, plain: str) -> tuple[str | None, str]:
        """Return the aspect with the longest word in the text, and the text without all such words."""
        text = _PARTICLES.sub("", plain)
        said = self._aspect_words.found_in(text)
        found = []
        for aspect, words in self.content.lexicon.aspects.items() if said else ():
            word = next((word for word in words if word in said), None)
            if word is not None:
                found.append((-len(word), aspect, word))
        for _, _, word in sorted(found):
            text = text.replace(word, "")
        return (min(found)[1] if found else None), text

    def _needs(self, analysis: Analysis, whole: tuple[Match, ...]) -> tuple[Match, ...]:
        """Return both needs in the order asked; the surer one first where it is not quite clear that there are two."""
        if len(analysis.text) > LONGEST_CUT:
            return ()
        split = self.finder.best_split(analysis.text, whole, self.matcher)
        if split is None or not whole:
            return ()
        probability = self.matcher.calibration.two_needs(split.inputs())
        is_one_of_them = whole[0].intent in [match.intent for match in split.matches]
        if probability < (self.thresholds.need if is_one_of_them else RATHER_TWO):
            return ()
        if probability >= CLEARLY_TWO and (split.is_joined or min(split.in_whole) >= IN_WHOLE):
            return split.matches
        return tuple(sorted(split.matches, key=lambda match: match.intent != whole[0].intent))
