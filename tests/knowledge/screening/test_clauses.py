from __future__ import annotations

import re

import pytest

from knowledge.screening.clauses import LONGEST, ClauseReader, alternation

READER = ClauseReader({"没得": "没有", "咋": "怎么"})


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("我婆86，一个人。在屋里", ["我婆86", "一个人", "在屋里"]),
        ("我婆 86 一个人\n在屋里", ["我婆", "86", "一个人", "在屋里"]),
        ("沒得低保！咋办？", ["没有低保", "怎么办"]),
        ("，，。", []),
        ("", []),
    ],
)
def test_a_text_is_cut_at_its_pauses(text: str, clauses: list[str]) -> None:
    assert READER.clauses(text) == clauses


def test_only_the_start_of_a_novel_is_read() -> None:
    assert len("".join(READER.clauses("长" * 5 * LONGEST))) == LONGEST


def test_no_words_match_nothing() -> None:
    assert re.search(alternation([]), "什么都行") is None
