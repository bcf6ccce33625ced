from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.ages import OLDEST, age_bands, ages, read_numeral


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("0", 0), ("7", 7), ("120", 120), ("一", 1), ("两", 2), ("十", 10), ("十九", 19), ("二十", 20), ("九十九", 99)],
)
def test_numeral(numeral: str, value: int) -> None:
    assert read_numeral(numeral) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("低保怎么办", []),
        ("每学期免800元", []),
        ("我婆86了", [86]),
        ("年满60岁", [60]),
        ("娃三岁半", [3]),
        ("我爸六十多了", [60]),
        ("快七十好几", [70]),
        ("八十来岁", [80]),
        ("今年十八", []),
        ("今年十八岁", [18]),
        ("婆86岁,孙子6岁", [86, 6]),
        ("活了150岁", []),
    ],
)
def test_ages_in_order(text: str, found: list[int]) -> None:
    assert ages(text) == found


@given(st.text())
def test_any_text_names_plausible_ages(text: str) -> None:
    assert all(0 <= age <= OLDEST for age in ages(text))


@given(st.integers(0, OLDEST))
def test_age_in_digits_is_found(age: int) -> None:
    assert ages(f"我婆{age}岁了") == [age]


@pytest.mark.parametrize(
    ("age", "band"), [(0, "@0"), (2, "@0"), (3, "@3"), (59, "@45"), (60, "@60"), (64, "@60"), (79, "@65"), (120, "@80")]
)
def test_band_is_the_highest_limit_reached(age: int, band: str) -> None:
    assert age_bands(f"{age}岁") == [band]
