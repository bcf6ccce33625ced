"""`evaluate`: asks the bot every question of some files, through the one request path, and counts what was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.messages import Incoming
from bot.question_files import Group, Question, Verdict, judge
from bot.respond import Responder
from handlers.turn import Reply
from knowledge.models import Service

CHANNEL = "evaluate"


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its reply."""

    question: Question
    """What was asked and expected."""
    reply: Reply
    """What was answered."""
    verdict: Verdict
    """How that is judged."""


async def ask_all(responder: Responder, questions: Sequence[Question], console: Console) -> list[Result]:
    """Ask every question in order, with a progress bar where someone watches; return the results in that order."""
    results = []
    for number, question in enumerate(
        track(questions, "提问", console=console, transient=True, disable=not console.is_terminal)
    ):
        message = Incoming(CHANNEL, str(number), question.conversation, question.text)
        reply = await responder.respond(message)
        results.append(Result(question, reply, judge(question, reply)))
    return results


def print_summary(console: Console, name: str, results: Sequence[Result]) -> None:
    """Print a row for each group of questions: how many, and the percentage of each verdict."""
    table = Table("类别", "题数", *(str(verdict) for verdict in Verdict), title=Text(name))
    for group in Group:
        verdicts = Counter(result.verdict for result in results if result.question.group is group)
        total = verdicts.total()
        if total:
            table.add_row(group, str(total), *(f"{100 * verdicts[verdict] / total:.1f}%" for verdict in Verdict))
    console.print(table)


def print_departments(console: Console, results: Sequence[Result], services: Mapping[str, Service]) -> None:
    """Print how many of the answered questions in scope named the right leading department."""
    answered = [result for result in results if result.question.accept and result.reply.services]
    if not answered:
        return
    right = sum(
        result.reply.departments[:1] == (services[key].lead,)
        for result in answered
        if any((key := accept) in services for accept in result.question.accept)
    )
    console.print(f"部门：答了的 {len(answered)} 题里 {100 * right / len(answered):.1f}% 指对了牵头部门")


def print_failures(console: Console, results: Sequence[Result], most: int) -> None:
    """Print up to `most` questions that were answered wrongly or not at all, with what was shown."""
    failures = [result for result in results if result.verdict in (Verdict.WRONG, Verdict.MISSED)]
    for result in failures[:most]:
        expected = result.question.accept or result.question.numbers or result.question.needs or ("不归这里管",)
        shown = result.reply.services or result.reply.options or result.reply.numbers or (str(result.reply.kind),)
        console.print(f"{result.verdict}  {result.question.text}  应是 {expected}  给了 {shown}", markup=False)
    if len(failures) > most:
        console.print(f"（还有 {len(failures) - most} 题没列出来，加 --failures {len(failures)} 看全部）")
