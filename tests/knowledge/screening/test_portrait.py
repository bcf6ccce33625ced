from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.screening.facts import NumberRange, one_of
from knowledge.screening.portrait import (
    Portrait,
    is_grandchild,
    is_grown_up,
    is_of_a_child,
    is_of_whoever_asks,
    seems_grown_up,
)
from knowledge.screening.statements import Statement
from knowledge.tellings import Kin
from tests.knowledge.screening.test_family import (
    CHILD,
    EXPECTING,
    GRANDMOTHER,
    GRANDSON,
    HUSBAND,
    ME,
    POOR,
    SICK,
    SON,
    aged,
)

WORKS = replace(SICK, fact="work", known=one_of("employee"))
STUDIES = replace(SICK, fact="work", known=one_of("student"))
LONELY = replace(SICK, fact="living", known=one_of("alone"), is_typical=True)
SCHOOL = replace(SICK, fact="school_stage", known=one_of("primary"))


def person(kin: Kin, *statements: Statement) -> Portrait:
    portrait = Portrait(kin, kin.words[0])
    for statement in statements:
        portrait.note(statement)
    return portrait


def test_what_is_said_again_is_noted_once() -> None:
    assert person(CHILD, SICK, replace(SICK, words="病了")).statements == [SICK]


def test_what_is_denied_after_it_was_said_is_noted_too() -> None:
    assert len(person(CHILD, SICK, replace(SICK, is_denied=True)).statements) == 2


@pytest.mark.parametrize(
    ("statement", "subject", "is_so"),
    [
        (EXPECTING, person(HUSBAND), True),
        (EXPECTING, person(CHILD), False),
        (WORKS, person(CHILD, aged(8)), True),
        (STUDIES, person(CHILD, aged(8)), False),
        (WORKS, person(CHILD, aged(30)), False),
        (LONELY, person(CHILD), True),
        (replace(LONELY, is_typical=False), person(CHILD), False),
        (LONELY, person(GRANDMOTHER), False),
    ],
)
def test_what_can_only_be_of_who_asks(statement: Statement, subject: Portrait, is_so: bool) -> None:
    assert is_of_whoever_asks(statement, subject) is is_so


@pytest.mark.parametrize(
    ("statement", "subject", "is_so"),
    [
        (aged(5), person(ME), True),
        (aged(9), person(ME), False),
        (aged(9), person(ME, replace(SICK, fact="children", known=one_of("2"))), True),
        (aged(9), person(GRANDMOTHER), True),
        (SCHOOL, person(GRANDMOTHER), True),
        (SCHOOL, person(ME), False),
        (SCHOOL, person(ME, replace(SICK, fact="children", known=one_of("2"))), True),
        (STUDIES, person(ME, replace(SICK, fact="children", known=one_of("2"))), False),
        (aged(70), person(GRANDMOTHER), False),
    ],
)
def test_what_can_only_be_of_a_child(statement: Statement, subject: Portrait, is_so: bool) -> None:
    assert is_of_a_child(statement, subject) is is_so


@pytest.mark.parametrize(("years", "is_so"), [(17, False), (18, True)])
def test_grown_up_from_eighteen(years: int, is_so: bool) -> None:
    assert is_grown_up(person(SON, aged(years))) is is_so


def test_an_age_of_which_only_a_part_is_grown_up_tells_nothing() -> None:
    assert not is_grown_up(person(SON, replace(SICK, fact="age", known=NumberRange(10, 40))))


def test_work_seems_grown_up_and_poverty_does_not() -> None:
    assert (seems_grown_up(person(ME, WORKS)), seems_grown_up(person(ME, POOR))) == (True, False)


def test_a_grandchild_is_told_by_its_name() -> None:
    assert (is_grandchild(person(GRANDSON)), is_grandchild(person(SON))) == (True, False)
