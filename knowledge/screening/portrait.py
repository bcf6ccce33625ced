"""One person a text tells of, and what can be seen from what is told of that one. Used by `family`."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

from knowledge.screening.facts import NumberRange, narrow, one_of
from knowledge.screening.statements import AGE, FAMILY_STAGE, Statement
from knowledge.situation import Whom, Whose
from knowledge.tellings import Kin

CHILDREN = "children"
LIVING = "living"
SCHOOL_STAGE = "school_stage"
WORK = "work"
MOST_OF_A_FACT = 12
"""Different things that are noted of one fact of a person."""
TODDLER = 6
"""Nobody younger writes: it is the age of a child."""
WORKING = 15
ADULT = 18
OLD = 40
GROWN_UP = (Whom.ME, Whom.SPOUSE, Whom.ELDER)
_NAMES_A_CHILD = re.compile("童|娃|孩|孤|孙|独子|独女|独苗|独生|儿子|女儿")
_OF_GROWN_UPS = (AGE, FAMILY_STAGE, CHILDREN, "only_child", WORK, LIVING, "insured", "illness")
"""Facts that show that who asks is no child, where the age told of is none of a child's."""
_OF_WHO_TELLS = (FAMILY_STAGE, WORK, "graduate", "occupation", "veteran")
"""Facts that somebody tells of oneself before naming somebody old."""
_OF_GROWN_UP_PUPILS = (one_of("college"), one_of("finished"), one_of("vocational"))
"""School stages of people who may have children themselves."""
_OF_CHILDREN = (SCHOOL_STAGE, "illness", "child_care")
"""Facts that somebody tells before naming the child they are about."""


@dataclass(slots=True)
class Portrait:
    """What a text tells of one person, while it is read."""

    kin: Kin
    """Who it is."""
    called: str
    """The word first used for the person; empty for the one who asks."""
    is_named: bool = True
    """The text speaks of the person, if only as 我."""
    statements: list[Statement] = field(default_factory=list)
    """What is told, in order."""
    weight: int = 0
    """What speaks for the person being asked about, beside what is told."""
    is_met: bool = False
    """The text speaks of the person, and not only of the house the one lives in."""
    is_gone: bool = False
    """The person has died."""
    _said: dict[str, set[Hashable]] = field(default_factory=dict)
    """What `statements` say of each fact."""

    @property
    def is_spoken_of(self) -> bool:
        """Return whether anything can be asked about the person, who is alive and not only has a house."""
        return not self.is_gone and (self.is_met or bool(self.statements) or self.kin.whom in (Whom.CHILD, Whom.ME))

    @property
    def rank(self) -> tuple[int, bool]:
        """Return how likely the person is the one asked about; somebody else rather than the one who asks."""
        own = [one for one in self.statements if not one.is_typical and one.whose is not Whose.HOUSEHOLD]
        return self.weight + len({one.fact for one in own}), self.kin.whom is not Whom.ME

    def note(self, statement: Statement) -> None:
        """Add what is told; said again it is not told twice, and of one fact only so much is kept: two contradict."""
        of_fact = self._said.setdefault(statement.fact, set())
        if statement.content not in of_fact and len(of_fact) < MOST_OF_A_FACT:
            of_fact.add(statement.content)
            self.statements.append(statement)

    def forget(self, statement: Statement) -> None:
        """Take back what was told of a fact, in whatever words."""
        same = (statement.fact, statement.known)
        self.statements = [one for one in self.statements if (one.fact, one.known) != same]
        self._said[statement.fact] = {one.content for one in self.statements if one.fact == statement.fact}


def is_grandchild(portrait: Portrait) -> bool:
    """Return whether somebody is a child of the asker's child: 孙子, 外孙女."""
    return portrait.kin.whom is Whom.CHILD and "孙" in portrait.called


def is_at_work(portrait: Portrait) -> bool:
    """Return whether it is told what somebody works as."""
    return any(one.fact == WORK for one in portrait.statements)


