"""Departments and windows in forms of the console."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from bot.channels.console_visit import Form
from bot.channels.console_window_form import WindowFormError, changed_fields, fields_of_form, form_of_window
from bot.staff.edits import ChangeDepartment, ChangeWindow, FieldValue, NewWindow, RemoveWindow
from bot.staff.roles import Role
from knowledge.errors import Problem
from knowledge.offices import Window
from knowledge.routing.opening_hours import read_day, read_hours
from tests.bot.channels.console_site import Site, field

EMPTY = Window("", (), None, None, key="education-county")
WINDOW = "/staff/departments/education/windows/education-county"


def typed(**fields: str) -> Form:
    return Form(tuple(fields.items()))


def test_hours_typed_once_for_workdays_are_written_in_one_line() -> None:
    fields = changed_fields(EMPTY, typed(周一至周五="8点半到12点, 14:00-17:30", 周六="9:00-12:00"))
    assert fields == {"hours": {"周一至周五": "8:30-12:00, 14:00-17:30", "周六": "9:00-12:00"}}


def test_day_with_hours_of_its_own_stands_apart() -> None:
    fields = changed_fields(EMPTY, typed(周一至周五="8:30-12:00", 周五="休息"))
    assert fields == {"hours": {"周一至周四": "8:30-12:00"}}


def test_exceptions_are_written_by_day() -> None:
    form = Form((("exception_on", "2026-02-14"), ("exception", ""), ("exception_on", ""), ("exception", "")))
    assert changed_fields(EMPTY, form) == {"exceptions": {"2026-02-14": "休息"}}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (typed(周一至周五="早上开"), "hours"),
        (typed(周六="12:00-8:30"), "hours"),
        (typed(exception_on="", exception="9:00-12:00"), "exceptions"),
        (typed(exception_on="2026-02-14", exception="一会儿"), "exceptions"),
    ],
)
def test_hours_that_cannot_be_read_are_told_beside_their_field(form: Form, field: str) -> None:
    with pytest.raises(WindowFormError, match="->") as caught:
        fields_of_form(form)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "rows",
    [
        {"每天": "全天"},
        {"周一至周五": "8:30-12:00, 14:00-17:30", "节假日": "9:00-11:00", "补班": "休息"},
        {"周一、周三": "8:00-9:00, 10:00-11:00, 12:00-13:00"},
        {"周日": "9:00-12:00", "补班": "8:30-12:00"},
    ],
)
def test_untouched_form_leaves_any_hours_as_they_are(rows: dict[str, str]) -> None:
    hours = read_hours(rows, {})
    window = Window("某处", ("12345",), hours, None)
    written = fields_of_form(form_of_window(window))["hours"]
    assert isinstance(written, dict)
    assert read_hours(written) == hours
    assert changed_fields(window, form_of_window(window)) == {}


def test_closed_all_week_with_an_exception_is_shown() -> None:
    hours = read_hours({}, {date(2026, 2, 14): read_day("9:00-11:00")})
    window = Window("", (), hours, None)
    assert fields_of_form(form_of_window(window))["exceptions"] == {"2026-02-14": "9:00-11:00"}


async def test_confirmed_window_becomes_an_edit_of_its_fields(site: Site) -> None:
    await site.enter()
    shown = dict(form_of_window(site.rooms.content().departments["education"].windows[0]).pairs)
    new = {"place": "县城某街", "周一至周五": "8:30-12:00", "confirmed_by": "李明"}
    answer = await site.post(WINDOW, **shown | {"seal": field(await site.text(WINDOW), "seal")} | new)
    assert answer.status_code == 303
    [change] = site.publisher.changes
    fields: dict[str, FieldValue] = {
        "place": "县城某街",
        "confirmed_by": "李明",
        "hours": {"周一至周五": "8:30-12:00"},
    }
    assert change.edits == (ChangeWindow("education", "education-county", fields),)
    assert site.publisher.seen == {"department:education": "seal of department education"}


async def test_validator_speaks_beside_the_field_and_nothing_is_drafted(site: Site) -> None:
    site.publisher.problems = (
        Problem("departments.yaml", 3, "education/education-county", "phones", "“1”不像电话号码", "带区号"),
        Problem("departments.yaml", 3, "education", "name", "这个名字有人用了", "换一个"),
        Problem("towns.yaml", 1, "后柳镇", "name", "别处的话", "改别处"),
    )
    await site.enter()
    page = await site.post(WINDOW, place="县城某街", phones="1")
    assert page.status_code == 422
    beside = re.search(r'name="phones"[^>]*>1</textarea><span class="wrong"[^>]*>([^<]*)<', page.text)
    assert beside
    assert html.unescape(beside[1]) == "“1”不像电话号码。带区号。"
    assert "后柳镇：别处的话" in page.text
    assert site.publisher.changes == []


async def test_unreadable_hours_come_back_as_typed(site: Site) -> None:
    await site.enter()
    page = await site.post(WINDOW, 周一至周五="早上开")
    assert page.status_code == 422
    assert 'value="早上开"' in page.text
    assert "不是一段时间" in page.text


async def test_new_window_is_drafted_with_its_empty_fields(site: Site) -> None:
    await site.enter()
    await site.post("/staff/departments/education/windows/new", key="education-two", place="某处", town="")
    [change] = site.publisher.changes
    fields: dict[str, FieldValue] = {
        "key": "education-two",
        "place": "某处",
        "phones": (),
        "hours": "",
        "confirmed_on": "",
    }
    assert change.edits == (NewWindow("education", fields),)


async def test_changed_department_becomes_an_edit_of_that_field(site: Site) -> None:
    await site.enter()
    department = site.rooms.content().departments["education"]
    form = {"name": department.name, "handles": department.handles, "hotline": department.hotline}
    answer = await site.post(
        "/staff/departments/education",
        **form,
        aliases="\n".join(department.aliases),
        matter=["开药", ""],
        who=["health", ""],
    )
    assert answer.status_code == 303
    [change] = site.publisher.changes
    assert change.edits == (ChangeDepartment("education", {"not_handles": ({"matter": "开药", "who": "health"},)}),)


async def test_form_that_somebody_else_was_faster_with_comes_back_with_both(site: Site) -> None:
    await site.enter()
    site.publisher.is_changed_by_others = True
    page = await site.post(WINDOW, place="我写的地址")
    assert page.status_code == 422
    assert 'value="我写的地址"' in page.text
    assert "别人刚才改的" in page.text


async def test_window_that_closed_is_drafted_as_gone_with_a_reason(site: Site) -> None:
    await site.enter()
    seal = field(await site.text(WINDOW), "seal")
    answer = await site.post(f"{WINDOW}/remove", seal=seal, reason="大厅合并了")
    assert answer.status_code == 303
    [change] = site.publisher.changes
    assert (change.edits, change.reason) == ((RemoveWindow("education", "education-county"),), "大厅合并了")
    assert "删掉“县教育局”的一个窗口（education-county）" in await site.text(answer.headers["location"])


async def test_unknown_window_is_told(site: Site) -> None:
    await site.enter()
    for address in ("/staff/departments/moon", "/staff/departments/education/windows/moon"):
        assert (await site.client.get(address)).status_code == 404
        assert (await site.post(address, place="x")).status_code == 404


async def test_viewer_reads_windows_in_forms_that_cannot_be_sent(site: Site) -> None:
    await site.enter(Role.VIEWER)
    assert "县教育局" in await site.text("/staff/departments")
    for address in ("/staff/departments/education", WINDOW):
        page = await site.text(address)
        assert '<fieldset class="card plain" disabled>' in page
        assert "先看会怎样" not in page
