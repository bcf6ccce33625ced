from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.words import (
    citation,
    department_name,
    figures,
    hotlines,
    is_period_over,
    numeral,
    say,
    window_department,
)
from knowledge.models import Service
from tests.handlers.turns import AFTER_PERIOD, IN_PERIOD, small_content

CONTENT = small_content()
MARK = "〔answer.general_knowledge〕"


def service(key: str, **changes: object) -> Service:
    return replace(CONTENT.services[key], **changes)  # type: ignore[arg-type]


def test_a_sentence_is_filled() -> None:
    assert say(CONTENT, "answer.go_first", window="镇上") == "〔answer.go_first〕镇上"


@pytest.mark.parametrize(("key", "values"), [("answer.none", {}), ("answer.go_first", {}), ("", {})])
def test_a_sentence_that_cannot_be_said_is_an_error(key: str, values: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        say(CONTENT, key, **values)


def test_braces_in_a_value_are_left_alone() -> None:
    assert say(CONTENT, "answer.go_first", window="{x}") == "〔answer.go_first〕{x}"


@pytest.mark.parametrize(
    ("key", "name"), [("education", "县教育局"), ("health", f"县卫健局{MARK}"), ("town", "镇便民服务中心")]
)
def test_a_department_the_plan_does_not_name_is_marked(key: str, name: str) -> None:
    assert department_name(CONTENT, key) == name


def test_a_confirmed_department_is_not_marked() -> None:
    confirmed = replace(CONTENT.departments["health"], confirmed_on=date(2026, 1, 5))
    content = replace(CONTENT, departments={**CONTENT.departments, "health": confirmed})
    assert department_name(content, "health") == "县卫健局"


@pytest.mark.parametrize(("window", "key"), [("town", "town"), ("county", "approval"), ("education", "education")])
def test_where_to_go_first(window: str, key: str) -> None:
    assert window_department(CONTENT, service("edu-waiver", window=window)).key == key


def test_hotline_is_the_national_one_where_the_lead_has_none() -> None:
    assert hotlines(CONTENT, service("edu-waiver")) == "〔common.hotline_national〕"


def test_hotline_of_the_lead_comes_before_the_national_one() -> None:
    text = hotlines(CONTENT, service("hlt-clinic"))
    assert text.startswith("〔common.hotline_department〕12320")
    assert text.endswith("〔common.hotline_national〕")


def test_citation_names_document_chapter_section_and_item() -> None:
    text = citation(CONTENT, service("edu-waiver"))
    assert all(part in text for part in ("小县公共服务规划", "小发〔2022〕1号", "公共教育", "主要任务"))
    assert "〔answer.place〕三公共教育二主要任务三" in text


def test_every_cited_paragraph_is_named() -> None:
    assert citation(CONTENT, service("edu-waiver", cites=("3.2.3", "7.2.1"))).count("〔answer.place〕") == 2


def test_the_front_of_the_plan_has_no_items() -> None:
    assert citation(CONTENT, service("edu-waiver", cites=("0.0.1",))).endswith("〔answer.place_front〕前言")


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (24, "二十四"), (99, "九十九")]
)
def test_numeral(number: int, text: str) -> None:
    assert numeral(number) == text


def test_figures_are_the_facts_with_a_number() -> None:
    assert figures(service("edu-waiver", facts=("800元", "免费", "家庭医生", "95%"))) == ("800元", "免费", "95%")


def test_a_service_without_figures() -> None:
    assert figures(service("edu-loan")) == ()


@pytest.mark.parametrize(("today", "is_over"), [(IN_PERIOD, False), (AFTER_PERIOD, True), (date(2020, 1, 1), False)])
def test_period_ends_with_the_plan(today: date, is_over: bool) -> None:
    assert is_period_over(small_content(), service("edu-waiver"), today) is is_over


@pytest.mark.parametrize(("days", "is_over"), [(0, False), (1, True)])
def test_a_confirmed_service_holds_until_its_last_day(days: int, is_over: bool) -> None:
    loan = service("edu-loan")
    assert loan.valid_until is not None
    assert is_period_over(small_content(), loan, loan.valid_until + timedelta(days)) is is_over


def test_a_later_day_without_a_source_confirms_nothing() -> None:
    assert is_period_over(small_content(), service("edu-loan", source=None), AFTER_PERIOD)
