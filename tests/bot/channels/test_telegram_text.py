"""Tests of `bot.channels.telegram_text`: blocks become Telegram messages within its limits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_text import MOST_CHARACTERS, MOST_LABEL, lay_out_buttons, write_parts
from handlers.turn import Block, Button, Kind, Reply, Style


def write(*blocks: Block, buttons: tuple[Button, ...] = ()) -> list[str]:
    return [part.html for part in write_parts(Reply(Kind.ANSWER, blocks, buttons=buttons))]


def test_a_title_is_bold_and_a_note_is_slanted() -> None:
    assert write(Block(Style.TITLE, "低保"), Block(Style.NOTE, "以窗口为准")) == ["<b>低保</b>\n\n<i>以窗口为准</i>"]


def test_a_list_has_a_bold_heading_and_dots() -> None:
    assert write(Block(Style.LIST, "要带的", ("身份证", "户口本"))) == ["<b>要带的</b>\n· 身份证\n· 户口本"]


def test_a_list_without_a_heading_has_no_empty_line() -> None:
    assert write(Block(Style.LIST, "", ("身份证",))) == ["· 身份证"]


def test_a_choice_is_numbered() -> None:
    assert write(Block(Style.CHOICE, "哪一个？", ("低保", "都不是"))) == ["<b>哪一个？</b>\n1. 低保\n2. 都不是"]


def test_danger_comes_first_and_bold() -> None:
    text = write(Block(Style.TEXT, "先离开"), Block(Style.ALARM, "先打119"))[0]
    assert text == "<b>先打119</b>\n\n先离开"


def test_signs_of_html_are_escaped_once() -> None:
    assert write(Block(Style.TEXT, "<b>&amp; 3<4")) == ["&lt;b&gt;&amp;amp; 3&lt;4"]


def test_each_line_of_a_slanted_block_closes_its_tag() -> None:
    assert write(Block(Style.NOTE, "一\n二")) == ["<i>一</i>\n<i>二</i>"]


def test_the_plain_form_reads_as_it_was_meant() -> None:
    part = write_parts(Reply(Kind.ANSWER, (Block(Style.TITLE, "<b>a&b</b>"), Block(Style.TEXT, "1 < 2"))))[0]
    assert part.plain == "<b>a&b</b>\n\n1 < 2"


def test_a_short_reply_is_one_message() -> None:
    assert len(write(*(Block(Style.TEXT, "字" * 100) for _ in range(10)))) == 1


def test_a_long_reply_is_cut_between_paragraphs() -> None:
    paragraphs = [f"第{number}段" + "字" * 1500 for number in range(5)]
    parts = write(*(Block(Style.TEXT, text) for text in paragraphs))
    assert [part.split("\n\n") for part in parts] == [paragraphs[:2], paragraphs[2:4], paragraphs[4:]]


def test_a_long_list_is_cut_between_its_lines() -> None:
    items = tuple(f"{number}" + "字" * 99 for number in range(100))
    parts = write(Block(Style.LIST, "要带的", items))
    assert [line for part in parts for line in part.split("\n")] == ["<b>要带的</b>", *(f"· {item}" for item in items)]


def test_a_long_line_is_cut_behind_a_sentence() -> None:
    parts = write(Block(Style.TEXT, ("话" * 99 + "。") * 100))
    assert all(part.endswith("。") for part in parts)


def test_buttons_are_under_the_last_message_only() -> None:
    blocks = tuple(Block(Style.TEXT, "字" * 3000) for _ in range(3))
    parts = write_parts(Reply(Kind.ANSWER, blocks, buttons=(Button("有用", "useful:x"),)))
    assert [bool(part.rows) for part in parts] == [False, False, True]


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    labels = ("在哪办", "要带啥", "多少钱", "高中阶段学生学费减免申请", "有用", "不是这个")
    rows = lay_out_buttons([Button(label, "show:x") for label in labels])
    assert [[button.label for button in row] for row in rows] == [
        ["在哪办", "要带啥"],
        ["多少钱"],
        ["高中阶段学生学费减免申请"],
        ["有用", "不是这个"],
    ]


def test_a_label_that_is_too_long_is_cut_with_an_ellipsis() -> None:
    label = lay_out_buttons([Button("字" * 31, "show:x")])[0][0].label
    assert label == "字" * (MOST_LABEL - 1) + "…"


def test_a_label_that_just_fits_is_whole() -> None:
    assert lay_out_buttons([Button("字" * MOST_LABEL, "show:x")])[0][0].label == "字" * MOST_LABEL


@pytest.mark.parametrize("action", ["", "字" * 22])
def test_an_action_that_telegram_does_not_take_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        lay_out_buttons([Button("办", action)])


BLOCKS = st.builds(
    Block,
    st.sampled_from(Style),
    st.text(st.sampled_from("字<&。\n𠮷"), min_size=1, max_size=3000).map(lambda text: "始" + text * 3),
    st.lists(st.text(st.sampled_from("字<&>"), min_size=1, max_size=500), max_size=5).map(tuple),
)


@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_every_message_fits_with_its_tags_closed(blocks: list[Block]) -> None:
    for text in write(*blocks):
        assert 0 < len(text) <= MOST_CHARACTERS
        assert re.sub(r"<([bi])>[^<>]*</\1>", "", text).count("<") == 0


@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_no_word_is_lost_in_the_cutting(blocks: list[Block]) -> None:
    reply = Reply(Kind.ANSWER, tuple(block for block in blocks if block.style is not Style.ALARM) or tuple(blocks[:1]))
    together = "".join(part.plain for part in write_parts(reply))
    assert re.sub(r"\s", "", together) == re.sub(r"\s", "", reply.text)
