from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import bare, normalise, simplify

TRADITIONAL = st.text(st.sampled_from("請問高齡補貼怎麼領畢昇薴苧乾坤著后後，。 "), max_size=30)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        (" \t\n　", ""),
        ("８００元", "800元"),
        ("ＤＩＢＡＯ", "dibao"),
        ("請問補貼", "请问补贴"),
        ("低\u200b保\ufeff", "低保"),
        ("\u202e低保\u202c", "低保"),
        ("低\x00保\x07", "低保"),
        ("低保\ud800", "低保"),
        ("怎么办？？？！！！", "怎么办?!"),
        ("在哪……办", "在哪.办"),
        ("第一行\r\n第二行\u2028第三行", "第一行 第二行 第三行"),
        ("哈哈哈", "哈哈哈"),
        ("1000", "1000"),
        ("e\u200b\u0301", "é"),
        ("J\u030c", "ǰ"),
    ],
)
def test_one_spelling(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text() | TRADITIONAL)
def test_normalised_text_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    assert not {unicodedata.category(character) for character in normalise(text)} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text())
def test_space_stands_alone_and_only_inside(text: str) -> None:
    found = normalise(text)
    assert (found.strip(), "  " in found) == (found, False)


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("請問補貼臺灣體檢證", "请问补贴台湾体检证"), ("乾坤", "乾坤")]
)
def test_a_long_traditional_text_is_simplified_to_its_end(traditional: str, simplified: str) -> None:
    assert simplify(f"後{traditional * 250}乾淨") == f"后{simplified * 250}干净"


def test_simplified_text_comes_back_as_it_is() -> None:
    text = "高中学费减免"
    assert simplify(text) is text


@given(TRADITIONAL)
def test_simplified_text_has_nothing_left_to_simplify(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)


def test_characters_that_are_simplified_too_are_kept() -> None:
    assert simplify("后柳镇") == "后柳镇"


@pytest.mark.parametrize(
    ("text", "left"), [("", ""), ("高中学费, 免多少?", "高中学费免多少"), ("a_b-c", "abc"), ("?!。", "")]
)
def test_bare_text_has_words_only(text: str, left: str) -> None:
    assert bare(text) == left


@given(st.text())
def test_bare_text_is_bare(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@pytest.mark.parametrize(
    ("text", "simple"), [("房子著火了", "房子着火了"), ("睡著了", "睡着了"), ("著名", "著名"), ("效果顯著", "效果显著")]
)
def test_zhu_that_stands_for_zhe_is_written_as_that(text: str, simple: str) -> None:
    assert normalise(text) == simple
