from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.spelling import PinyinReader

READER = PinyinReader(["疫苗", "图书馆", "找工作", "工作", "低保", "底报", "危房改造", "补贴", "安"])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("疫苗几时打", "疫苗几时打"),
        ("yimiao几时打", "疫苗几时打"),
        ("zhao gongzuo", "找工作"),
        ("zao gong zuo 县城", "找工作 县城"),
        ("weifang gaizao butie", "危房改造 补贴"),
        ("新图书guan开没", "新图书馆开没"),
        ("tushu馆", "图书馆"),
        ("bao", "bao"),
        ("an", "an"),
        ("hello can you help me", "hello can you help me"),
        ("app 里查 dibao", "app 里查 低保"),
        ("低bao, wifi", "低保, wifi"),
        ("dibao和dibaohu", "低保和低保hu"),
    ],
)
def test_words_in_letters_are_written_out(text: str, read: str) -> None:
    assert READER.read(text) == read


def test_of_words_that_sound_alike_the_first_is_read_unless_a_character_says_which() -> None:
    assert (READER.read("dibao"), READER.read("底bao")) == ("低保", "底报")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read = READER.read(text)
    assert read == text or any("a" <= character <= "z" for character in text)


@given(st.text("0123456789低保疫苗，。 "))
def test_a_text_without_letters_stays_as_it_is(text: str) -> None:
    assert READER.read(text) == text
