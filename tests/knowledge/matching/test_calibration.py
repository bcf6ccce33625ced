from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.calibration import Calibration, spread, trust_evidence
from knowledge.matching.linear import softmax

SCORES = st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=8).map(lambda row: np.array(row, np.float32))
PART = st.floats(0, 1)


@given(SCORES, PART)
def test_probabilities_sum_to_at_most_one(scores: np.ndarray, trusted: float) -> None:
    found = spread(softmax(scores), trusted)
    assert found.min() >= 0
    assert found.sum() <= 1 + 1e-5


@given(SCORES, st.floats(0.01, 1))
def test_the_best_candidate_stays_the_best(scores: np.ndarray, trusted: float) -> None:
    shares = softmax(scores)
    assert shares[int(spread(shares, trusted).argmax())] == pytest.approx(shares.max(), abs=1e-6)


@given(PART, st.floats(0, 0.9), st.integers(0, 400), st.booleans())
def test_a_more_familiar_message_is_trusted_more(share: float, familiar: float, length: int, is_service: bool) -> None:
    less, more = (
        Calibration().trusted(trust_evidence(share, part, length, is_service=is_service))
        for part in (familiar, familiar + 0.1)
    )
    assert less <= more


def test_a_service_is_doubted_more_than_what_shows_none() -> None:
    service, other = (Calibration().trusted(trust_evidence(0.8, 0.8, 8, is_service=flag)) for flag in (True, False))
    assert service < other


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_certain_shares_have_finite_odds(share: float) -> None:
    assert np.isfinite(trust_evidence(share, 0.5, 8, is_service=True)).all()


@given(PART, st.booleans(), st.booleans(), PART)
def test_danger_is_a_probability(learnt: float, has_sign: bool, is_calm: bool, ordinary: float) -> None:
    found = Calibration().danger(np.array([1.0, has_sign, is_calm, 14 * learnt - 7, 14 * ordinary - 7]))
    assert 0 <= found <= 1


def test_a_sign_makes_danger_likelier_and_calm_less() -> None:
    plain, sign, both = (Calibration().danger(np.array([1.0, *row, -1.0, 0.0])) for row in ((0, 0), (1, 0), (1, 1)))
    assert both < plain < sign


def test_a_connector_makes_two_needs_likelier() -> None:
    apart, joined = (
        Calibration().two_needs(np.array([1.0, 2.0, 2.0, -2.0, -1.0, flag, 0.0, 0.5, 1.0, 0.0, 0.0, 0.5, 0.3]))
        for flag in (0, 1)
    )
    assert 0 <= apart < joined <= 1
