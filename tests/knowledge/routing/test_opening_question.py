from __future__ import annotations

from datetime import date

import pytest

from knowledge.content import load_content
from knowledge.routing.opening_question import Asked, OpeningWords, read_opening_question
from tests.real import CONTENT

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def words() -> OpeningWords:
    return load_content(CONTENT).opening


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("现在开门没", Asked.NOW),
        ("这会儿还上班不", Asked.NOW),
        ("几点下班", Asked.HOURS),
        ("几时关门", Asked.HOURS),
        ("上班时间是几点到几点", Asked.HOURS),
        ("啥时候开门嘞", Asked.HOURS),
        ("中午有人没", Asked.NOON),
        ("周末上班不", Asked.DAYS),
        ("明天开不开", Asked.DAYS),
        ("周六上班", Asked.DAYS),
        ("今天去能办吗", Asked.DAYS),
        ("国庆放假吗", Asked.HOLIDAY),
        ("节假日上班不", Asked.HOLIDAY),
        ("过年放几天假", Asked.HOLIDAY),
        ("元旦哪几天放假", Asked.HOLIDAY),
        ("过年初几上班", Asked.HOLIDAY),
        ("哪天上班", Asked.HOURS),
    ],
)
def test_the_ways_to_ask(words: OpeningWords, text: str, asked: Asked) -> None:
    question = read_opening_question(words, text, MONDAY)
    assert question is not None
    assert (question.asked, question.subject) == (asked, "")


@pytest.mark.parametrize(
    "text",
    [
        "有人吗",
        "我没上班能交养老保险吗",
        "上班的时候受伤了找谁",
        "我们公司周末上班不给加班费",
        "老板让周末上班合法吗",
        "什么时候发工资",
        "孩子几点放学",
        "现在能办低保吗",
        "今天能办低保吗",
        "那明天呢",
        "",
    ],
)
def test_what_sounds_alike_and_asks_something_else(words: OpeningWords, text: str) -> None:
    assert read_opening_question(words, text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("今天上班不", MONDAY, [MONDAY]),
        ("明天上班不", date(2026, 12, 31), [date(2027, 1, 1)]),
        ("后天开门吗", MONDAY, [date(2026, 11, 25)]),
        ("周末上班不", MONDAY, [date(2026, 11, 28), date(2026, 11, 29)]),
        ("周末上班不", date(2026, 11, 29), [date(2026, 11, 29)]),
        ("周三上班不", MONDAY, [date(2026, 11, 25)]),
        ("周一上班不", MONDAY, [MONDAY]),
        ("周一上班不", date(2026, 11, 24), [date(2026, 11, 30)]),
        ("下周一上班不", MONDAY, [date(2026, 11, 30)]),
        ("星期天开门不", MONDAY, [date(2026, 11, 29)]),
    ],
)
def test_the_days_asked_about(words: OpeningWords, text: str, today: date, days: list[date]) -> None:
    question = read_opening_question(words, text, today)
    assert question is not None
    assert list(question.days) == days


def test_the_office_is_what_is_left(words: OpeningWords) -> None:
    question = read_opening_question(words, "请问民政局明天几点开门", MONDAY)
    assert question is not None
    assert question.subject == "民政局"
