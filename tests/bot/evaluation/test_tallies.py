from __future__ import annotations

import pytest

from bot.evaluation.tallies import (
    Confusion,
    Tally,
    count_domains,
    department_right,
    domain_names,
    find_confusions,
    in_scope,
    kind_of,
    length_of,
    service_of,
    tally,
    tally_by,
    tally_departments,
)
from bot.library import Library
from bot.question_files import Verdict
from knowledge.models import Service
from tests.bot.evaluation.results import outside, result

RIGHT, ASKED, WRONG, MISSED = Verdict


@pytest.fixture
def services(library: Library) -> dict[str, Service]:
    return dict(library.edition.content.services)


def test_each_verdict_is_counted() -> None:
    assert tally(map(result, (RIGHT, RIGHT, RIGHT, ASKED, ASKED, WRONG))) == Tally(3, 2, 1, 0)
    assert tally([result(MISSED)]) == Tally(missed=1)


def test_share_of_several_verdicts() -> None:
    assert Tally(3, 2, 4, 1).share(RIGHT, ASKED) == 0.5


def test_share_of_nothing_is_nought() -> None:
    assert Tally().share(RIGHT) == 0


def test_questions_without_the_key_are_left_out() -> None:
    results = [result(RIGHT, sort="plain"), result(WRONG, sort="plain"), result(RIGHT)]
    assert tally_by(results, kind_of) == {"plain": Tally(1, 0, 1, 0)}


@pytest.mark.parametrize(("size", "name"), [(1, "short"), (8, "short"), (9, "medium"), (24, "medium"), (25, "long")])
def test_length_of_a_question(size: int, name: str) -> None:
    assert length_of(result(RIGHT, "问" * size)) == name


def test_service_of_a_question_out_of_scope_is_none() -> None:
    assert service_of(outside(RIGHT)) == ""
    assert in_scope([outside(RIGHT), result(RIGHT)]) == [result(RIGHT)]


def test_departments_are_measured_on_what_was_answered(services: dict[str, Service]) -> None:
    results = [result(WRONG), result(WRONG, lead="health"), result(MISSED), outside(WRONG)]
    assert department_right(results, services) == (2, 1)


def test_department_of_any_accepted_service_is_right(services: dict[str, Service]) -> None:
    assert department_right([result(WRONG, given="hlt-clinic", lead="education")], services) == (1, 1)


def test_questions_are_tallied_by_the_department_that_leads(services: dict[str, Service]) -> None:
    results = [result(RIGHT), result(WRONG, lead="health"), result(RIGHT, expected="hlt-clinic", lead="health")]
    departments = tally_departments(results, services)
    assert list(departments) == ["education", "health"]
    assert departments["education"].tally == Tally(1, 0, 1, 0)
    assert (departments["education"].answered, departments["education"].right) == (2, 1)


def test_confusions_come_most_frequent_first() -> None:
    results = [
        result(WRONG, "一", given="hlt-clinic"),
        result(WRONG, "二"),
        result(WRONG, "三"),
        result(ASKED, "四"),
        result(RIGHT, "五"),
        result(MISSED, "六"),
    ]
    assert find_confusions(results) == [
        Confusion("edu-waiver", "edu-loan", ("二", "三")),
        Confusion("edu-waiver", "hlt-clinic", ("一",)),
    ]


def test_domains_count_where_questions_were_led(services: dict[str, Service]) -> None:
    results = [result(RIGHT), result(WRONG), result(WRONG, given="hlt-clinic"), result(MISSED), outside(WRONG)]
    matrix = count_domains(results, services)
    assert matrix.domains == ("education", "health")
    assert matrix.counts == ((2, 1, 1), (0, 0, 0))


def test_choice_counts_by_its_first_option(services: dict[str, Service]) -> None:
    assert count_domains([result(ASKED, given="hlt-clinic")], services).counts[0] == (0, 1, 0)


def test_domain_is_named_by_the_chapter_it_cites(library: Library) -> None:
    chapters = library.edition.content.document.chapters
    assert domain_names(library.edition.content)["education"] == chapters["3"]
