"""`unanswered`: what the bot could not answer, was unsure of, or was told is wrong; grouped, most asked first."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.channels.terminal import open_console
from bot.config import Config
from bot.database import Database
from bot.review_words import REASONS
from bot.store import Reviewed, questions_for_review
from bot.table_cells import safe_cell
from bot.times import local_time
from knowledge.content import read_content
from knowledge.language.normalise import bare, normalise

HEADINGS = ("问题", "次数", "原因", "给出的服务", "渠道", "第一次", "最近一次")


@dataclass(frozen=True, slots=True)
class Group:
    """The same question, asked one or more times."""

    text: str
    """As first asked, masked."""
    times: int
    """How often it was asked."""
    reasons: tuple[str, ...]
    """Why it is here, in Chinese, the latest first."""
    shown: tuple[str, ...]
    """Ids of the services shown or offered the last time."""
    channels: tuple[str, ...]
    """Where it was asked, sorted."""
    first_at: datetime
    """When it was first asked."""
    last_at: datetime
    """When it was last asked."""


def unanswered_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `unanswered`."""
    parser.add_argument("--csv", type=Path, help="写成 CSV 表格文件")


async def run_unanswered(config: Config, options: argparse.Namespace) -> int:
    """Run `unanswered`; return the exit status."""
    database = await Database.open(config.database)
    try:
        questions = await database.transact(questions_for_review)
    finally:
        await database.close()
    titles = {service.id: service.title for service in read_content(config.content)[0].services.values()}
    groups = group_questions(in_clerks_words(question, config.timezone, titles) for question in questions)
    if options.csv is None:
        print_groups(open_console(), groups)
        return 0
    try:
        with options.csv.open("w", encoding="utf-8-sig", newline="") as out:
            write_csv(groups, out)
    except OSError as error:
        print(f"写不了 {options.csv}（{error.strerror}） -> 换一个能写的地方", file=sys.stderr)
        return 1
    print(f"{len(groups)} 个问题，写进了 {options.csv.resolve()}")
    return 0


def in_clerks_words(question: Reviewed, zone: ZoneInfo, titles: Mapping[str, str]) -> Reviewed:
    """Return a question with its time in `zone` and the titles of the services shown; an unknown id stays as it is."""
    asked_at = local_time(question.asked_at, zone).replace(tzinfo=None)
    return replace(question, asked_at=asked_at, shown=tuple(titles.get(key, key) for key in question.shown))


def group_questions(questions: Iterable[Reviewed]) -> list[Group]:
    """Return the questions, which come oldest first, grouped by their bare text: most asked first, then latest."""
    alike: dict[str, list[Reviewed]] = {}
    for question in questions:
        key = bare(normalise(question.text)) or question.text
        alike.setdefault(key, []).append(question)
    groups = [_group(members) for members in alike.values()]
    return sorted(groups, key=lambda group: (-group.times, -group.last_at.timestamp(), group.text))


def print_groups(console: Console, groups: Sequence[Group]) -> None:
    """Print a table of groups."""
    if not groups:
        console.print("没有要看的问题。")
        return
    table = Table(*HEADINGS)
    for group in groups:
        table.add_row(*map(Text, _cells(group)))  # as it is: what a resident typed is no markup
    console.print(table)


def write_csv(groups: Iterable[Group], out: TextIO) -> None:
    """Write groups as CSV that a spreadsheet shows as text: every cell quoted, none read as a formula."""
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for group in groups:
        writer.writerow([safe_cell(cell) for cell in _cells(group)])


def _group(members: list[Reviewed]) -> Group:
    reasons = dict.fromkeys(REASONS.get(member.review, member.review) for member in reversed(members))
    return Group(
        text=members[0].text,
        times=len(members),
        reasons=tuple(reasons),
        shown=members[-1].shown,
        channels=tuple(sorted({member.channel for member in members})),
        first_at=members[0].asked_at,
        last_at=members[-1].asked_at,
    )


def _cells(group: Group) -> tuple[str, ...]:
    return (
        group.text,
        str(group.times),
        "、".join(group.reasons),
        "、".join(group.shown),
        "、".join(group.channels),
        f"{group.first_at:%Y-%m-%d %H:%M}",
        f"{group.last_at:%Y-%m-%d %H:%M}",
    )
