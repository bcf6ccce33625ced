"""The `evaluate` command: its arguments, and what it runs. Called by `bot.commands`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.assembly import open_library
from bot.channels.terminal import open_console
from bot.config import Config
from bot.evaluation.gaps import find_gaps
from bot.evaluation.printing import print_gaps, print_view
from bot.evaluation.report import write_report
from bot.evaluation.views import FOLDS, Plan, gather_views
from bot.times import utc_now

MOST_FOLDS = 20


def evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `evaluate`."""
    parser.add_argument(
        "files", nargs="*", type=Path, help="除了内容自带的和没见过的题，再问这些题目文件（jsonl）或文件夹"
    )
    parser.add_argument("--failures", type=int, default=20, help="每一组最多列出几道错题（默认 20）")
    parser.add_argument("--report", type=Path, help="写成一个不用联网就能看的网页")
    parser.add_argument("--folds", type=_folds, help=f"交叉验证分几份，0 = 不做（写网页时默认 {FOLDS}，不写时默认 0）")


async def run_evaluate(config: Config, options: argparse.Namespace) -> int:
    """Measure, print, and write the report where one is asked for; return the exit status."""
    library = open_library(config)
    console, content = open_console(), library.edition.content
    folds = options.folds if options.folds is not None else FOLDS if options.report else 0
    plan = Plan(config.content, config.questions, options.files, folds, utc_now().astimezone(config.timezone))
    views = []
    for view in gather_views(plan, library.edition, console):
        print_view(console, view, content, options.failures)
        views.append(view)
    print_gaps(console, find_gaps(views))
    if options.report is None:
        return 0
    try:
        options.report.write_text(write_report(views, library.edition, plan.now.date()), encoding="utf-8")
    except OSError as error:
        print(f"写不了 {options.report}（{error.strerror}） -> 换一个能写的地方", file=sys.stderr)
        return 1
    console.print(f"报告写在 {options.report}", markup=False)
    return 0


def _folds(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) == 1 or int(text) > MOST_FOLDS:
        raise argparse.ArgumentTypeError(f"“{text}”不行，写 0 或者 2 到 {MOST_FOLDS}")
    return int(text)
