"""Which department's counter takes a service in when it is the only need. Called by routing and by the handlers."""

from __future__ import annotations

from knowledge.models import Content, Service
from knowledge.offices import Department, Window

TOWN_WINDOW = "town"
COUNTY_HALL = "approval"
COUNTY_HOTLINE = "hotline"
_INTAKES = {"town": TOWN_WINDOW, "county": COUNTY_HALL}


def intake_key(service: Service) -> str:
    """Return the key of the department whose counter is the first to go to."""
    return intake_of(service.window)


def intake_of(window: str) -> str:
    """Return the key of the department that `window` of a service means: `town`, `county`, or its own key.

    >>> intake_of("county"), intake_of("civil")
    ('approval', 'civil')
    """
    return _INTAKES.get(window, window)


def is_town_matter(service: Service) -> bool:
    """Return whether the counter depends on the resident's town."""
    return intake_key(service) == TOWN_WINDOW


def find_window(department: Department, town: str) -> Window | None:
    """Return the counter for a resident of `town` (a name, empty = unknown), confirmed ones first; None where none is.

    A department with counters in the towns has none for a resident whose town is unknown.
    """
    fitting = [window for window in department.windows if window.town in ("", town)]
    return min(fitting, key=lambda window: (window.confirmed_on is None, window.town != town), default=None)


def find_town_window(content: Content, town: str) -> Window | None:
    """Return the one-window counter of a town; None where the town is unknown or has none."""
    return find_window(content.departments[TOWN_WINDOW], town)
