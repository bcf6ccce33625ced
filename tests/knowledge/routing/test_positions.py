from __future__ import annotations

import pytest

from knowledge.offices import Position
from knowledge.routing.positions import distance_km, is_in_county, nearest_window
from tests.knowledge.mini_world import mini_content

HALL = Position(33.04, 108.25)


def test_a_degree_north_is_about_111_kilometres() -> None:
    assert distance_km(HALL, Position(34.04, 108.25)) == pytest.approx(111.2, abs=0.1)


def test_the_other_side_of_the_earth_is_half_its_girth() -> None:
    assert distance_km(Position(0, 0), Position(0, 180)) == pytest.approx(20015, abs=1)


def test_the_nearest_counter_is_a_confirmed_one() -> None:
    near = nearest_window(mini_content(), HALL)
    assert near is not None
    assert (near.department, near.window.key, near.distance_km) == ("education", "education-county", 0)


def test_no_counter_of_an_office_without_a_place_on_the_map() -> None:
    assert nearest_window(mini_content(), HALL, "town") is None


@pytest.mark.parametrize(
    ("position", "is_in"), [(HALL, True), (Position(34.26, 108.94), False), (Position(0, 0), False)]
)
def test_the_county_has_borders(position: Position, is_in: bool) -> None:
    assert is_in_county(position) is is_in
