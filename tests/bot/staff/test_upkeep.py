from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.database import Database
from bot.respond import Responder
from bot.staff.upkeep import SOON, Need, Rating, by_owner, find_upkeep, read_ratings
from knowledge.models import Content
from knowledge.offices import Window
from tests.bot.world import NOON, WAIVER, drain, pressed, typed
from tests.knowledge.mini_world import mini_content

UNTIL = date(2026, 12, 31)


def needs(content: Content, today: date, **ratings: Rating) -> set[tuple[Need, str]]:
    named = {key.replace("_", "-"): rating for key, rating in ratings.items()}
    return {(item.need, item.key) for item in find_upkeep(content, named, today) if item.part == "service"}


@pytest.mark.parametrize(
    ("today", "need"),
    [
        (UNTIL + timedelta(days=1), Need.OUT_OF_DATE),
        (UNTIL, Need.RUNS_OUT),
        (UNTIL - SOON, Need.RUNS_OUT),
        (UNTIL - SOON - timedelta(days=1), None),
    ],
)
def test_entry_is_listed_before_and_after_it_runs_out(today: date, need: Need | None) -> None:
    found = {what for what, key in needs(mini_content(), today) if key == "edu-loan"}
    assert found == ({need} if need else set())


def test_entry_that_nobody_confirmed_is_listed() -> None:
    assert (Need.UNCONFIRMED, "edu-waiver") in needs(mini_content(), UNTIL)


@pytest.mark.parametrize(("useful", "bad", "is_listed"), [(0, 5, True), (7, 3, True), (8, 3, False), (0, 4, False)])
def test_answer_is_listed_when_enough_people_say_it_is_wrong(useful: int, bad: int, is_listed: bool) -> None:
    found = needs(mini_content(), UNTIL, edu_loan=Rating(useful, bad))
    assert ((Need.BADLY_RATED, "edu-loan") in found) == is_listed


def test_department_without_a_confirmed_window_is_listed() -> None:
    content = mini_content()
    confirmed = replace(content.departments["education"], windows=(replace(_window(), confirmed_on=UNTIL),))
    changed = replace(content, departments={**content.departments, "education": confirmed})
    listed, left = (
        {item.key for item in find_upkeep(some, {}, UNTIL) if item.need is Need.UNCONFIRMED_WINDOW}
        for some in (content, changed)
    )
    assert listed - left == ({"education"} if "education" in listed else set())
    assert "education" not in left


@pytest.mark.parametrize(("today", "years"), [(date(2198, 12, 1), ["2198", "2199"]), (date(2026, 6, 1), [])])
def test_years_without_announced_holidays_are_listed(today: date, years: list[str]) -> None:
    assert [item.key for item in find_upkeep(mini_content(), {}, today) if item.need is Need.HOLIDAYS] == years


def _window() -> Window:
    found = [window for department in mini_content().departments.values() for window in department.windows]
    return found[0]


def test_most_pressing_come_first_and_each_owner_gets_a_list() -> None:
    items = find_upkeep(mini_content(), {"edu-loan": Rating(0, 9)}, UNTIL + timedelta(days=1))
    assert [item.need for item in items[:2]] == [Need.OUT_OF_DATE, Need.BADLY_RATED]
    owners = by_owner(items)
    assert {item.key for item in owners["资助中心"]} == {"edu-loan"}
    assert list(owners)[-1] == ""


async def test_verdicts_of_residents_are_counted(desk: Responder, database: Database) -> None:
    await desk.receive([typed(WAIVER, 1), pressed("useful:edu-waiver", 2)])
    await desk.receive([typed(WAIVER, 1, "8"), pressed("useless:edu-waiver", 2, "8")])
    await drain(desk)
    since = NOON.replace(tzinfo=None)
    now = await database.transact(lambda connection: read_ratings(connection, since))
    later = await database.transact(lambda connection: read_ratings(connection, since + timedelta(seconds=1)))
    assert (now, later) == ({"edu-waiver": Rating(1, 1)}, {})
