from __future__ import annotations

import pytest

from knowledge.checking.phone_numbers import EMERGENCY_NUMBERS, is_national_number, is_phone_number


@pytest.mark.parametrize("number", ["110", "12345", "12393", "95598", "96110", *sorted(EMERGENCY_NUMBERS)])
def test_national_numbers(number: str) -> None:
    assert is_national_number(number)


@pytest.mark.parametrize("number", ["", "8888", "12345678", "0915-6321234", "13812345678", "12345a", "一二三四五"])
def test_numbers_that_are_not_national(number: str) -> None:
    assert not is_national_number(number)


@pytest.mark.parametrize("number", ["0915-6321234", "6321234", "09156321234", "13812345678", "400-123-4567", "12333"])
def test_phone_numbers(number: str) -> None:
    assert is_phone_number(number)


@pytest.mark.parametrize("number", ["", "0915-632", "1381234567", "打12345", "0915-6321234、6321235"])
def test_what_cannot_be_dialled(number: str) -> None:
    assert not is_phone_number(number)
