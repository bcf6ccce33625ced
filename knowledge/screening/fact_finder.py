"""Reads a free text about people: whom it asks about, what it tells of them, and what does not fit together.

Something told belongs to the person it describes or who was named last before it; what holds for a household counts
for everyone in it. Asked about is whom the request names, else of whom most is told. Called by the dialogue and by
`screen`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from knowledge.models import Content
from knowledge.screening.clauses import ClauseReader, alternation
from knowledge.screening.consequences import Consequences
from knowledge.screening.facts import one_of
from knowledge.screening.family import Family
from knowledge.screening.found import Contradiction, Found, Person
from knowledge.screening.people import Mention, PeopleReader, people_at
from knowledge.screening.phrases import over_places
from knowledge.screening.portrait import Portrait
from knowledge.screening.statements import AGE, BEREAVEMENT, PhraseHit, Statement, StatementReader
from knowledge.screening.subjects import Span, cut_at_subjects
from knowledge.screening.weighing import Weigher
from knowledge.situation import Whom, Whose

WHOM = "whom"
"""The fact that tells whom a question is about."""
SHORTEST_RUN_ON = 8
"""Characters from which a clause may be several sentences without punctuation, as speech is written down."""


@dataclass(frozen=True, slots=True)
class _Searches:
    """How the clauses of one text are searched: one that is read twice, or said again, is searched once."""

    people: Callable[[str], list[Mention]]
    """Returns the people that a clause names."""
    phrases: Callable[[str], list[PhraseHit]]
    """Returns the phrases that occur in a clause."""
    year: int
    """The present one."""


class FactFinder:
    """Reads texts with one version of the content."""

    def __init__(self, content: Content) -> None:
        """Prepare the words and phrases of the content."""
        self._clauses = ClauseReader(content.lexicon.say_as)
        spell = self._clauses.spell
        self._people = PeopleReader(content.tellings, spell)
        self._statements = StatementReader(content.situation, content.tellings, spell)
        self._weigher = Weigher(content.situation, Consequences(content.situation, content.tellings.inferences))
        self._request = re.compile(alternation(map(spell, content.tellings.scope.request)))
        self._knows_whom = WHOM in content.situation

    def find(self, text: str, today: date) -> Found:
        """Return what a text of any length and kind tells; `today` turns birth years into ages. Never raises."""
        family = Family()
        searches = _Searches(cache(self._people.find), cache(self._statements.occurring), today.year)
        clauses = [part for clause in self._clauses.clauses(text) for part in self._parts(clause, searches)]
        for before, clause in pairwise(["", *clauses]):
            self._read(before, clause, family, searches)
        portraits = family.portraits()
        asked = max(portraits, key=lambda one: one.rank)  # the first named where ranks are equal
        person, contradictions = self._person(asked, portraits)
        others = [self._person(one, portraits)[0] for one in portraits if one is not asked and one.statements]
        return Found(person, tuple(others), contradictions)

    def _parts(self, clause: str, searches: _Searches) -> list[str]:
        """Return the clause cut where another becomes its subject, if nothing was put there to show it."""
        everybody = searches.people(clause) if len(clause) >= SHORTEST_RUN_ON else []
        if not any(one.start for one in everybody):
            return [clause]
        hits = self._statements.telling("", clause, searches.phrases(clause))
        people = _shown(everybody, hits)
        ages = self._statements.read(clause, (), [one.end for one in people], searches.year)
        shown = {(one.start, one.end) for one in people}
        begun = {hit.start for hit in hits if hit.owner}
        named = [one for one in everybody if (one.start, one.end) in shown or one.start in begun]
        told = [Span(hit.start, hit.end) for hit in hits] + [Span(age.start, age.end) for age in ages]
        asked = [Span(*found.span(), is_request=True) for found in self._request.finditer(clause)]
        return cut_at_subjects(clause, named, [*told, *asked])

    def _read(self, before: str, clause: str, family: Family, searches: _Searches) -> None:
        hits = self._statements.telling(before, clause, searches.phrases(clause))
        if not hits and self._statements.is_end(clause):
            family.end_last()
        everybody = searches.people(clause)
        people = _shown(everybody, hits)
        family.meet(people)
        for statement in self._statements.read(clause, hits, [one.end for one in people], searches.year):
            is_age = statement.fact == AGE
            subjects = people_at(people, statement.start, statement.end, clause, is_age=is_age)
            if statement.fact == BEREAVEMENT:
                family.mourn([one for one in everybody if _overlaps(one, statement)] or subjects, statement)
            else:
                family.add(subjects, statement)
        family.turn_to(people, has_request=self._request.search(clause) is not None)

    def _person(self, portrait: Portrait, everybody: Sequence[Portrait]) -> tuple[Person, tuple[Contradiction, ...]]:
        own = portrait.statements
        told = {statement.fact for statement in own if not statement.is_typical}
        shared = [
            statement
            for other in everybody
            if portrait.kin.whom is Whom.OTHER or not other.kin.is_apart
            for statement in other.statements
            if statement.whose is Whose.HOUSEHOLD and statement.fact not in told
        ]
        whom = [self._whom(portrait)] if self._knows_whom and portrait.is_named else []
        statements = [*whom, *own, *shared]
        facts, contradictions = self._weigher.weigh(statements)
        return Person(portrait.kin.whom, portrait.called, facts), contradictions

    def _whom(self, portrait: Portrait) -> Statement:
        return Statement(
            start=0,
            end=0,
            fact=WHOM,
            known=one_of(portrait.kin.whom),
            is_denied=False,
            is_past=False,
            is_typical=False,
            is_continued=False,
            whose=Whose.PERSON,
            words=portrait.called,
        )


def _shown(people: Sequence[Mention], hits: Sequence[PhraseHit]) -> list[Mention]:
    """Return the people who are more than a part of a phrase."""
    over = over_places(hits)
    return [one for one in people if not any(_hides(hit, one) for hit in over.get(one.start, ()))]


def _overlaps(one: Mention, statement: Statement) -> bool:
    return one.start < statement.end and statement.start < one.end


def _hides(hit: PhraseHit, mention: Mention) -> bool:
    """Return whether a person is only part of a phrase (三个娃), not the one it begins with and is about.

    These are 我 (我是孤儿), and the child of a phrase that content gives to a child (孙子跟我).
    """
    is_of_child = hit.owner is not None and hit.owner.telling.whose is Whose.CHILD
    is_subject = mention.kin.whom is Whom.ME or (is_of_child and mention.kin.whom is Whom.CHILD)
    return hit.covers(mention.start, mention.end) and not (is_subject and mention.start == hit.start)
