"""Where people go: departments with their windows, and towns. `content` holds them; `offices_source` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.routing.opening_hours import OpeningHours


@dataclass(frozen=True, slots=True)
class Department:
    """An office, or a hotline that stands in for one."""

    key: str
    """Stable key, such as `civil`."""
    name: str
    """Its name as residents are told."""
    aliases: tuple[str, ...]
    """Other names people use."""
    is_named_in_plan: bool
    """False = general knowledge of county government, and said so until staff confirm it."""
    hotline: str
    """National hotline number; empty where there is none."""
    handles: str
    """What it looks after, in one line."""
    windows: tuple[Window, ...]
    """Its counters; empty details = awaiting confirmation."""
    confirmed_on: date | None
    """When staff confirmed the department itself."""
    not_handles: tuple[Handover, ...] = ()
    """What people wrongly come for, and who does it."""
    is_public_place: bool = False
    """Whether it is a library, hospital or school, of which nobody can tell by custom when it is open."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A matter that a department does not handle."""

    matter: str
    """What it is, in residents' words."""
    who: str
    """Key of the department that does it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A counter people can go to."""

    place: str
    """Address; empty = awaiting confirmation."""
    phones: tuple[str, ...]
    """Phone numbers; empty = awaiting confirmation."""
    hours: OpeningHours | None
    """When it is open; None = awaiting confirmation."""
    confirmed_on: date | None
    """When staff confirmed these details; None = nothing of them may be told."""
    key: str = ""
    """Stable key, such as `town-houliu`."""
    town: str = ""
    """Name of the town it stands in and serves; empty = the county's, for everyone."""
    confirmed_by: str = ""
    """Who confirmed the details."""
    source: str = ""
    """Where they come from, such as a letter or a page."""
    position: Position | None = None
    """Where it stands on the map; None = unknown."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the map, WGS 84 as phones send it."""

    latitude: float
    """Degrees north, -90 to 90."""
    longitude: float
    """Degrees east, -180 to 180."""


@dataclass(frozen=True, slots=True)
class Town:
    """One of the county's towns."""

    name: str
    """Official name, such as 后柳镇."""
    aliases: tuple[str, ...]
    """Short and old names, and villages: wherever one stands in a message, the town is meant."""
    is_named_in_plan: bool
    """False = general knowledge."""
    loose_aliases: tuple[str, ...] = ()
    """Names that mean the town only in `我在…`, such as 街上."""


@dataclass(frozen=True, slots=True)
class OutsidePlaces:
    """Places that are not in the county."""

    outside: tuple[str, ...]
    """Other counties, cities and provinces."""
    abroad: tuple[str, ...]
    """Other countries."""
