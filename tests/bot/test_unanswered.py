from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.review_words import REASONS
from bot.store import Reviewed
from bot.unanswered import HEADINGS, Group, group_questions, print_groups, write_csv
from handlers.turn import ReviewReason
from tests.bot.world import NOON

NOW = NOON.replace(tzinfo=None)


def asked(text: str, hours: int = 0, review: str = "unanswered", channel: str = "web") -> Reviewed:
    return Reviewed(text, review, ("edu-loan",), channel, NOW + timedelta(hours=hours))


def group(text: str, at: datetime = NOW) -> Group:
    return Group(text, 1, ("没答上",), ("edu-loan",), ("web",), at, at)


def csv_of(*texts: str) -> str:
    out = io.StringIO(newline="")
    write_csv([group(text) for text in texts], out)
    return out.getvalue()


def test_same_question_in_other_spelling_is_one_group() -> None:
    [one] = group_questions([asked("低保 怎么办？"), asked("低保怎么办"), asked("低保怎麼辦！！")])
    assert (one.text, one.times) == ("低保 怎么办？", 3)


def test_most_asked_come_first_then_the_latest() -> None:
    questions = [asked("一"), asked("二", 1), asked("三", 2), asked("一", 3)]
    assert [one.text for one in group_questions(questions)] == ["一", "三", "二"]


def test_group_tells_when_where_and_why_the_latest_first() -> None:
    [one] = group_questions([asked("一"), asked("一", 5, "rejected", "telegram")])
    assert (one.first_at, one.last_at) == (NOW, NOW + timedelta(hours=5))
    assert (one.reasons, one.channels) == (("说不对", "没答上"), ("telegram", "web"))


def test_questions_of_signs_only_are_kept_apart() -> None:
    assert len(group_questions([asked("？？"), asked("！！")])) == 2


@pytest.mark.parametrize("review", ReviewReason)
def test_every_reason_has_words(review: str) -> None:
    assert REASONS[review] in group_questions([asked("一", review=review)])[0].reasons


def test_without_questions_a_sentence_is_printed() -> None:
    out = io.StringIO()
    print_groups(Console(file=out), [])
    assert out.getvalue().strip()


@pytest.mark.parametrize("text", ["[/red]", "[bold]x", "x:100:", "[link=http://x]y[/link]"])
def test_what_a_resident_typed_is_no_markup(text: str) -> None:
    out = io.StringIO()
    print_groups(Console(file=out, width=200, emoji=False), [group(text)])
    assert text in out.getvalue()


def test_every_cell_is_quoted() -> None:
    assert all(cell[0] == cell[-1] == '"' for line in csv_of("低保").splitlines() for cell in line.split(","))


def test_csv_has_headings_and_a_row_for_each_group() -> None:
    rows = list(csv.reader(io.StringIO(csv_of("一", "二"), newline="")))
    assert tuple(rows[0]) == HEADINGS
    assert [row[0] for row in rows[1:]] == ["一", "二"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back_from_the_csv_and_starts_no_formula(text: str) -> None:
    [_, row] = csv.reader(io.StringIO(csv_of(text), newline=""))
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert not row[0].lstrip().startswith(("=", "+", "-", "@"))
