from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.trip_words import LONGEST, Wish, read_wish
from knowledge.matching.features import Analyser
from knowledge.matching.understanding import EMPTY, Understanding
from knowledge.models import Content
from tests.knowledge.mini_world import match


def heard(content: Content, text: str) -> Understanding:
    return replace(EMPTY, analysis=Analyser(content.lexicon).analyse(text))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("给我列个单子", Wish.LIST),
        ("列个清单嘛", Wish.LIST),
        ("办事单", Wish.LIST),
        ("一次办完要带啥", Wish.ONCE),
        ("我想一趟跑完", Wish.ONCE),
        ("想一趟办好", Wish.ONCE),
        ("莫让我跑第二回，一次带齐", Wish.ONCE),
        ("怎么少跑路", Wish.ONCE),
        ("都要带啥", Wish.SEVERAL),
        ("总共要拿些啥子材料", Wish.SEVERAL),
        ("这几样都要准备什么证件", Wish.SEVERAL),
        ("都在哪哒办，都去哪里", Wish.SEVERAL),
        ("先办哪个", Wish.SEVERAL),
        ("发给我娃看", Wish.FORWARD),
        ("转给我女子", Wish.FORWARD),
        ("能打印不", Wish.FORWARD),
        ("打印", Wish.LIST),
        ("帮我打印一份", Wish.FORWARD),
        ("打印机卡纸", Wish.NONE),
        ("帮我把要带的列一下", Wish.LIST),
        ("我记不住，给我写下来", Wish.LIST),
        ("要带啥", Wish.NONE),
        ("在哪办", Wish.NONE),
        ("要填啥表", Wish.NONE),
        ("给娃看病", Wish.NONE),
        ("钱发给我没得", Wish.NONE),
        ("检查单子丢了咋办", Wish.NONE),
        ("谢谢", Wish.NONE),
    ],
)
def test_a_wish_is_read(shipped: Content, text: str, wish: Wish) -> None:
    assert read_wish(heard(shipped, text), shipped.trip) is wish


def test_a_long_story_is_no_wish(shipped: Content) -> None:
    story = "给我列个单子" + "我屋里老汉去年在山上摔了一跤" * 3
    assert len(story) > LONGEST
    assert read_wish(heard(shipped, story), shipped.trip) is Wish.NONE


def test_a_long_message_with_several_needs_can_be_a_wish(shipped: Content) -> None:
    story = "给我列个单子" + "我屋里老汉去年在山上摔了一跤" * 3
    understanding = replace(heard(shipped, story), needs=(match("soc-dibao", 0.9), match("svc-medical-aid", 0.9)))
    assert read_wish(understanding, shipped.trip) is Wish.LIST
