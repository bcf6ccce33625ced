from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from knowledge.matching.quantized import STEPS, QuantizedRows

MATRICES = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-100, 100, width=32))


@given(MATRICES)
def test_an_entry_is_off_by_half_a_step_at_most(matrix: np.ndarray) -> None:
    rows = QuantizedRows.from_matrix(matrix)
    error = np.abs(rows.steps * rows.scales[:, None] - matrix)
    assert (error <= rows.scales[:, None] * 0.5001 + 1e-6).all()
    assert rows.scales == pytest.approx(np.abs(matrix).max(axis=1) / STEPS)


def test_a_row_of_nothing_stays_nothing() -> None:
    rows = QuantizedRows.from_matrix(np.zeros((2, 3), np.float32))
    assert rows.weighted_sum(np.array([0, 1]), np.ones(2, np.float32)).tolist() == [0, 0, 0]


def test_no_rows_sum_to_nothing() -> None:
    none = np.array([], np.int32)
    total = QuantizedRows.from_matrix(np.ones((2, 3), np.float32)).weighted_sum(none, none.astype(np.float32))
    assert total.tolist() == [0, 0, 0]


def test_rows_are_summed_times_their_factors() -> None:
    rows = QuantizedRows.from_matrix(np.array([[127, 0], [127, 254], [9, 9]], np.float32))
    total = rows.weighted_sum(np.array([0, 1]), np.array([2, 0.5], np.float32))
    assert total == pytest.approx([2 * 127 + 0.5 * 127, 0.5 * 254], rel=0.01)
