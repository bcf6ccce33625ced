from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.features import MAX_LENGTH, Analyser
from tests.knowledge.mini_world import analyse, mini_content

EMPTY = replace(mini_content().lexicon, say_as={}, concepts={}, fillers=())
BARE = Analyser(EMPTY)


@pytest.mark.parametrize("text", ["", "   ", "???", "\u200b", "😀😀", "。。。"])
def test_nothing_to_read_has_no_features(text: str) -> None:
    analysis = analyse(text)
    assert (analysis.plain, analysis.sounds, analysis.features) == ("", (), ())


def test_dialect_is_said_plainly_and_fillers_are_dropped() -> None:
    assert analyse("请问助学贷款咋申请？").plain == "助学贷款怎么申请"


def test_characters_are_counted_alone_in_pairs_and_in_threes() -> None:
    assert BARE.analyse("看病钱").features[:6] == ("看", "病", "钱", "看病", "病钱", "看病钱")


def test_sounds_are_counted_in_pairs() -> None:
    assert "~di bao" in BARE.analyse("抵宝").features


def test_pinyin_has_sounds_and_no_letters() -> None:
    assert BARE.analyse("dibao").features == ("~di bao",)


def test_letters_that_are_no_pinyin_stay_letters() -> None:
    assert "wif" in BARE.analyse("wifi").features


@pytest.mark.parametrize("word", ["卫生室", "卫生所", "医务室"])
def test_words_of_a_group_are_one_concept(word: str) -> None:
    assert "#clinic" in analyse(f"村上{word}").features


def test_the_longest_word_wins_at_each_place() -> None:
    analyser = Analyser(replace(EMPTY, concepts={"低保": "dibao", "低保边缘": "edge", "边缘": "rim"}))
    assert list(analyser.concepts("低保边缘和低保")) == ["#edge", "#dibao"]


def test_an_age_is_a_feature() -> None:
    assert "@80" in analyse("我婆86岁").features


def test_features_are_distinct() -> None:
    features = analyse("高中高中高中学费学费").features
    assert len(features) == len(set(features))


@pytest.mark.parametrize(
    "variant", ["高中学费", "高中 学费", "高中學費？？", "高\u200b中学费！", "高中，学费", "請問高中学费"]
)
def test_writings_of_one_question_have_one_form(variant: str) -> None:
    assert analyse(variant).features == analyse("高中学费").features


def test_a_very_long_message_is_cut() -> None:
    assert len(analyse("低保" * 50_000).text) == MAX_LENGTH


@given(st.text())
def test_any_text_is_analysed_in_bounded_size(text: str) -> None:
    analysis = analyse(text)
    assert len(analysis.text) <= MAX_LENGTH
    assert len(analysis.features) <= 5 * MAX_LENGTH


@given(st.text(max_size=60))
def test_reading_again_what_was_read_changes_nothing(text: str) -> None:
    once = BARE.analyse(text)
    assert BARE.analyse(once.text) == once
