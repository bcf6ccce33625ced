from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.routing.opening_hours import (
    MINUTES_A_DAY,
    Day,
    HoursError,
    Interval,
    OpeningHours,
    read_day,
    read_hours,
    read_weekdays,
    write_day,
    write_hours,
)

MORNING = Interval(8 * 60 + 30, 12 * 60)
AFTERNOON = Interval(14 * 60, 17 * 60 + 30)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """A day of up to three intervals that do not touch."""
    edges = sorted(draw(st.sets(st.integers(0, MINUTES_A_DAY), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Interval(opens, closes) for opens, closes in pairs)


@pytest.mark.parametrize(
    "text",
    [
        "8:30-12:00, 14:00-17:30",
        "08:30—12:00、14:00—17:30",
        "８：３０～12：00；14:00至17:30",
        "14点-17点半，8点30分到12点",
    ],
)
def test_one_day_in_the_ways_clerks_write_it(text: str) -> None:
    assert read_day(text) == (MORNING, AFTERNOON)


@pytest.mark.parametrize("text", ["休息", " 不上班 "])
def test_a_day_without_hours(text: str) -> None:
    assert read_day(text) == ()


def test_the_whole_day() -> None:
    assert read_day("24小时") == read_day("0:00-24:00") == (Interval(0, MINUTES_A_DAY),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("8:30-12:00, 11:00-17:30", "重叠"),
        ("8:30-12:00, 12:00-17:30", "连着"),
        ("17:30-8:30", "关门要比开门晚"),
        ("22:00-02:00", "分成两天"),
        ("8:30-25:00", "25:00"),
        ("8:75-12:00", "8:75"),
        ("8:30", "8:30-12:00 的样子"),
        ("上午", "上午"),
        ("", "一段时间"),
    ],
)
def test_hours_that_cannot_be_say_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(HoursError) as caught:
        read_day(text)
    assert says in caught.value.what + caught.value.remedy


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        ("周一至周五", (0, 1, 2, 3, 4)),
        ("星期一到星期五", (0, 1, 2, 3, 4)),
        ("周一、三、五", (0, 2, 4)),
        ("工作日", (0, 1, 2, 3, 4)),
        ("周末", (5, 6)),
        ("每天", (0, 1, 2, 3, 4, 5, 6)),
        ("礼拜天", (6,)),
        ("周六-周日", (5, 6)),
    ],
)
def test_weekdays_in_the_ways_clerks_write_them(text: str, weekdays: tuple[int, ...]) -> None:
    assert read_weekdays(text) == weekdays


@pytest.mark.parametrize("text", ["周八", "周五至周一", "上午", ""])
def test_weekdays_that_cannot_be(text: str) -> None:
    with pytest.raises(HoursError):
        read_weekdays(text)


def test_a_day_in_two_rows_is_refused() -> None:
    with pytest.raises(HoursError, match="周三"):
        read_hours({"周一至周五": "8:00-12:00", "周三": "8:00-11:00"})


def test_holidays_and_makeup_days_have_rows_of_their_own() -> None:
    hours = read_hours({"每天": "9:00-17:00", "节假日": "10:00-12:00", "补班": "休息"})
    assert (hours.holidays, hours.on_makeup_day) == ((Interval(600, 720),), ())


def test_makeup_days_are_like_weekdays_where_these_are_all_alike() -> None:
    assert read_hours({"工作日": "8:30-12:00"}).on_makeup_day == (MORNING,)
    assert read_hours({"周一、周三": "8:30-12:00"}).on_makeup_day is None


@given(day=days())
def test_what_is_written_reads_back(day: Day) -> None:
    assert read_day(write_day(day) or "休息") == day


def test_days_alike_are_told_in_one_line() -> None:
    rows = {"周一、周二、周四": "8:30-12:00", "周六": "9:00-10:00", "节假日": "9:00-10:00"}
    assert write_hours(read_hours(rows)) == ("周一至周二、周四 8:30-12:00", "周六 9:00-10:00", "节假日 9:00-10:00")


def test_a_counter_never_open_has_nothing_to_tell() -> None:
    assert write_hours(OpeningHours(((),) * 7)) == ()
