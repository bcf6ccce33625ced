"""No cell of a table that leaves the house runs as a formula."""

from __future__ import annotations

import pytest

from bot.table_cells import safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x", "\u3000=1"]
)
def test_no_cell_is_read_as_a_formula(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["低保", "1-2", "", "“=1”"])
def test_plain_cell_stays(text: str) -> None:
    assert safe_cell(text) == text
