from __future__ import annotations

import pytest

from knowledge.screening.age_ranges import find_ages

YEAR = 2026


@pytest.mark.parametrize(
    ("clause", "ages"),
    [
        ("86岁", ["86"]),
        ("八十六", ["86"]),
        ("今年七十有三", ["73"]),
        ("86了", ["86"]),
        ("整六十了", ["60"]),
        ("六十整", ["60"]),
        ("七十大寿", ["70"]),
        ("今年该八十一了", ["81"]),
        ("六十挨边", ["57-63"]),
        ("今年四十七在饭店", ["47"]),
        ("三十五了没上过班", ["35"]),
        ("一个十二一个七岁", ["12", "7"]),
        ("今年86", ["86"]),
        ("一百零三岁", ["103"]),
        ("三岁半", ["3"]),
        ("1.5岁", ["1"]),
        ("半岁", ["0"]),
        ("八个月了", ["0"]),
        ("18个月", ["1"]),
        ("六十好几", ["61-69"]),
        ("八十多岁", ["81-89"]),
        ("70出头", ["70-74"]),
        ("七十上下", ["67-73"]),
        ("十岁左右", ["9-11"]),
        ("快八十", ["77-79"]),
        ("奔八十的人", ["77-79"]),
        ("年近七旬", ["67-69"]),
        ("八旬", ["80-89"]),
        ("刚满60", ["60"]),
        ("满60了", ["60-69"]),
        ("还不到60", ["50-59"]),
        ("不满16岁", ["6-15"]),
        ("65岁以上", ["65-120"]),
        ("3岁以下", ["0-2"]),
        ("3到6岁", ["3-6"]),
        ("七八岁", ["7-8"]),
        ("十七八岁", ["17-18"]),
        ("五六十岁", ["50-69"]),
        ("六七十了", ["60-79"]),
        ("十几岁", ["11-19"]),
        ("虚岁80", ["78-79"]),
        ("1938年生", ["87-88"]),
        ("一九四五年生的", ["80-81"]),
        ("38年的人", ["87-88"]),
        ("1990年3月5日出生", ["35-36"]),
        ("12年的娃", ["13-14"]),
        ("90后", ["26-36"]),
        ("爷快八十婆六十好几", ["77-79", "61-69"]),
    ],
)
def test_ages_in_all_spellings(clause: str, ages: list[str]) -> None:
    assert [str(told.years) for told in find_ages(clause, YEAR)] == ages


@pytest.mark.parametrize(
    "clause",
    [
        "-5岁",
        "300岁",
        "1000岁",
        "交了15年",
        "怀孕四个月了",
        "8岁的时候",
        "到60岁才能领",
        "等到60岁",
        "大我三岁",
        "60多平",
        "80块钱",
        "2030年生的",
        "五",
        "",
    ],
)
def test_other_numbers_are_no_ages(clause: str) -> None:
    assert find_ages(clause, YEAR) == []


@pytest.mark.parametrize(
    ("clause", "end", "ages"), [("我婆86", 2, ["86"]), ("我都四十了", 1, ["40"]), ("我15号来", 1, [])]
)
def test_a_number_after_a_person_is_an_age(clause: str, end: int, ages: list[str]) -> None:
    assert [str(told.years) for told in find_ages(clause, YEAR, [end])] == ages


def test_an_age_tells_where_it_stands() -> None:
    (told,) = find_ages("屋里老人86岁了", YEAR)
    assert "屋里老人86岁了"[told.start : told.end] == "86岁了"
