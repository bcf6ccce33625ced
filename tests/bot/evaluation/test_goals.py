from __future__ import annotations

import pytest

from bot.evaluation.goals import Measure, measure
from bot.library import Library
from bot.question_files import Group, Verdict
from tests.bot.evaluation.results import outside, result

RIGHT, ASKED, WRONG, MISSED = Verdict


def test_groups_that_were_not_asked_are_not_measured(library: Library) -> None:
    measures = measure([outside(RIGHT, Group.URGENT)], library.edition.content.services)
    assert [(found.count, found.share, found.goal) for found in measures] == [(1, 1.0, 1.0)]


def test_everything_asked_is_measured(library: Library) -> None:
    results = [result(RIGHT), result(ASKED), *(outside(RIGHT, group) for group in list(Group)[1:])]
    measures = measure(results, library.edition.content.services)
    assert [found.share for found in measures[:3]] == [0.5, 1.0, 0.0]
    assert len(measures) == 10


@pytest.mark.parametrize(("share", "is_met"), [(0.91, False), (0.92, True), (0.93, True)])
def test_floor_is_met_from_the_goal_up(share: float, is_met: bool) -> None:
    assert Measure("", 100, share, 0.92, is_ceiling=False).is_met is is_met


@pytest.mark.parametrize(("share", "is_met"), [(0.01, True), (0.02, True), (0.03, False)])
def test_ceiling_is_met_up_to_the_goal(share: float, is_met: bool) -> None:
    assert Measure("", 100, share, 0.02, is_ceiling=True).is_met is is_met


@pytest.mark.parametrize(("share", "shown"), [(0.0203, "2.03%"), (0.02, "2.0%"), (0.03, "3.0%")])
def test_share_that_just_misses_its_goal_does_not_look_like_it(share: float, shown: str) -> None:
    assert Measure("", 100, share, 0.02, is_ceiling=True).shown == shown
