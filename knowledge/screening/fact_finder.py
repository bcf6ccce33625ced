"""Reads a free text about people: whom it asks about, what it tells of them, and what does not fit together.

Something told belongs to the person it describes or who was named last before it; what holds for a household counts
for everyone in it. Asked about is whom the request names, else of whom most is told. Called by the dialogue and by
`screen`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain, pairwise

from knowledge.models import Content
from knowledge.screening.clauses import ClauseReader, alternation
from knowledge.screening.consequences import Consequences
from knowledge.screening.facts import one_of
from knowledge.screening.family import Family
from knowledge.screening.found import Contradiction, Found, Person
from knowledge.screening.people import Mention, PeopleReader, are_told_of, people_at
from knowledge.screening.phrases import over_places
from knowledge.screening.portrait import Portrait
from knowledge.screening.statements import AGE, BEREAVEMENT, Looked, PhraseHit, Statement, StatementReader
from knowledge.screening.subjects import Span, cut_at_subjects
from knowledge.screening.weighing import Weigher
from knowledge.situation import Whom, Whose

WHOM = "whom"
"""The fact that tells whom a question is about."""
MOST_TOLD = 300
"""People named and things told that are read of one text; nobody tells more in 2,000 characters."""
SHORTEST_RUN_ON = 8
"""Characters from which a clause may be several sentences without punctuation, as speech is written down."""


class _Searches:
    """How the clauses of one text are searched: one that is read twice, or said again, is searched once."""

    def __init__(self, people: PeopleReader, statements: StatementReader, year: int) -> None:
        """Search with the words of the content; `year` is the present one."""
        self.people = cache(people.find)
        self.year = year
        self._statements = statements
        self._looked: dict[str, Looked] = {}

    def phrases(self, clause: str) -> Looked:
        """Return the phrases that occur in a clause."""
        if clause not in self._looked:
            self._looked[clause] = self._statements.look(clause)
        return self._looked[clause]

    def note_cut(self, clause: str, parts: Sequence[str]) -> None:
        """Note that a clause is read in parts: what occurs in them was found in the whole."""
        start = 0
        for part in parts if len(parts) > 1 else ():
            self._looked[part] = self._statements.look_within(self._looked[clause], part, start)
            start += len(part)


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
        searches = _Searches(self._people, self._statements, today.year)
        clauses = (part for clause in self._clauses.clauses(text) for part in self._parts(clause, searches))
        count = 0
        for before, clause in pairwise(chain([""], clauses)):
            count += self._read(before, clause, family, searches)
            if count >= MOST_TOLD:
                break
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
        hits = self._statements.telling(None, searches.phrases(clause))
        people = _shown(everybody, hits, clause)
        ages = self._statements.read(clause, (), [one.end for one in people], searches.year)
        shown = {(one.start, one.end) for one in people}
        begun = {hit.start for hit in hits if hit.owner}
        named = [one for one in everybody if (one.start, one.end) in shown or one.start in begun]
        told = [Span(hit.start, hit.end) for hit in hits] + [Span(age.start, age.end) for age in ages]
        asked = [Span(*found.span(), is_request=True) for found in self._request.finditer(clause)]
        parts = cut_at_subjects(clause, named, [*told, *asked])
        searches.note_cut(clause, parts)
        return parts

    def _read(self, before: str, clause: str, family: Family, searches: _Searches) -> int:
        """Read a clause; return how many people it names and things it tells."""
        looked_before = searches.phrases(before) if before else None
        hits = self._statements.telling(looked_before, searches.phrases(clause))
        if not hits and self._statements.is_end(clause):
            family.end_last()
        everybody = searches.people(clause)
        people = _shown(everybody, hits, clause)
        family.meet(people)
        statements = self._statements.read(clause, hits, [one.end for one in people], searches.year)
        for statement in statements:
            is_age = statement.fact == AGE
            subjects = people_at(people, statement.start, statement.end, clause, is_age=is_age)
            if statement.fact == BEREAVEMENT:
                family.mourn([one for one in everybody if _overlaps(one, statement)] or subjects, statement)
            else:
                family.add(subjects, statement)
        family.turn_to(people, has_request=self._request.search(clause) is not None)
        return len(everybody) + len(statements)

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


def _shown(people: Sequence[Mention], hits: Sequence[PhraseHit], clause: str) -> list[Mention]:
    """Return the people who are more than part of a phrase, or its end of whom is told what follows (三个娃都念书)."""
    over = over_places([one.start for one in people], hits)
    shown = []
    for one in people:
        hiding = [hit for hit in over[one.start] if _hides(hit, one)]
        if not hiding:
            shown.append(one)
        elif any(hit.end == one.end for hit in hiding) and are_told_of(one, clause):
            shown.append(replace(one, is_introduced=True))
    return shown


def _overlaps(one: Mention, statement: Statement) -> bool:
    return one.start < statement.end and statement.start < one.end


def _hides(hit: PhraseHit, mention: Mention) -> bool:
    """Return whether a person is only part of a phrase (三个娃), not the one it begins with and is about.

    These are 我 (我是孤儿), and the child of a phrase that content gives to a child (孙子跟我). Nor is 我 a part of
    what is told of the household: 就靠我打零工.
    """
    if mention.kin.whom is Whom.ME and hit.owner is not None and hit.owner.whose is Whose.HOUSEHOLD:
        return False
    is_of_child = hit.owner is not None and hit.owner.telling.whose is Whose.CHILD
    is_subject = mention.kin.whom is Whom.ME or (is_of_child and mention.kin.whom is Whom.CHILD)
    return hit.covers(mention.start, mention.end) and not (is_subject and mention.start == hit.start)