def is_grown_up(portrait: Portrait) -> bool:
    """Return whether somebody is told to be 18 or older."""
    ages = [one.known for one in portrait.statements if one.fact == AGE]
    return any(isinstance(age, NumberRange) and age.low >= ADULT for age in ages)


def is_at_school(portrait: Portrait) -> bool:
    """Return whether somebody is a child too young to work."""
    return portrait.kin.whom is Whom.CHILD and any(is_younger(one, WORKING) for one in portrait.statements)


def is_of_another_age(portrait: Portrait, statement: Statement) -> bool:
    """Return whether an age cannot be that of a person of whom another was told."""
    return statement.fact == AGE and _is_unlike(portrait, statement)


def is_at_another_school(portrait: Portrait, statement: Statement) -> bool:
    """Return whether a child is said to be at a school, of whom another was told: 一个念大学一个念职高."""
    return statement.fact == SCHOOL_STAGE and not statement.is_denied and _is_unlike(portrait, statement)


def _is_unlike(portrait: Portrait, statement: Statement) -> bool:
    before = [one for one in portrait.statements if one.fact == statement.fact]
    told = [one.known for one in before if not one.is_typical and not one.is_denied]
    return not statement.is_typical and any(narrow(known, statement.known) is None for known in told)


def fits(statement: Statement, person: Portrait) -> bool:
    """Return whether something told before anybody was named may be told of the only person named after it."""
    if statement.fact == AGE and is_of_another_age(person, statement):
        return False
    is_of_child = statement.fact in _OF_CHILDREN or is_younger(statement, ADULT)
    if person.kin.whom is Whom.SPOUSE:
        return statement.fact != SCHOOL_STAGE and not person.statements
    if person.kin.whom is Whom.ELDER:
        return statement.fact not in (SCHOOL_STAGE, *_OF_WHO_TELLS) and not is_younger(statement, OLD)
    return person.kin.whom is not Whom.CHILD or is_of_child


def is_younger(statement: Statement, age: int) -> bool:
    """Return whether a statement tells an age below `age` years."""
    return statement.fact == AGE and isinstance(statement.known, NumberRange) and statement.known.high < age


def names_a_child(statement: Statement) -> bool:
    """Return whether the words of a statement name the child they are about: 孤儿, 独苗."""
    return _NAMES_A_CHILD.search(statement.words) is not None


def seems_grown_up(portrait: Portrait) -> bool:
    """Return whether anything told of somebody is told of grown-ups rather than of a child."""
    return any(one.fact in _OF_GROWN_UPS for one in portrait.statements)


def is_of_whoever_asks(statement: Statement, subject: Portrait) -> bool:
    """Return whether something cannot be of the person it seems to be told of, but only of the one who asks.

    No husband expects a child, no schoolchild works in a factory, and a child whose spouse has gone is not told of.
    """
    whom = subject.kin.whom
    if statement.fact == FAMILY_STAGE:
        return subject.kin.is_male and whom in (Whom.SPOUSE, Whom.ELDER)
    if statement.fact == LIVING:
        return statement.is_typical and whom is Whom.CHILD
    return statement.fact == WORK and is_at_school(subject) and statement.known != one_of("student")


def is_of_a_child(statement: Statement, subject: Portrait) -> bool:
    """Return whether something told of a grown-up is the age or the school of a child."""
    if subject.kin.whom is Whom.ELDER and (statement.fact == SCHOOL_STAGE or is_younger(statement, ADULT)):
        return True
    has_children = any(one.fact == CHILDREN for one in subject.statements)
    is_pupil = statement.fact == SCHOOL_STAGE and statement.known not in _OF_GROWN_UP_PUPILS
    if has_children and (is_pupil or (statement.is_typical and statement.known == one_of("student"))):
        return subject.kin.whom in GROWN_UP
    return is_younger(statement, ADULT if has_children else TODDLER) and subject.kin.whom in GROWN_UP
