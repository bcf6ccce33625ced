"""Reads what a clause states about the facts: said, denied or long past, not what is asked, wished or supposed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.screening.age_ranges import AgeTold, find_ages
from knowledge.screening.facts import NumberRange, OneOf, parse_known
from knowledge.screening.phrases import Hit, Look, PhraseIndex, over_places
from knowledge.screening.tone import Tone, ToneReader
from knowledge.situation import Fact, Whose
from knowledge.tellings import Telling, Tellings

AGE = "age"
"""The fact whose numbers are read by rule, beside what phrases tell of it."""
BEREAVEMENT = "bereavement"
"""The fact that somebody of the family has died, which is no news where it makes an orphan of a child."""
FAMILY_STAGE = "family_stage"
"""The fact that a phrase about a person's children may tell besides: 怀了二胎."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a clause says of one fact."""

    start: int
    """Index of its first character in the clause."""
    end: int
    """Index after its last character."""
    fact: str
    """Key of the fact."""
    known: NumberRange | OneOf
    """What is said, or denied."""
    is_denied: bool
    """It is said not to be so."""
    is_past: bool
    """It was so once, or was only spoken of: tells nothing, unless the next clause ends it."""
    is_typical: bool
    """Only likely."""
    is_continued: bool
    """It began in the clause before, so it says more than what that one said of the fact: 就一个女儿, 去年没了."""
    whose: Whose
    """Of whom it can be true."""
    words: str
    """How it was said, in plain words."""

    @property
    def content(self) -> Hashable:
        """Return what it says, whatever the words: alike for what says the same again."""
        return self.known, self.is_denied, self.is_typical, self.whose


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase of the content stands for."""

    telling: Telling
    """The entry it is written in."""
    known: NumberRange | OneOf
    """What the entry says."""
    whose: Whose
    """Of whom it can be true."""
    is_topic: bool
    """It tells something only where it is denied."""


PhraseHit = Hit[Phrase | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """A clause in which phrases were looked for."""

    look: Look[Phrase | None]
    """What may be there of phrases that go on in the next clause."""
    hits: list[PhraseHit]
    """Every phrase found, also those that are part of a longer one."""


_OF_OTHERS = (Whose.CHILD, Whose.PARENT, Whose.ELDER, Whose.ME)
"""Whose facts are not simply those of the one spoken of."""


class StatementReader:
    """Knows the phrases that tell facts, and the words that change what they mean."""

    def __init__(self, situation: Mapping[str, Fact], tellings: Tellings, spell: Callable[[str], str]) -> None:
        """Use the phrases of the content; those that name no fact or value of `situation` are passed over."""
        phrases: list[tuple[str, Phrase | None]] = [(word, None) for word in tellings.neutral]
        for telling in tellings.tellings:
            fact = situation.get(telling.fact)
            known = parse_known(telling.says, fact) if fact else None
            if fact and known:
                for is_topic, words in ((False, telling.words), (True, telling.topics)):
                    phrase = Phrase(telling, known, telling.whose or fact.whose, is_topic)
                    phrases += [(word, phrase) for word in words]
        self._phrases = PhraseIndex(phrases, spell)
        self._tones = ToneReader(tellings.scope, spell)
        self._age = AGE in situation

    def look(self, clause: str) -> Looked:
        """Return every phrase found in a clause, also those that are part of a longer one."""
        return Looked(*self._phrases.look(clause))

    def look_within(self, looked: Looked, clause: str, start: int) -> Looked:
        """Return the same for a part of a clause, from place `start` of it, for which `looked` was returned."""
        return Looked(*self._phrases.look_within(looked.look, looked.hits, clause, start))

    def telling(self, before: Looked | None, looked: Looked) -> list[PhraseHit]:
        """Return the phrases found in a clause, or ending in it, that are no part of a longer one, in order.

        `before` is the clause before it. Neutral phrases have no owner.
        """
        across = self._phrases.find_across(before.look, looked.look) if before else ()
        hits = [*across, *looked.hits]
        over = over_places([hit.start for hit in hits], hits)
        return [hit for hit in hits if not any(_hides(other, hit) for other in over[hit.start])]

    def is_end(self, clause: str) -> bool:
        """Return whether a clause only says that what was said before is no longer so: 后来停了."""
        return self._tones.is_end(clause)

    def read(self, clause: str, hits: Sequence[PhraseHit], people_ends: Sequence[int], year: int) -> list[Statement]:
        """Return what a clause states, in order; `hits` are its phrases, `people_ends` where its people end."""
        stated = [one for hit in hits if (one := self._statement(clause, hit))]
        ages = find_ages(clause, year, people_ends) if self._age else []
        within = [hit for hit in hits if not hit.is_continued]  # what continues may have an age between its parts
        stated += [
            _of_age(clause, told) for told in ages if not any(hit.covers(told.start, told.end) for hit in within)
        ]
        return sorted(stated, key=lambda statement: statement.start)

    def _statement(self, clause: str, hit: PhraseHit) -> Statement | None:
        phrase = hit.owner
        if phrase is None:
            return None
        tone = self._tones.tone(clause, hit.start, hit.end, phrase.telling)
        if tone is Tone.UNSAID or (tone is Tone.DENIED and phrase.telling.is_typical):
            return None
        return Statement(
            start=hit.start,
            end=hit.end,
            fact=phrase.telling.fact,
            known=phrase.known,
            is_denied=tone is Tone.DENIED,
            is_past=tone is Tone.PAST or (phrase.is_topic and tone is Tone.SAID),
            is_typical=phrase.telling.is_typical,
            is_continued=hit.is_continued,
            whose=phrase.whose,
            words=clause[hit.start : hit.end],
        )


def _hides(longer: PhraseHit, hit: PhraseHit) -> bool:
    """Return whether a phrase says nothing of its own, since it is part of a longer one.

    It is where it says the same fact, or where the longer one is neutral or about somebody else (爸妈 > 打工), except
    that who expects a second child (怀了二胎) is expecting. Else it is
    only where the longer one opens with it: 幼儿园 of 幼儿园 > 老师, but not 没工作 of 大学 > 毕业 > 没工作.
    """
    if longer.owner is None or hit.owner is None:
        return longer.covers(hit.start, hit.end)
    if longer.owner.telling.fact == BEREAVEMENT and longer.first_end <= hit.start and hit.owner.whose is Whose.PERSON:
        return longer.covers(hit.start, hit.end)  # told of who died: 男人在矿上走了
    if longer.owner.whose in _OF_OTHERS and hit.owner.telling.fact != FAMILY_STAGE:
        is_mourning = hit.owner.telling.fact == BEREAVEMENT and longer.start <= hit.start and hit.end <= longer.end
        return is_mourning or longer.covers(hit.start, hit.end)
    is_same = longer.owner.telling.fact == hit.owner.telling.fact
    if is_same and longer.owner.telling.is_typical and longer.owner.known == hit.owner.known:
        return False
    if is_same:
        return longer.covers(hit.start, hit.end)
    return not hit.is_continued and longer.opens_with(hit.start, hit.end)


def _of_age(clause: str, told: AgeTold) -> Statement:
    return Statement(
        start=told.start,
        end=told.end,
        fact=AGE,
        known=told.years,
        is_denied=False,
        is_past=False,
        is_typical=False,
        is_continued=False,
        whose=Whose.PERSON,
        words=clause[told.start : told.end],
    )
