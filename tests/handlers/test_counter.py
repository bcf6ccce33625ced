"""What is told of a counter, over the shipped services, all towns, in and out of hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from handlers.card import where_block
from handlers.counter import confirmed_window, counter_name, is_confirmed, plain_name
from handlers.detail import ASPECTS
from handlers.followup import show_detail
from handlers.service import show_services
from handlers.trip import show_card
from handlers.turn import Conversation
from knowledge.models import Content
from knowledge.offices import Window
from knowledge.routing.opening_hours import read_hours
from tests.handlers.turns import COUNTY_TIME, make_turn

HOURS = read_hours({"周一至周五": "8:30-12:00, 14:00-17:30"})
IN_HOURS = datetime(2026, 11, 23, 9, 30, tzinfo=COUNTY_TIME)
OUT_OF_HOURS = datetime(2026, 11, 22, 9, 30, tzinfo=COUNTY_TIME)


@pytest.fixture(scope="module")
def confirmed(shipped: Content) -> Content:
    """The shipped content as it will be when staff confirmed every counter."""
    departments = {
        key: replace(
            department,
            windows=tuple(
                replace(w, place=f"{w.key}的地址", hours=HOURS, confirmed_on=date(2026, 11, 1))
                for w in department.windows
            ),
        )
        for key, department in shipped.departments.items()
    }
    return replace(shipped, departments=departments)


@pytest.mark.parametrize(("now", "says"), [(IN_HOURS, "现在开着，今天12:00关门"), (OUT_OF_HOURS, "现在没开门")])
def test_every_service_in_every_town_names_one_counter_and_whether_it_is_open(
    confirmed: Content, now: datetime, says: str
) -> None:
    turn = make_turn(content=confirmed, today=now.date(), at=now.time())
    for town in confirmed.towns:
        there = replace(turn, conversation=Conversation(town=town.name))
        for service in confirmed.services.values():
            items = where_block(there, service).items
            places = [item for item in items if "的地址" in item]
            assert len(places) == 1, (service.id, town.name)
            assert any(says in item for item in items), (service.id, town.name)
            assert (town.name in items[0]) is (service.window == "town"), (service.id, town.name)


def test_every_reply_about_a_service_names_its_lead_first(confirmed: Content) -> None:
    turn = make_turn(content=confirmed)
    for service in confirmed.services.values():
        talk = Conversation(services=(service.id,), town="后柳镇")
        there = replace(turn, conversation=talk)
        replies = [show_services(there, (service.id,)), show_card(there, (service.id,))]
        replies += [show_detail(there, service.id, aspect) for aspect in ASPECTS]
        assert {reply.departments for reply in replies} == {service.departments}, service.id
        assert service.departments[0] == service.lead


def test_a_town_counter_of_an_unknown_town_tells_no_address(confirmed: Content) -> None:
    items = where_block(make_turn(content=confirmed), confirmed.services["soc-dibao"]).items
    assert items[-1] == confirmed.messages["answer.go_by_town"]


def test_the_shipped_counters_are_all_unconfirmed(shipped: Content) -> None:
    towns = ["", *(town.name for town in shipped.towns)]
    for department in shipped.departments.values():
        assert all(confirmed_window(department, town) is None for town in towns), department.key


def test_an_empty_confirmation_tells_nothing() -> None:
    assert not is_confirmed(None)
    assert not is_confirmed(Window("", (), None, date(2026, 11, 1)))
    assert is_confirmed(Window("", ("0915-6321234",), None, date(2026, 11, 1)))


def test_the_town_stands_in_the_name_of_its_counter_only(shipped: Content) -> None:
    assert counter_name(shipped, "town", "后柳镇").startswith("后柳镇社会救助统一服务窗口")
    assert counter_name(shipped, "town").startswith("镇社会救助统一服务窗口")
    assert "后柳" not in counter_name(shipped, "civil", "后柳镇")


def test_the_remark_on_a_department_is_left_out_in_a_sentence(shipped: Content) -> None:
    assert plain_name(shipped, "civil") == "县民政局"
