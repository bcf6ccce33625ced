from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.dispatch import dispatch
from handlers.location import answer_location, read_position, write_position
from handlers.turn import Conversation, Kind
from knowledge.models import Content
from tests.handlers.turns import given, make_turn, said, small_content

HERE = write_position(33.0418, 108.2471)


def unplaced() -> Content:
    """The small content without a place on the map."""
    content = small_content()
    office = content.departments["education"]
    windows = tuple(replace(window, position=None) for window in office.windows)
    return replace(content, departments={**content.departments, "education": replace(office, windows=windows)})


def test_the_nearest_confirmed_counter_is_told_with_its_distance() -> None:
    reply = given(dispatch(make_turn(action=write_position(33.13, 108.25))))
    assert (reply.kind, reply.aspect, reply.departments) == (Kind.DETAIL, "where", ("education",))
    assert "〔town.location_nearest〕县教育局10" in reply.text
    assert "〔answer.go_place〕政务中心二楼" in reply.text


def test_the_counter_of_the_last_service_is_looked_for() -> None:
    reply = given(answer_location(make_turn(action=HERE, conversation=Conversation(services=("hlt-clinic",)))))
    assert "town.location_no_counter" in said(reply)


def test_the_lead_of_the_last_service_is_named_first() -> None:
    reply = given(answer_location(make_turn(action=HERE, conversation=Conversation(services=("edu-waiver",)))))
    assert (reply.services, reply.departments) == (("edu-waiver",), ("education", "civil"))


def test_no_confirmed_place_is_said_and_the_town_asked() -> None:
    reply = given(answer_location(make_turn(action=HERE, content=unplaced())))
    assert said(reply) == {"town.location_unconfirmed", "town.ask"}
    assert (reply.kind, reply.departments) == (Kind.HANDOFF, ("hotline",))


@pytest.mark.parametrize(("latitude", "longitude"), [(34.26, 108.94), (48.86, 2.35), (-33.87, 151.21)])
def test_a_place_far_away_is_said_to_be(latitude: float, longitude: float) -> None:
    assert "town.location_far" in said(answer_location(make_turn(action=write_position(latitude, longitude))))


@pytest.mark.parametrize("action", ["at:", "at:here", "at:91,0", "at:nan,nan", "at:33.04", "at:1e999,0"])
def test_a_position_nobody_can_read(action: str) -> None:
    assert "town.location_bad" in said(dispatch(make_turn(action=action)))


def test_a_position_reads_back_cut_to_a_kilometre() -> None:
    position = read_position(HERE.removeprefix("at:"))
    assert position is not None
    assert (position.latitude, position.longitude) == (33.04, 108.25)


@pytest.mark.parametrize("action", ["", "show:edu-waiver"])
def test_another_message_is_left_to_others(action: str) -> None:
    assert answer_location(make_turn("你好" if not action else "", action=action)) is None
