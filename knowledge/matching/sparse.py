"""A matrix of which few entries count, kept row by row: what a feature says of each intent, or of each stored text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.integer]
Entries = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class SparseRows:
    """Rows of which only the entries that are not 0 are kept."""

    starts: NDArray[np.int64]
    """Row `n` is at `starts[n]` to `starts[n + 1]` of the other two; one more than there are rows."""
    columns: Columns
    """Column of each entry, ascending within a row."""
    entries: Entries
    """The entries."""
    width: int
    """How many columns there are."""

    @classmethod
    def from_matrix(cls, matrix: NDArray[np.float32]) -> SparseRows:
        """Keep the entries of a matrix that are not 0."""
        rows, columns = np.nonzero(matrix)
        starts = np.searchsorted(rows, np.arange(len(matrix) + 1))
        kept = columns.astype(np.min_scalar_type(matrix.shape[1]))
        return cls(starts.astype(np.int64), kept, matrix[rows, columns], matrix.shape[1])

    def weighted_sum(self, rows: Columns, factors: Entries) -> NDArray[np.float32]:
        """Return the sum of rows, each times its factor, with all columns."""
        first, sizes = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        places = np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
        products = self.entries[places] * np.repeat(factors, sizes)
        return np.bincount(self.columns[places], products, minlength=self.width).astype(np.float32)
