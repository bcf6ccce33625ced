"""Distances on the map: which confirmed counter is nearest, and whether a place is in the county at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from knowledge.models import Content
from knowledge.offices import Position, Window

LATITUDES, LONGITUDES = (32.5, 33.7), (107.7, 108.9)
"""The county with some miles around it, in degrees (general knowledge)."""
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Near:
    """A counter and how far it is."""

    department: str
    """Key of its department."""
    window: Window
    """The counter."""
    distance_km: float
    """Kilometres as the crow flies."""


def is_in_county(position: Position) -> bool:
    """Return whether a place is in the county or close to its border."""
    (south, north), (west, east) = LATITUDES, LONGITUDES
    return south <= position.latitude <= north and west <= position.longitude <= east


def nearest_window(content: Content, position: Position, intake: str = "") -> Near | None:
    """Return the nearest confirmed counter with a place on the map; None where none has one.

    With `intake`, only counters of this department; ties are fixed by key.
    """
    return min(_windows(content, position, intake), key=lambda n: (n.distance_km, n.window.key), default=None)


def distance_km(first: Position, second: Position) -> float:
    """Return kilometres between two places, by the haversine formula.

    >>> round(distance_km(Position(33.04, 108.25), Position(33.04, 108.25)))
    0
    """
    north = radians(second.latitude - first.latitude)
    east = radians(second.longitude - first.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(first.latitude)) * cos(radians(second.latitude)) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(chord, 1.0)))


def _windows(content: Content, position: Position, intake: str) -> Iterator[Near]:
    for department in content.departments.values():
        for window in department.windows:
            if window.position and window.confirmed_on and intake in ("", department.key):
                yield Near(department.key, window, distance_km(position, window.position))
