from __future__ import annotations

import pytest

from knowledge.language.numerals import compact, find_fact, find_numerals, unaccounted_numerals


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("每学期800元", ["800"]),
        ("22.5万人", ["22.5万"]),
        ("1,200元,3年", ["1,200", "3"]),
        ("免三年", ["三"]),
        ("十四个疫苗", ["十四"]),
        ("三十多岁", ["三十多"]),
        ("十几次", ["十几"]),
        ("半年", ["半"]),
        ("百分之九十五", ["百分之九十五"]),
        ("一倍", ["一"]),
        ("办一次,去一个地方", []),
        ("哪几样、几岁", []),
        ("“十四五”规划", []),
        ("三孩", []),
        ("一来二去", []),
        ("十分要紧", []),
    ],
)
def test_numerals(text: str, numerals: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_numerals(text)] == numerals


@pytest.mark.parametrize(
    ("fact", "text", "stands"),
    [
        ("800元", "每学期800元", True),
        ("800元", "每学期1800元", False),
        ("5%", "95%", False),
        ("5%", "3.5%", False),
        ("2025", "20250", False),
        ("13", "13.5年", False),
        ("三年", "十三年", False),
        ("三年", "免除三年", True),
        ("2021", "2021-2025", True),
        ("", "什么都有", False),
        ("a+b", "a+b", True),
    ],
)
def test_a_fact_stands_only_where_it_is_whole(fact: str, text: str, *, stands: bool) -> None:
    assert bool(find_fact(fact, text)) is stands


def test_figures_are_compared_without_width_and_space() -> None:
    assert compact("８００　元 ％") == "800元%"


def test_numeral_must_lie_within_one_fact() -> None:
    assert unaccounted_numerals("到2025年有22.5万人", ["2025年", "2.5万人"], []) == ["22.5万"]


def test_square_metres_are_part_of_their_figure() -> None:
    assert unaccounted_numerals("占地61360m²，安置500户", ["61360m²", "500户"], []) == []
