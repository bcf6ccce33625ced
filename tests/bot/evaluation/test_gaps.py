from __future__ import annotations

import pytest

from bot.evaluation.gaps import MOST_SERVICES, find_gaps
from bot.question_files import Verdict
from tests.bot.evaluation.results import outside, result, view

RIGHT, WRONG = Verdict.RIGHT, Verdict.WRONG


def test_small_gap_is_no_finding() -> None:
    many = [result(RIGHT)] * 96
    assert find_gaps([view("甲", *many, *[result(RIGHT)] * 4), view("乙", *many, *[result(WRONG)] * 4)]) == []


def test_wide_gap_names_the_better_and_the_worse_view() -> None:
    [gap] = find_gaps([view("甲", result(WRONG), result(RIGHT)), view("乙", result(RIGHT))])
    assert (gap.better, gap.worse, gap.points) == ("乙", "甲", 50.0)


def test_gap_on_few_questions_may_be_chance() -> None:
    few = find_gaps([view("甲", *[result(RIGHT), result(WRONG)] * 5), view("乙", result(RIGHT))])[0]
    many = find_gaps([view("甲", *[result(RIGHT), result(WRONG)] * 500), view("乙", result(RIGHT))])[0]
    assert many.margin == pytest.approx(few.margin / 10)


def test_parts_add_up_to_the_gap() -> None:
    better = view("甲", result(RIGHT, "短"), result(WRONG, "短"), *[result(RIGHT, "长" * 30)] * 2)
    worse = view("乙", result(RIGHT, "短"), *[result(WRONG, "长" * 30)] * 3)
    [gap] = find_gaps([better, worse])
    assert [part.name for part in gap.lengths] == ["long", "short"]
    assert sum(part.points for part in gap.lengths) == pytest.approx(gap.points)


def test_kinds_are_compared_where_both_views_tell_them() -> None:
    told, untold = result(WRONG, sort="plain"), result(WRONG)
    [with_kinds] = find_gaps([view("甲", told), view("乙", result(RIGHT, sort="plain"))])
    [without] = find_gaps([view("甲", untold), view("乙", result(RIGHT, sort="plain"))])
    assert [part.name for part in with_kinds.kinds] == ["plain"]
    assert without.kinds == ()


def test_only_services_that_make_the_gap_are_named() -> None:
    lost = [result(WRONG, expected=f"edu-{number}") for number in range(9)]
    [gap] = find_gaps([view("甲", result(RIGHT, expected="hlt-clinic")), view("乙", *lost, result(RIGHT))])
    assert len(gap.services) == MOST_SERVICES
    assert all(part.name.startswith("edu-") for part in gap.services)


def test_view_without_questions_in_scope_is_not_compared() -> None:
    assert find_gaps([view("甲", outside(WRONG)), view("乙", result(RIGHT))]) == []


def test_widest_gap_comes_first() -> None:
    views = [view("甲", result(RIGHT)), view("乙", result(RIGHT), result(WRONG)), view("丙", result(WRONG))]
    assert [(gap.better, gap.worse) for gap in find_gaps(views)] == [("甲", "丙"), ("甲", "乙"), ("乙", "丙")]
