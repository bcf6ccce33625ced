from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from knowledge.matching.sparse import SparseRows

MATRIX = np.array([[0, 2, 0], [0, 0, 0], [1, 0, 3]], np.float32)
MATRICES = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(-3, 3))


def test_only_entries_that_count_are_kept() -> None:
    rows = SparseRows.from_matrix(MATRIX)
    assert (rows.entries.tolist(), rows.columns.tolist(), rows.width) == ([2, 1, 3], [1, 0, 2], 3)


@pytest.mark.parametrize("number", range(3))
def test_a_row_comes_back_whole(number: int) -> None:
    whole = SparseRows.from_matrix(MATRIX).weighted_sum(np.array([number]), np.ones(1, np.float32))
    assert whole.tolist() == MATRIX[number].tolist()


def test_no_rows_sum_to_nothing() -> None:
    none = np.array([], np.int32)
    assert SparseRows.from_matrix(MATRIX).weighted_sum(none, none.astype(np.float32)).tolist() == [0, 0, 0]


@given(MATRICES, st.data())
def test_the_sum_is_that_of_the_whole_matrix(matrix: np.ndarray, data: st.DataObject) -> None:
    rows = np.array(data.draw(st.lists(st.integers(0, len(matrix) - 1), unique=True)), np.int64)
    factors = np.arange(1, len(rows) + 1, dtype=np.float32)
    assert np.allclose(SparseRows.from_matrix(matrix).weighted_sum(rows, factors), factors @ matrix[rows])
