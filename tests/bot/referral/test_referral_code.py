from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.referral_code import LENGTH, new_code, read_code, show_code

CODES = st.builds(new_code)


@given(CODES)
def test_a_code_is_read_back_as_it_is_shown(code: str) -> None:
    assert read_code(show_code(code)) == code


@given(CODES, st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_one_wrong_digit_is_found(code: str, place: int, shift: int) -> None:
    wrong = str((int(code[place]) + shift) % 10)
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_that_changed_places_are_found(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert changed == code or read_code(changed) is None


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and code.isdecimal())


@pytest.mark.parametrize("typed", ["1234 5671", " 1234-5671\n", "１２３４－５６７１", "l234—567I", "1234·5671"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "12345671"


@pytest.mark.parametrize("typed", ["", "1234567", "123456711", "一二三四", "abcdefgh", "00000000", "①②③④⑤⑥⑦①②"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
