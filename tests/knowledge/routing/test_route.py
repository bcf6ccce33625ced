"""Trips over the shipped content: every service, every town, every bundle of two."""

from __future__ import annotations

from itertools import combinations

import pytest

from knowledge.content import load_content
from knowledge.models import Content
from knowledge.routing.intake import TOWN_WINDOW, intake_key
from knowledge.routing.route import Route, plan_route
from tests.real import CONTENT

RELIEF = ("soc-dibao", "svc-medical-aid", "svc-temporary-relief")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


def test_nothing_asked_is_no_trip(content: Content) -> None:
    assert plan_route(content, ()) == Route((), "")


def test_every_service_goes_to_its_own_counter_from_every_town(content: Content) -> None:
    for service in content.services.values():
        for town in content.towns:
            [stop] = plan_route(content, [service.id], town.name).stops
            assert (stop.intake, stop.services, stop.leads) == (intake_key(service), (service.id,), (service.lead,))
            assert stop.window is not None, (service.id, town.name)
            assert stop.window.town == (town.name if stop.intake == TOWN_WINDOW else "")


def test_relief_led_by_several_departments_is_one_stop_in_town(content: Content) -> None:
    [stop] = plan_route(content, RELIEF, "后柳镇").stops
    assert stop.window is not None
    assert (stop.intake, stop.window.key, stop.services) == ("town", "town-houliu", RELIEF)
    assert stop.leads == ("civil", "medins")
    assert [reason for reason in stop.reasons if "一个窗口受理" in reason]


def test_a_matter_the_town_takes_part_in_is_asked_there_when_that_saves_a_stop(content: Content) -> None:
    [stop] = plan_route(content, ["soc-dibao", "emp-hardship-posts"], "").stops
    assert (stop.intake, stop.leads) == ("town", ("civil", "hr"))


def test_a_matter_stays_at_its_own_counter_when_moving_it_saves_nothing(content: Content) -> None:
    route = plan_route(content, ["emp-hardship-posts", "soc-card", "soc-dibao"])
    assert [(stop.intake, stop.services) for stop in route.stops] == [
        ("town", ("soc-dibao",)),
        ("hr", ("emp-hardship-posts", "soc-card")),
    ]


def test_only_what_saves_a_stop_is_moved(content: Content) -> None:
    route = plan_route(content, ["emp-hardship-posts", "soc-card", "soc-dibao", "svc-smart-community"])
    assert [(stop.intake, stop.services) for stop in route.stops] == [
        ("town", ("soc-dibao", "svc-smart-community")),
        ("hr", ("emp-hardship-posts", "soc-card")),
    ]


def test_town_comes_first_then_the_counter_with_the_most_to_do(content: Content) -> None:
    route = plan_route(content, ["hlt-vaccination", "soc-card", "soc-unemployment", "soc-dibao"])
    assert [stop.intake for stop in route.stops] == ["town", "hr", "cdc"]


def test_the_lead_of_the_first_stop_is_named_first(content: Content) -> None:
    route = plan_route(content, ["emp-hardship-posts", "soc-card", "soc-dibao"])
    assert route.departments == ("civil", "hr", "town")


def test_the_town_is_needed_only_for_its_counter(content: Content) -> None:
    assert plan_route(content, ["soc-dibao"]).needs_town
    assert not plan_route(content, ["soc-dibao"], "后柳镇").needs_town
    assert not plan_route(content, ["soc-card"]).needs_town


def test_every_bundle_of_two_names_each_service_and_department_once(content: Content) -> None:
    for pair in combinations(content.services, 2):
        route = plan_route(content, pair, "后柳镇")
        assert sorted(key for stop in route.stops for key in stop.services) == sorted(pair)
        own = {intake_key(content.services[key]) for key in pair}
        assert len(route.stops) <= len(own)
        for stop in route.stops:
            assert len(set(stop.leads)) == len(stop.leads)
            assert not {*stop.partners} & {*stop.leads, stop.intake}
        named = {key for service in pair for key in content.services[service].departments}
        assert named <= {*route.departments}


def test_a_service_twice_is_one_need(content: Content) -> None:
    assert plan_route(content, ["soc-card", "soc-card"]) == plan_route(content, ["soc-card"])


def test_an_unknown_service_is_an_error_of_the_caller(content: Content) -> None:
    with pytest.raises(KeyError):
        plan_route(content, ["no-such"])
