from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.asking import ANSWER_THRESHOLDS
from bot.evaluation.reliability import reliability, threshold_curve
from bot.evaluation.tallies import Tally
from bot.question_files import Group, Verdict
from knowledge.matching.intents import IntentKind
from tests.bot.evaluation.results import match, outside, result

RIGHT, ASKED, WRONG, MISSED = Verdict


def test_probability_that_means_what_it_says_has_no_error() -> None:
    results = [*[result(RIGHT, probability=0.75)] * 3, result(WRONG, probability=0.75)]
    found = reliability(results)
    assert found.error == pytest.approx(0)
    assert [(part.count, part.confidence, part.accuracy) for part in found.bins] == [(4, 0.75, 0.75)]


def test_error_is_weighed_by_the_questions_in_each_bin() -> None:
    results = [*[result(RIGHT, probability=0.9)] * 3, result(WRONG, probability=0.5)]
    assert reliability(results).error == pytest.approx((3 * 0.1 + 1 * 0.5) / 4)


def test_certainty_belongs_to_the_last_bin() -> None:
    assert len(reliability([result(RIGHT, probability=1.0), result(RIGHT, probability=0.95)]).bins) == 1


def test_guess_of_the_service_is_right_although_it_was_only_offered() -> None:
    asked = replace(result(ASKED), matches=(match("edu-waiver", 0.4),))
    assert reliability([asked]).bins[0].accuracy == 1


def test_out_of_scope_a_guess_is_right_where_it_is_no_service() -> None:
    elsewhere = outside(RIGHT, guess=match("id-card", 0.9, IntentKind.ELSEWHERE))
    service = outside(WRONG, guess=match("edu-loan", 0.9))
    assert reliability([elsewhere, service]).bins[0].accuracy == 0.5


def test_matter_elsewhere_is_a_wrong_guess_in_scope() -> None:
    missed = replace(result(MISSED), matches=(match("id-card", 0.9, IntentKind.ELSEWHERE),))
    assert reliability([missed]).bins[0].accuracy == 0


def test_dangers_and_questions_without_a_guess_do_not_count() -> None:
    assert reliability([outside(RIGHT), outside(RIGHT, Group.URGENT, match("edu-loan", 0.9))]).count == 0
    assert reliability([]).error == 0


def test_curve_has_a_point_for_each_threshold() -> None:
    half = len(ANSWER_THRESHOLDS) // 2
    curve = (RIGHT,) * half + (ASKED,) * (len(ANSWER_THRESHOLDS) - half)
    points = threshold_curve([replace(result(RIGHT), curve=curve), outside(WRONG), outside(RIGHT, Group.URGENT)])
    assert [point.threshold for point in points] == list(ANSWER_THRESHOLDS)
    assert (points[0].tally, points[-1].tally) == (Tally(right=1), Tally(asked=1))
    assert points[0].outside == Tally(wrong=1)
