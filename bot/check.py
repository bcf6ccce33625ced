"""`check`: every problem of the content with its remedy, and what staff should look at soon."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.channels.terminal import open_console
from bot.config import Config
from bot.times import utc_now
from knowledge.checking.validator import check_content, check_plan, list_reminders


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    parser.add_argument("--plan", type=Path, help="规划的 plan.json：再核对每个数都在引用的段落里")


async def run_check(config: Config, options: argparse.Namespace) -> int:
    """Run `check`; return the exit status."""
    problems = check_content(config.content)
    if options.plan:
        problems += check_plan(config.content, options.plan)
    console = open_console()
    for problem in problems:
        console.print(str(problem), markup=False)
    for reminder in list_reminders(config.content, utc_now().astimezone(config.timezone).date()):
        console.print(f"提醒 {reminder}", markup=False)
    console.print(f"{len(problems)} 处问题" if problems else "内容没有问题", markup=False)
    return 1 if problems else 0
