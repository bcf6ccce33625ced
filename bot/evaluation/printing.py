"""Prints what was measured in the terminal, view by view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.evaluation.asking import Result
from bot.evaluation.gaps import Gap, Slice, View
from bot.evaluation.goals import measure
from bot.evaluation.names import GROUPS, KINDS, LENGTHS, VERDICTS, named, percent
from bot.evaluation.tallies import (
    Tally,
    find_confusions,
    group_of,
    in_scope,
    kind_of,
    length_of,
    service_of,
    tally_by,
    tally_departments,
)
from bot.question_files import Verdict
from knowledge.models import Content

MOST_SERVICES = 15
MOST_CONFUSIONS = 15
_NOT_RIGHT = (Verdict.ASKED, Verdict.WRONG, Verdict.MISSED)


def print_view(console: Console, view: View, content: Content, most_failures: int) -> None:
    """Print all figures of a view, then up to `most_failures` questions answered wrongly or not at all."""
    console.print(Text(f"\n{view.name}：{view.note}", "bold"))
    inside = in_scope(view.results)
    _print_goals(console, view.results, content)
    _print_tallies(console, "量的是什么", view.results, group_of, GROUPS)
    _print_tallies(console, "怎么问的", inside, kind_of, KINDS)
    _print_tallies(console, "问得多长", inside, length_of, LENGTHS)
    _print_departments(console, inside, content)
    _print_services(console, inside)
    _print_confusions(console, inside)
    _print_failures(console, view.results, most_failures)


def print_gaps(console: Console, gaps: Sequence[Gap]) -> None:
    """Print each gap between two views with the parts of the questions that make it."""
    for gap in gaps:
        title = f"发现：{gap.worse}比{gap.better}低 {gap.points:.1f} 个百分点（碰巧也可能差 {gap.margin:.1f}）"
        console.print(Text(title, "bold"))
        for label, parts, names in (
            ("怎么问的", gap.kinds, KINDS),
            ("问得多长", gap.lengths, LENGTHS),
            ("差得最多的服务", gap.services, {}),
        ):
            if parts:
                console.print(f"  {label}：{_listed(parts, names)}", markup=False)


def _listed(parts: Sequence[Slice], names: Mapping[str, str]) -> str:
    return "，".join(f"{named(names, part.name)} {part.points:+.1f}" for part in parts)


def _print_goals(console: Console, results: Sequence[Result], content: Content) -> None:
    table = Table("", "题数", "量到", "要到")
    for figure in measure(results, content.services):
        goal = f"{'≤' if figure.is_ceiling else '≥'} {percent(figure.goal)}"
        style = "" if figure.is_met else "red"
        mark = "" if figure.is_met else " 没到"
        table.add_row(figure.name, str(figure.count), Text(figure.shown + mark, style), goal)
    console.print(table)


def _print_tallies(
    console: Console, title: str, results: Sequence[Result], key: Callable[[Result], str], names: Mapping[str, str]
) -> None:
    tallies = tally_by(results, key)
    if not tallies:
        return
    table = Table(title, "题数", *VERDICTS.values())
    for name in [*(name for name in names if name in tallies), *(name for name in tallies if name not in names)]:
        table.add_row(Text(named(names, name)), *_cells(tallies[name]))
    console.print(table)


def _cells(tally: Tally) -> tuple[str, ...]:
    return (str(tally.total), *(percent(tally.share(verdict)) for verdict in Verdict))


def _print_departments(console: Console, results: Sequence[Result], content: Content) -> None:
    table = Table("部门", "题数", VERDICTS[Verdict.RIGHT], VERDICTS[Verdict.WRONG], "答了的里部门说对")
    for lead, part in tally_departments(results, content.services).items():
        named_right = percent(part.right / part.answered) if part.answered else "-"
        shares = (percent(part.tally.share(verdict)) for verdict in (Verdict.RIGHT, Verdict.WRONG))
        table.add_row(content.departments[lead].name, str(part.tally.total), *shares, named_right)
    if table.row_count:
        console.print(table)


def _print_services(console: Console, results: Sequence[Result]) -> None:
    tallies = tally_by(results, service_of)
    worst = sorted(tallies, key=lambda key: (tallies[key].share(Verdict.RIGHT), key))
    flawed = [key for key in worst if tallies[key].share(*_NOT_RIGHT)]
    table = Table(Column("服务（答得最差的在前）", overflow="fold"), "题数", *VERDICTS.values())
    for key in flawed[:MOST_SERVICES]:
        table.add_row(key, *_cells(tallies[key]))
    if flawed:
        console.print(table)
        console.print(f"{len(tallies)} 项服务里 {len(tallies) - len(flawed)} 项全对")


def _print_confusions(console: Console, results: Sequence[Result]) -> None:
    table = Table(Column("该给", overflow="fold"), Column("却给了", overflow="fold"), "次数", "比如")
    for confusion in find_confusions(results)[:MOST_CONFUSIONS]:
        times, example = str(len(confusion.examples)), Text(confusion.examples[0])
        table.add_row(confusion.expected, confusion.given, times, example)
    if table.row_count:
        console.print(table)


def _print_failures(console: Console, results: Sequence[Result], most: int) -> None:
    failures = [result for result in results if result.verdict in (Verdict.WRONG, Verdict.MISSED)]
    for result in failures[:most]:
        expected, shown = " ".join(expected_of(result)), " ".join(shown_of(result))
        line = f"{VERDICTS[result.verdict]}  {result.question.text}  应是 {expected}  给了 {shown}"
        console.print(line, markup=False)
    if len(failures) > most:
        console.print(f"（还有 {len(failures) - most} 题没列出来，加 --failures {len(failures)} 看全部）")


def expected_of(result: Result) -> tuple[str, ...]:
    """Return what a question should have led to: ids, numbers, or words; never empty."""
    question = result.question
    needs = tuple("/".join(need) for need in question.needs)
    return question.accept or question.numbers or needs or ("不归这里管",)


def shown_of(result: Result) -> tuple[str, ...]:
    """Return what was shown for a question: ids, numbers, or the kind of reply; never empty."""
    reply = result.reply
    return reply.services or reply.options or reply.numbers or (reply.kind.value,)
