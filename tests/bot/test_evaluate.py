from __future__ import annotations

import io

from rich.console import Console

from bot.evaluate import Result, ask_all, print_departments, print_failures, print_summary
from bot.library import Library
from bot.question_files import Group, Question, Verdict
from bot.respond import Responder
from handlers.turn import Kind, Reply
from tests.bot.world import CLINIC, FOLLOW_UP, LOAN, WAIVER


def console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=100, emoji=False), out


def result(verdict: Verdict, text: str = "问", group: Group = Group.IN_SCOPE, lead: str = "education") -> Result:
    reply = Reply(Kind.ANSWER, (), services=("edu-loan",), departments=(lead,))
    return Result(Question(text, "1", group, accept=("edu-waiver",)), reply, verdict)


async def test_questions_are_asked_in_order_and_judged(desk: Responder) -> None:
    questions = [
        Question(WAIVER, "a", Group.TURN, accept=("edu-waiver",)),
        Question(CLINIC, "b", Group.IN_SCOPE, accept=("edu-loan",)),
        Question(FOLLOW_UP, "a", Group.TURN, accept=("edu-waiver",), is_about=True),
    ]
    results = await ask_all(desk, questions, console()[0])
    assert [(one.question, one.verdict) for one in results] == list(
        zip(questions, (Verdict.RIGHT, Verdict.WRONG, Verdict.RIGHT), strict=True)
    )


async def test_each_conversation_is_one_of_its_own(desk: Responder) -> None:
    questions = [Question(LOAN, "a", Group.IN_SCOPE), Question(FOLLOW_UP, "b", Group.IN_SCOPE)]
    assert (await ask_all(desk, questions, console()[0]))[1].reply.services == ()


def test_summary_has_a_row_for_each_group_with_percentages() -> None:
    screen, out = console()
    print_summary(screen, "a.jsonl", [result(Verdict.RIGHT)] * 3 + [result(Verdict.WRONG)])
    [row] = [line for line in out.getvalue().splitlines() if str(Group.IN_SCOPE) in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][1:] == ["4", "75.0%", "0.0%", "25.0%", "0.0%"]
    assert str(Group.URGENT) not in out.getvalue()


def test_name_of_a_file_is_no_markup() -> None:
    screen, out = console()
    print_summary(screen, "a[/red]b.jsonl", [result(Verdict.RIGHT)])
    assert "a[/red]b.jsonl" in out.getvalue()


def test_departments_are_measured_apart(library: Library) -> None:
    screen, out = console()
    results = [result(Verdict.WRONG, lead="education"), result(Verdict.WRONG, lead="health")]
    print_departments(screen, results, library.edition.content.services)
    assert "50.0%" in out.getvalue()


def test_without_answers_no_departments_are_told(library: Library) -> None:
    screen, out = console()
    print_departments(screen, [], library.edition.content.services)
    assert out.getvalue() == ""


def test_failures_are_listed_with_what_was_expected_and_shown() -> None:
    screen, out = console()
    print_failures(screen, [result(Verdict.RIGHT, "好的"), result(Verdict.WRONG, "[b]坏的:100:")], 9)
    assert "好的" not in out.getvalue()
    for words in ("[b]坏的:100:", "edu-waiver", "edu-loan"):
        assert words in out.getvalue()


def test_no_more_failures_are_listed_than_asked_for() -> None:
    screen, out = console()
    print_failures(screen, [result(Verdict.WRONG, f"坏{number}") for number in range(5)], 2)
    assert "坏1" in out.getvalue()
    assert "坏2" not in out.getvalue()
    assert "还有 3 题" in out.getvalue()
