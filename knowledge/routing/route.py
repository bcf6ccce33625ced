"""Plans the trip for a bundle of needs: which counters, in which order, and why. A pure function of the content.

Each need goes to its own counter unless a mechanism of `routing.yaml` lets another one take it in and that saves a
stop. Called by the handlers and by the one-trip card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from knowledge.models import Content, RoutingRule, Service
from knowledge.offices import Window
from knowledge.routing.intake import TOWN_WINDOW, find_window, intake_key


@dataclass(frozen=True, slots=True)
class Stop:
    """One counter of a trip."""

    intake: str
    """Key of the department whose counter takes the matters in."""
    window: Window | None
    """That counter; None where the resident's town is unknown or the content has none."""
    services: tuple[str, ...]
    """Ids taken in here, in the order asked; never empty."""
    leads: tuple[str, ...]
    """Keys of the departments that lead these services, in the same order, each once."""
    partners: tuple[str, ...]
    """Keys of the other departments that take part, without the intake itself, each once."""
    reasons: tuple[str, ...]
    """What the resident is told of why several matters are taken in here; empty where each is at its own counter."""


@dataclass(frozen=True, slots=True)
class Route:
    """A trip."""

    stops: tuple[Stop, ...]
    """Counters in the order to visit; empty where there is no service."""
    town: str
    """Name of the resident's town; empty = unknown."""

    @property
    def departments(self) -> tuple[str, ...]:
        """All department keys, the leads of the first stop first, each once."""
        keys = [key for stop in self.stops for key in stop.leads]
        return tuple(dict.fromkeys([*keys, *(key for stop in self.stops for key in (stop.intake, *stop.partners))]))

    @property
    def needs_town(self) -> bool:
        """Whether a stop is at a town's counter and the town is unknown."""
        return not self.town and any(stop.intake == TOWN_WINDOW for stop in self.stops)


def plan_route(content: Content, service_ids: Iterable[str], town: str = "") -> Route:
    """Return the trip with the fewest stops for some services; `town` is a name of the content, empty = unknown.

    Among trips of as few stops the one that moves the fewest services away from their own counter is taken. The town's
    counter comes first, because it is near; then the counter with the most to do; ties stay in the order asked. Raises
    KeyError for an unknown id.
    """
    services = [content.services[key] for key in dict.fromkeys(service_ids)]
    intakes = _fewest_intakes(content.routing, services)
    by_intake: dict[str, list[Service]] = {}
    for service in services:
        by_intake.setdefault(intakes[service.id], []).append(service)
    order = sorted(by_intake, key=lambda key: (key != TOWN_WINDOW, -len(by_intake[key])))
    return Route(tuple(_stop(content, key, by_intake[key], town) for key in order), town)


def _fewest_intakes(rules: Sequence[RoutingRule], services: Sequence[Service]) -> Mapping[str, str]:
    """Return for each service id the intake that takes it in."""
    plans = [_assign(rules, services, shared) for shared in _subsets(dict.fromkeys(rule.intake for rule in rules))]
    own = {service.id: intake_key(service) for service in services}
    return min(plans, key=lambda plan: (len(set(plan.values())), sum(plan[key] != own[key] for key in plan)))


def _subsets(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield every subset, the empty one first: the intakes that may take in what is not theirs."""
    listed = tuple(keys)
    for size in range(len(listed) + 1):
        yield from combinations(listed, size)


def _assign(rules: Sequence[RoutingRule], services: Sequence[Service], shared: Sequence[str]) -> dict[str, str]:
    """Return the intakes where some may take in what is not theirs, unless its own counter is visited anyway."""
    own = {service.id: intake_key(service) for service in services}
    moved = {
        service.id: rule.intake
        for service in services
        for rule in reversed(rules)
        if rule.intake in shared and rule.covers(service)
    }
    visited = {own[key] for key in own.keys() - moved.keys()}
    return {key: intake if intake in visited else moved.get(key, intake) for key, intake in own.items()}


def _stop(content: Content, intake: str, services: Sequence[Service], town: str) -> Stop:
    leads = dict.fromkeys(service.lead for service in services)
    partners = dict.fromkeys(key for service in services for key in service.partners)
    return Stop(
        intake=intake,
        window=find_window(content.departments[intake], town),
        services=tuple(service.id for service in services),
        leads=tuple(leads),
        partners=tuple(key for key in partners if key not in leads and key != intake),
        reasons=tuple(_reasons(content.routing, intake, services)),
    )


def _reasons(rules: Sequence[RoutingRule], intake: str, services: Sequence[Service]) -> Iterator[str]:
    """Yield what is said of each mechanism that brings several departments' services to this intake."""
    is_bundle = len({service.lead for service in services}) > 1
    for rule in rules:
        covered = [service for service in services if rule.intake == intake and rule.covers(service)]
        if covered and (is_bundle or any(intake_key(service) != intake for service in covered)):
            yield rule.say
