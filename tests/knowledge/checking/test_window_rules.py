from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.checking.validator import check_content, list_reminders
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import edit, line_of

FILE = "departments.yaml"
HOURS = "        周一至周五: 9:00-12:00, 13:30-17:00"
EXCEPTION = "2025-12-30: 休息"
CONFIRMED = "confirmed_on: '2026-01-05'\n      confirmed_by: 王老师"
TOWN = "{key: town-houliu, town: 后柳镇}"
county = breaks_in(FILE, "education/education-county")
houliu = breaks_in(FILE, "town/town-houliu")
chengguan = breaks_in(FILE, "town/town-chengguan")
town_office = breaks_in(FILE, "town")


@each(
    county("phone that cannot be dialled", "phones: [0915-6321234]", "phones: [0915-632]", "phones", "0915-632"),
    county("unknown field", "      phones: [0915-6321234]", "      phone: [0915-6321234]", "phone", "改成 phones"),
    county("closing before opening", HOURS, HOURS.replace("17:00", "7:00"), "hours", "比开门晚", at="      hours:"),
    county("overlap", HOURS, HOURS.replace("13:30", "11:30"), "hours", "重叠", at="      hours:"),
    county("day that is none", HOURS, HOURS.replace("周五", "周八"), "hours", "周八", at="      hours:"),
    county("hour that is none", HOURS, HOURS.replace("17:00", "27:00"), "hours", "27:00", at="      hours:"),
    county("day written twice", HOURS, f"{HOURS}\n        周三: 9:00-12:00", "hours", "写了两次", at="      hours:"),
    county("exception on no day", EXCEPTION, "2026-02-30: 休息", "exceptions", "2026-02-30"),
    county("exception with the wrong year", EXCEPTION, "2062-12-30: 休息", "exceptions", "年份"),
    county("exception nobody can read", EXCEPTION, "2025-12-30: 早点", "exceptions", "早点"),
    county("latitude and longitude swapped", "latitude: '33.04'", "latitude: '108.25'", "latitude", "写反"),
    county("position that is no number", "latitude: '33.04'", "latitude: 北纬", "latitude", "经纬度"),
    county("confirmed in the wrong year", CONFIRMED, CONFIRMED.replace("2026", "2006"), "confirmed_on", "年份"),
    county("confirmed by nobody", "confirmed_by: 王老师", "confirmed_by: ''", "confirmed_by", "核实人"),
    county("details nobody confirmed", CONFIRMED, "confirmed_on: ''", "confirmed_on", "不要猜"),
    houliu("unknown town", TOWN, "{key: town-houliu, town: 后柳街}, {key: t-2, town: 后柳镇}", "town", "改成 后柳镇"),
    chengguan("key twice", TOWN, "{key: town-chengguan, town: 后柳镇}", "key", "town-chengguan"),
    town_office("town without a counter", f", {TOWN}", "", "windows", "后柳镇没有窗口"),
)
def test_window(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


@pytest.mark.parametrize("hours", ["每天: 24小时", "工作日: 8点半到12点、14点至17点30分", "周一、周三: ９:00—12:00"])
def test_hours_as_clerks_write_them(root: Path, hours: str) -> None:
    edit(root, FILE, HOURS, f"        {hours}")
    assert check_content(root) == []


def test_a_confirmation_older_than_a_year_is_no_problem_but_is_reminded_of(root: Path) -> None:
    assert check_content(root) == []
    assert list_reminders(root, date(2027, 1, 5)) == []
    [reminder] = list_reminders(root, date(2027, 1, 6))
    line = line_of(FILE, CONFIRMED)
    assert (reminder.file, reminder.line, reminder.field) == (FILE, line, "confirmed_on")


def test_a_confirmation_in_the_future_is_reminded_of(root: Path) -> None:
    [reminder] = list_reminders(root, date(2026, 1, 4))
    assert "还没到" in reminder.what
