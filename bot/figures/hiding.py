"""Hides figures that few people stand behind, and those from which a hidden one could be worked out.

A cell is hidden where fewer than five people stand behind it. In a row or column that adds up to a shown sum, one
hidden cell could be worked out from the others; there a second one is hidden too (A. Hundepool and others, Statistical
Disclosure Control, 2012, chapter 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

FEWEST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure."""

    count: int
    """What is counted, 0 or more."""
    people: int
    """How many people stand behind it, or behind what it adds to the figure of a shorter time, if they are fewer."""
    is_hidden: bool = False
    """Whether it must not be shown."""

    @property
    def shown(self) -> int | None:
        """The figure; None where it must not be shown."""
        return None if self.is_hidden else self.count


Grid = list[list[Cell]]


def fewest_people(stands: Iterable[tuple[str, datetime]], starts: Sequence[datetime]) -> int:
    """Return how many people stand behind a figure, or, if they are fewer, behind what it adds to a shorter time's.

    `stands` holds who stands behind it and since when; `starts` the beginnings of the shorter times that are shown too.
    What adds nothing gives nobody away and does not count.

    >>> noon, later = datetime(2026, 1, 1, 12), datetime(2026, 1, 1, 13)
    >>> fewest_people([("甲", noon), ("乙", later), ("丙", later)], [later]), fewest_people([("甲", later)], [later])
    (1, 1)
    """
    known = list(stands)
    added = [len({person for person, at in known if at < start}) for start in starts]
    return min([len({person for person, _ in known}), *filter(None, added)])


def hide_small(rows: Sequence[Sequence[Cell]]) -> Grid:
    """Return a table with its small cells hidden; a count of nobody is shown.

    The first column of each row is the sum of the others, and the first row the sum of the rows below.

    >>> rows = [[Cell(9, 9), Cell(6, 6), Cell(3, 3)], [Cell(9, 9), Cell(6, 6), Cell(3, 3)]]
    >>> [[cell.shown for cell in row] for row in hide_small(rows)]
    [[9, None, None], [9, None, None]]
    """
    grid = [[replace(cell, is_hidden=0 < cell.people < FEWEST_PEOPLE) for cell in row] for row in rows]
    while (place := next(_lone_places(grid), None)) is not None:
        row, column = place
        grid[row][column] = replace(grid[row][column], is_hidden=True)
    return grid


def _lone_places(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield, for each line with exactly one hidden cell, where a second one is to be hidden."""
    lines = [[(row, column) for column in range(len(grid[row]))] for row in range(len(grid))]
    lines += [[(row, column) for row in range(len(grid))] for column in range(len(grid[0]) if grid else 0)]
    for line in lines:
        hidden = [place for place in line if grid[place[0]][place[1]].is_hidden]
        open_places = [place for place in line if place not in hidden]
        if len(hidden) == 1 and open_places:
            yield min(open_places, key=lambda place: _cost(grid, place))


def _cost(grid: Grid, place: tuple[int, int]) -> tuple[bool, bool, int, int, int]:
    """Return what hiding a cell loses: sums are kept longest, then a count of nobody, which says little of others."""
    cell = grid[place[0]][place[1]]
    return (0 in place, cell.count == 0, cell.people, *place)
