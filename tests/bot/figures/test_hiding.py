from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.figures.hiding import FEWEST_PEOPLE, Cell, hide_small


def shown(rows: list[list[tuple[int, int]]]) -> list[list[int | None]]:
    return [[cell.shown for cell in row] for row in hide_small([[Cell(*pair) for pair in row] for row in rows])]


def test_cell_of_four_people_is_hidden_and_one_of_five_shown() -> None:
    assert shown([[(9, 4)]]) == [[None]]
    assert shown([[(9, 5)]]) == [[9]]


def test_count_of_nobody_is_shown() -> None:
    assert shown([[(20, 20), (20, 20), (0, 0)]]) == [[20, 20, 0]]


def test_hidden_cell_cannot_be_worked_out_from_its_row() -> None:
    assert shown([[(30, 30), (20, 20), (8, 8), (2, 2)]]) == [[30, 20, None, None]]


def test_hidden_cell_cannot_be_worked_out_from_its_column() -> None:
    assert shown([[(30, 30)], [(20, 20)], [(8, 8)], [(2, 2)]]) == [[30], [20], [None], [None]]


def test_line_of_few_people_is_hidden_whole() -> None:
    rows = shown(
        [[(60, 50), (50, 40), (10, 10)], [(40, 40), (34, 34), (6, 6)], [(17, 17), (14, 14), (3, 3)], [(3, 3)] * 3]
    )
    assert rows[3] == [None, None, None]
    assert rows[0][0] == 60


@st.composite
def tables(draw: st.DrawFn) -> list[list[Cell]]:
    """Tables of figures whose first row and column are sums, each person counted once."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5))
    with_sums = [[sum(row), *row] for row in rows]
    total = [sum(column) for column in zip(*with_sums, strict=True)]
    return [[Cell(count, count) for count in row] for row in (total, *with_sums)]


@given(tables())
def test_no_line_has_exactly_one_hidden_cell(rows: list[list[Cell]]) -> None:
    grid = hide_small(rows)
    for line in [*grid, *map(list, zip(*grid, strict=True))]:
        assert sum(cell.is_hidden for cell in line) != 1


@given(tables())
def test_no_small_cell_is_shown(rows: list[list[Cell]]) -> None:
    assert all(cell.is_hidden or not 0 < cell.people < FEWEST_PEOPLE for row in hide_small(rows) for cell in row)
