from __future__ import annotations

from dataclasses import replace

from bot.evaluation.charts import (
    HEIGHT,
    LARGEST_DOT,
    LEFT,
    SIDE,
    SMALLEST_DOT,
    TOP,
    WIDTH,
    draw_curve,
    draw_reliability,
)
from bot.evaluation.reliability import Bin, Reliability, reliability, threshold_curve
from bot.question_files import Verdict
from tests.bot.evaluation.results import outside, result

RIGHT, ASKED, WRONG, MISSED = Verdict


def test_bin_on_the_diagonal_misses_nothing() -> None:
    [dot] = draw_reliability(Reliability((Bin(4, 0.75, 0.75),)))
    assert dot.y == dot.ideal_y
    assert "4 题" in dot.label


def test_more_right_than_said_stands_above_the_diagonal() -> None:
    [dot] = draw_reliability(Reliability((Bin(4, 0.5, 1.0),)))
    assert dot.y == TOP < dot.ideal_y


def test_dots_grow_with_the_questions_and_are_never_too_small_to_see() -> None:
    small, large = draw_reliability(Reliability((Bin(1, 0.1, 0.1), Bin(10_000, 0.9, 0.9))))
    assert (small.radius, large.radius) == (SMALLEST_DOT, LARGEST_DOT)


def test_area_of_a_dot_grows_with_the_questions() -> None:
    quarter, whole = draw_reliability(Reliability((Bin(25, 0.1, 0.1), Bin(100, 0.9, 0.9))))
    assert whole.radius == 2 * quarter.radius


def test_no_questions_draw_nothing() -> None:
    assert draw_reliability(reliability([])) == []
    assert draw_curve(threshold_curve([outside(RIGHT)])) == []


def test_areas_are_stacked_up_to_the_whole() -> None:
    results = [result(verdict) for verdict in (RIGHT, ASKED, WRONG, MISSED)]
    areas = draw_curve(threshold_curve(results))
    assert [area.verdict for area in areas] == ["right", "asked", "missed", "wrong"]
    edges = [sorted({float(corner.split(",")[1]) for corner in area.points.split()}) for area in areas]
    assert [low for low, _ in edges] == [TOP + SIDE * left / 4 for left in (3, 2, 1, 0)]
    assert edges[0][1] == TOP + SIDE


def test_everything_stands_inside_the_figure() -> None:
    areas = draw_curve(threshold_curve([replace(result(RIGHT)), result(WRONG)]))
    corners = [tuple(map(float, corner.split(","))) for area in areas for corner in area.points.split()]
    assert all(LEFT <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
