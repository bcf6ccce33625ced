from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.figures.counting import break_down, by_time
from bot.figures.records import AskedQuestion

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 4, 0)  # noqa: DTZ001  as the store gives it


def asked(number: int, kind: str = "answer", town: str = "", at: datetime = NOON) -> AskedQuestion:
    return AskedQuestion(f"p{number}", "web", at, kind, "edu-waiver", "education", town)


def figures(questions: list[AskedQuestion]) -> dict[str, list[int | None]]:
    table = break_down(questions, lambda question: question.town)
    return {line.key: [cell.shown for cell in line.cells] for line in (table.total, *table.lines)}


def test_each_kind_of_reply_counts_as_what_became_of_the_question() -> None:
    kinds = ["answer"] * 5 + ["detail"] * 5 + ["urgent"] * 5 + ["choose"] * 5 + ["screen"] * 5 + ["handoff"] * 5
    questions = [asked(number, kind) for number, kind in enumerate(kinds)]
    assert figures(questions) == {"total": [30, 15, 10, 5], "": [30, 15, 10, 5]}


def test_greetings_commands_and_unknown_kinds_are_no_questions() -> None:
    kinds = ["smalltalk", "command", "of a later program"]
    assert figures([asked(number, kind) for number, kind in enumerate(kinds)]) == {"total": [0, 0, 0, 0]}


def test_one_person_asking_often_stays_hidden() -> None:
    assert figures([asked(1)] * 20) == {"total": [None, None, 0, 0], "": [None, None, 0, 0]}


def test_what_a_longer_time_adds_to_a_shorter_one_is_hidden_where_few_stand_behind_it() -> None:
    week_ago = NOON - timedelta(days=7)
    recent = [asked(number, town="城关镇") for number in range(6)]
    town = [*recent, asked(9, town="城关镇", at=week_ago - timedelta(days=1))]
    table = break_down(town, lambda question: question.town, starts=[week_ago])
    assert table.lines[0].cells[0].shown is None  # 7 in the long time, 6 in the short one: one person between
    assert table.total.cells[0].shown is None
    same = break_down(recent, lambda question: question.town, starts=[week_ago])
    assert same.total.cells[0].shown == 6
    many = [*recent, *(asked(n, town="城关镇", at=week_ago - timedelta(days=1)) for n in range(5))]
    assert break_down(many, lambda question: question.town, starts=[week_ago]).total.cells[0].shown == 11


def test_lines_are_most_asked_first() -> None:
    questions = [asked(number, town="城关镇") for number in range(6)] + [asked(n, town="后柳镇") for n in range(9)]
    assert list(figures(questions)) == ["total", "后柳镇", "城关镇"]


def test_days_are_those_of_the_county_and_without_gaps() -> None:
    late = datetime(2026, 11, 21, 17, 0)  # noqa: DTZ001  01:00 of the 22nd in the county
    table = by_time([asked(n, at=late) for n in range(5)], date(2026, 11, 20), date(2026, 11, 23), ZONE)
    assert [(line.key, line.cells[0].shown) for line in table.lines] == [
        ("2026-11-20", 0),
        ("2026-11-21", 0),
        ("2026-11-22", 5),
        ("2026-11-23", 0),
    ]


def test_long_times_are_counted_by_week_from_monday() -> None:
    last = date(2026, 11, 23)
    table = by_time([asked(n) for n in range(5)], last - timedelta(days=89), last, ZONE)
    assert len(table.lines) == 14
    assert all(date.fromisoformat(line.key).weekday() == 0 for line in table.lines)
    assert table.lines[-1].cells[0].shown == 5
