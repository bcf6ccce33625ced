from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.web_view import group_buttons, pressed_label
from handlers.turn import Block, Button, Kind, Reply, Style
from knowledge.content import load_content
from knowledge.models import Content
from tests.real import CONTENT


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(Path(CONTENT))


@pytest.mark.parametrize(
    ("pressed", "label"),
    [
        ("screen", "看看我能享受啥"),
        ("screen:results", "先看结果"),
        ("fact:age:60-64", "60到64岁"),
        ("fact:area:rural", "农村"),
        ("fact:area:unsure", "不清楚"),
        ("again:age", "年纪"),
        ("have:soc-dibao", "城乡最低生活保障（低保）"),
        ("have:none", "都没有"),
        ("check:soc-dibao", "我够不够条件"),
        ("fact:nothing:1", ""),
        ("screen:nothing", ""),
    ],
)
def test_a_pressed_button_of_the_dialogue_is_shown_by_what_it_said(content: Content, pressed: str, label: str) -> None:
    assert pressed_label(content, pressed) == label


def test_answers_and_steps_of_the_dialogue_stand_apart() -> None:
    buttons = (
        Button("农村", "fact:area:rural"),
        Button("先看结果", "screen:results"),
        Button("低保", "show:soc-dibao"),
    )
    groups = group_buttons(Reply(Kind.SCREEN, (Block(Style.TEXT, "问"),), buttons=buttons))
    assert (groups.choices, groups.steps, groups.services) == (buttons[:1], buttons[1:2], buttons[2:])


def test_a_choice_keeps_the_way_into_the_dialogue_apart_from_its_options() -> None:
    buttons = (Button("低保", "show:soc-dibao"), Button("都不是", "neither"), Button("看看我能享受啥", "screen"))
    groups = group_buttons(Reply(Kind.CHOOSE, (Block(Style.CHOICE, "哪个", ("低保", "都不是")),), buttons=buttons))
    assert (groups.choices, groups.steps) == (buttons[:2], buttons[2:])


def test_where_each_line_is_a_button_none_leads_to_the_rest() -> None:
    rest, more = Button("还有几项", "screen:rest"), Button("再多问几样", "screen:more")
    line = Block(Style.LIST, "先去镇上", ("低保",), (Button("低保", "show:soc-dibao"),))
    assert group_buttons(Reply(Kind.SCREEN, (line,), buttons=(rest, more))).steps == (more,)


def test_services_offered_to_pick_from_are_choices() -> None:
    buttons = (Button("低保", "show:soc-dibao"),)
    reply = Reply(Kind.SCREEN, (Block(Style.CHOICE, "哪一项", ("低保",)),), options=("soc-dibao",), buttons=buttons)
    assert group_buttons(reply).choices == buttons


def test_promise_of_an_answer_is_offered_and_said_back(content: Content) -> None:
    tell = Button("有答案了告诉我", "tell")
    assert group_buttons(Reply(Kind.HANDOFF, (Block(Style.TEXT, "没弄明白"),), buttons=(tell,))).steps == (tell,)
    assert pressed_label(content, "tell") == tell.label
