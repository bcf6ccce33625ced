from __future__ import annotations

import pytest

from knowledge.content import load_content
from knowledge.language.normalise import normalise
from knowledge.models import Content
from knowledge.routing.places import Place, PlaceKind, mentioned_town, stated_place
from tests.real import CONTENT


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("我在后柳", "后柳镇"),
        ("我婆在池河，86了有没得补助", "池河镇"),
        ("我在县城上班", "城关镇"),
        ("家住街上", "城关镇"),
        ("不在后柳，在两河", "两河镇"),
        ("石泉县城关镇", "城关镇"),
        ("我在後柳鎮", "后柳镇"),
    ],
)
def test_a_town_is_heard_in_any_message(content: Content, text: str, town: str) -> None:
    assert mentioned_town(content, normalise(text)) == town


@pytest.mark.parametrize(
    "text", ["要去县城办吗", "后柳离城关远不", "宁陕县城关镇", "我在宁陕城关", "街上的店", "我在家", "", "低保咋办"]
)
def test_what_is_not_the_writers_town(content: Content, text: str) -> None:
    assert mentioned_town(content, normalise(text)) == ""


def test_every_town_is_heard_by_each_of_its_names(content: Content) -> None:
    for town in content.towns:
        for name in (town.name, *town.aliases):
            assert mentioned_town(content, f"我在{name}，低保怎么办") == town.name
            assert stated_place(content, name, is_awaited=False) == Place(PlaceKind.TOWN, town.name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我在西安打工", PlaceKind.OUTSIDE),
        ("我在汉滨区", PlaceKind.OUTSIDE),
        ("我在宁陕县城关镇", PlaceKind.OUTSIDE),
        ("我在国外", PlaceKind.ABROAD),
        ("不在石泉，我在宁陕", PlaceKind.OUTSIDE),
        ("我没在石泉，在美国", PlaceKind.ABROAD),
        ("我在柳树镇", PlaceKind.UNKNOWN),
        ("那两河呢", PlaceKind.TOWN),
        ("我屋里在喜河", PlaceKind.TOWN),
        ("户口在中池", PlaceKind.TOWN),
    ],
)
def test_a_message_that_only_says_a_place(content: Content, text: str, kind: PlaceKind) -> None:
    place = stated_place(content, text, is_awaited=False)
    assert place is not None
    assert place.kind is kind


@pytest.mark.parametrize("text", ["五里村", "我在五里村", "月亮湾社区的", "我们是五里村的"])
def test_a_village_nobody_wrote_down_answers_the_question_for_the_town(content: Content, text: str) -> None:
    place = stated_place(content, text, is_awaited=True)
    assert place is not None
    assert place.kind is PlaceKind.VILLAGE
    assert stated_place(content, text, is_awaited=False) is None


@pytest.mark.parametrize("text", ["农村", "我是农村的", "我们村", "村上", "这个村", "低保"])
def test_what_names_no_village_answers_nothing(content: Content, text: str) -> None:
    assert stated_place(content, text, is_awaited=True) is None


@pytest.mark.parametrize("text", ["我在西安打工，低保咋办", "低保", "我在家", "我是农村的", "你好", "我在单位上班"])
def test_a_message_that_says_more_or_no_place(content: Content, text: str) -> None:
    assert stated_place(content, text, is_awaited=False) is None
