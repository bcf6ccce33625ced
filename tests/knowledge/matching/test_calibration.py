from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.calibration import Calibration, trust_inputs
from knowledge.matching.linear import softmax

FITTED = Calibration(trust=(-1.0, 1.2, 1.5, 2.0))
SCORES = st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=8).map(lambda row: np.array(row, np.float32))
PART = st.floats(0, 1)


@given(SCORES, PART, PART)
def test_probabilities_sum_to_at_most_one(scores: np.ndarray, nearest: float, coverage: float) -> None:
    found = FITTED.probabilities(scores, nearest, coverage)
    assert found.min() >= 0
    assert found.sum() <= 1 + 1e-5


@given(SCORES, PART, PART)
def test_the_best_candidate_stays_the_best(scores: np.ndarray, nearest: float, coverage: float) -> None:
    found = FITTED.probabilities(scores, nearest, coverage)
    shares = softmax(scores)
    assert shares[int(found.argmax())] == pytest.approx(shares.max(), abs=1e-6)


@given(PART, PART, st.floats(0, 0.9))
def test_a_nearer_message_is_trusted_more(share: float, coverage: float, nearest: float) -> None:
    assert FITTED.trusted(share, nearest, coverage) <= FITTED.trusted(share, nearest + 0.1, coverage)


def test_a_strange_message_is_doubted_as_a_whole() -> None:
    scores = np.array([5, 1], np.float32)
    known, strange = (FITTED.probabilities(scores, *how).max() for how in ((0.9, 1.0), (0.0, 0.0)))
    assert strange < known


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_certain_shares_have_finite_odds(share: float) -> None:
    assert np.isfinite(trust_inputs(share, 0.5, 0.5)).all()


@given(PART, st.booleans(), st.booleans(), PART)
def test_danger_is_a_probability(learnt: float, has_sign: bool, is_calm: bool, ordinary: float) -> None:
    found = Calibration().danger(np.array([1.0, has_sign, is_calm, 14 * learnt - 7, 14 * ordinary - 7]))
    assert 0 <= found <= 1


def test_a_sign_makes_danger_likelier_and_calm_less() -> None:
    plain, sign, both = (Calibration().danger(np.array([1.0, *row, -1.0, 0.0])) for row in ((0, 0), (1, 0), (1, 1)))
    assert both < plain < sign


def test_a_connector_makes_two_needs_likelier() -> None:
    apart, joined = (Calibration().two_needs(np.array([1.0, 2.0, -2.0, flag, 0.0, 0.5])) for flag in (0, 1))
    assert 0 <= apart < joined <= 1
