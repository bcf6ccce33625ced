from __future__ import annotations

import pytest

from knowledge.content import load_content
from knowledge.models import Content
from knowledge.routing.office_question import asks_for_office, asks_where
from tests.real import CONTENT


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


@pytest.mark.parametrize("rest", ["", "在哪", "电话多少", "是干什么的", "我要去", "请问地址", "石泉县在哪里办公"])
def test_an_office_is_asked_for(content: Content, rest: str) -> None:
    assert asks_for_office(content.office_words, rest)


@pytest.mark.parametrize("rest", ["办低保要带什么", "的人不理我", "离婚", "打来电话要银行卡号"])
def test_something_else_is_asked(content: Content, rest: str) -> None:
    assert not asks_for_office(content.office_words, rest)


def test_a_town_may_stand_beside_it(content: Content) -> None:
    assert asks_for_office(content.office_words, "后柳镇在哪", ["后柳镇"])
    assert not asks_for_office(content.office_words, "后柳镇在哪")


@pytest.mark.parametrize(("text", "is_asked"), [("在哪", True), ("那电话多少", True), ("那", False), ("", False)])
def test_the_office_spoken_of_is_asked_for_with_a_question_only(content: Content, text: str, is_asked: bool) -> None:
    assert asks_where(content.office_words, text) is is_asked
