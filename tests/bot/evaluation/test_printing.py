from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.evaluation.asking import Result
from bot.evaluation.gaps import find_gaps
from bot.evaluation.printing import print_gaps, print_view
from bot.library import Library
from bot.question_files import Group, Verdict
from knowledge.models import Content
from tests.bot.evaluation.results import outside, result, view

RIGHT, ASKED, WRONG, MISSED = Verdict


@pytest.fixture
def content(library: Library) -> Content:
    return library.edition.content


def printed(content: Content, *results: Result, most: int = 9, name: str = "甲") -> str:
    out = io.StringIO()
    screen = Console(file=out, width=100, emoji=False)
    print_view(screen, view(name, *results), content, most)
    return out.getvalue()


def row(text: str, name: str) -> list[str]:
    [line] = [line for line in text.splitlines() if line.startswith(f"│ {name} ")]
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_goals_are_shown_with_what_was_reached(content: Content) -> None:
    text = printed(content, *[result(RIGHT)] * 3, result(WRONG))
    assert row(text, "有服务对得上的：答对")[1:] == ["4", "75.0% 没到", "≥ 92.0%"]


def test_verdicts_have_a_row_for_each_group(content: Content) -> None:
    text = printed(content, *[result(RIGHT)] * 3, result(WRONG), outside(RIGHT, Group.URGENT))
    assert row(text, "有服务对得上的")[1:] == ["4", "75.0%", "0.0%", "25.0%", "0.0%"]
    assert row(text, "危险的事")[1:3] == ["1", "100.0%"]
    assert "一句话两件事" not in text


def test_kinds_and_lengths_are_named(content: Content) -> None:
    text = printed(content, result(RIGHT, sort="situation"), result(WRONG, "长" * 30, sort="strange"))
    assert row(text, "只讲处境，不提官名")[1] == "1"
    assert row(text, "strange")[3:5] == ["0.0%", "100.0%"]
    assert row(text, "25 字以上")[1] == "1"


def test_departments_are_measured_apart(content: Content) -> None:
    text = printed(content, result(WRONG, lead="education"), result(WRONG, lead="health"))
    assert row(text, content.departments["education"].name)[1:] == ["2", "0.0%", "100.0%", "50.0%"]


def test_worst_service_comes_first_and_perfect_ones_are_counted(content: Content) -> None:
    half = [result(RIGHT, expected="edu-loan"), result(ASKED, expected="edu-loan")]
    text = printed(content, *half, result(WRONG), result(RIGHT, expected="hlt-clinic"))
    assert 0 < text.index("│ edu-waiver ") < text.index("│ edu-loan ")
    assert "│ hlt-clinic" not in text
    assert "3 项服务里 1 项全对" in text


def test_confusions_are_listed_with_an_example(content: Content) -> None:
    lines = printed(content, result(WRONG, "[b]坏的")).splitlines()
    [cells] = [line.strip("│").split("│") for line in lines if "│ edu-loan" in line]
    assert [cell.strip() for cell in cells] == ["edu-waiver", "edu-loan", "1", "[b]坏的"]


def test_name_of_a_file_is_no_markup(content: Content) -> None:
    assert "a[/red]b.jsonl" in printed(content, result(RIGHT), name="a[/red]b.jsonl")


def test_failures_are_listed_with_what_was_expected_and_shown(content: Content) -> None:
    text = printed(content, result(RIGHT, "好的"), result(WRONG, "[b]坏的:100:"))
    assert "答错  [b]坏的:100:  应是 edu-waiver  给了 edu-loan" in text
    assert "好的" not in text


def test_no_more_failures_are_listed_than_asked_for(content: Content) -> None:
    text = printed(content, *[result(MISSED, f"坏{number}") for number in range(5)], most=2)
    assert "没答上  坏1" in text
    assert "坏2" not in text
    assert "还有 3 题" in text


def test_nothing_asked_prints_no_empty_tables(content: Content) -> None:
    assert "题数" not in printed(content).replace("│", "").split("要到")[-1]


def test_gaps_are_told_with_what_makes_them() -> None:
    out = io.StringIO()
    views = [view("甲", result(RIGHT)), view("乙", result(WRONG, "长" * 30))]
    print_gaps(Console(file=out, width=100), find_gaps(views))
    for words in ("乙比甲低 100.0 个百分点", "25 字以上 +100.0", "edu-waiver +100.0"):
        assert words in out.getvalue()
