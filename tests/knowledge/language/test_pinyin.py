from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.pinyin import fold, known_syllables, split_letters, syllables

ROOT = Path(__file__).parents[3]

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=40)


@pytest.mark.parametrize("written", ["低保", "底保", "dibao", "抵宝", "低bao"])
def test_homophones_and_letters_sound_alike(written: str) -> None:
    assert syllables(written) == ["di", "bao"]


@pytest.mark.parametrize(("one", "other"), [("是", "四"), ("中", "宗"), ("吃", "次"), ("林", "零"), ("san", "shang")])
def test_sounds_that_speakers_here_merge_are_merged(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


@pytest.mark.parametrize("text", ["", "800", "?!,", "wifi", "😀"])
def test_what_is_not_spoken_has_no_syllables(text: str) -> None:
    assert syllables(text) == []


def test_order_is_kept_and_digits_are_passed_over() -> None:
    assert syllables("免800元") == ["mian", "yuan"]


def test_letters_are_split_into_the_fewest_syllables() -> None:
    assert split_letters("xian") == ["xian"]


def test_letters_that_cannot_all_be_read_are_not_pinyin() -> None:
    assert split_letters("dibaox") == []


def test_no_letters_have_no_syllables() -> None:
    assert split_letters("") == []


@given(st.lists(st.sampled_from(["di", "bao", "gao", "zhong", "xue", "fei", "shen", "qing"]), min_size=1, max_size=8))
def test_joined_syllables_can_be_read(parts: list[str]) -> None:
    assert split_letters("".join(parts))


@given(LETTERS)
def test_a_split_loses_no_sound(letters: str) -> None:
    assert len("".join(split_letters(letters))) <= len(letters)


@given(LETTERS)
def test_folding_twice_is_folding_once(letters: str) -> None:
    folded = fold(letters.removesuffix("g"))
    assert fold(folded) in (folded, folded.removesuffix("g"))


@pytest.mark.parametrize("syllable", ["lv", "zhuang", "er", "a"])
def test_syllables_are_known_without_tone(syllable: str) -> None:
    assert syllable in known_syllables()


@given(st.text())
def test_any_text_has_syllables_of_plain_letters(text: str) -> None:
    assert all(sound.isascii() and sound.isalpha() for sound in syllables(text))


@pytest.mark.parametrize(("characters", "letters"), [("妇女", "funv"), ("旅游", "lvyou"), ("绿", "lv")])
def test_an_umlaut_is_typed_as_v(characters: str, letters: str) -> None:
    assert syllables(characters) == syllables(letters)


def test_the_table_of_phrases_is_not_loaded() -> None:
    code = "import sys; from knowledge.language import pinyin; pinyin.syllables('低保'); print([*sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "'pypinyin'" not in done.stdout
