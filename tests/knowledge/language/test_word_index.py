from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.word_index import WordIndex

WORDS = ["低保", "保", "五保户", "五保", "户口"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("", set()), ("吃低保", {"低保", "保"}), ("五保户口", {"五保户", "五保", "保", "户口"}), ("无关", set())],
)
def test_all_words_that_occur_are_found(text: str, found: set[str]) -> None:
    assert WordIndex(WORDS).found_in(text) == found


def test_words_at_a_place_come_longest_first() -> None:
    assert list(WordIndex(WORDS).starting_at("我五保户", 1)) == ["五保户", "五保"]


def test_empty_words_do_not_count() -> None:
    assert WordIndex(["", "保"]).found_in("保") == {"保"}


@given(st.lists(st.text("低五保户", max_size=3)), st.text("低五保户口", max_size=20))
def test_found_are_just_those_that_occur(words: list[str], text: str) -> None:
    assert WordIndex(words).found_in(text) == {word for word in words if word and word in text}
