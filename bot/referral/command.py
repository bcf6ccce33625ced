"""The `referral` and `misroutes` commands: their arguments, and what they run. Called by `bot.commands`."""

from __future__ import annotations

import argparse

from bot.channels.terminal import open_console
from bot.config import Config
from bot.database import Database
from bot.referral.counter import Mark, find_referral, load_cases, load_labelled, mark_referral
from bot.referral.misroutes import counters_of, misroute_matrix, propose_changes
from bot.referral.report import print_cases, print_marked, print_matrix, print_proposals, print_referral
from bot.times import utc_now
from knowledge.content import load_content


def referral_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `referral`."""
    parser.add_argument("code", help="办事单上的单号，8位数字")
    verdict = parser.add_mutually_exclusive_group()
    verdict.add_argument("--theirs", metavar="部门", help="不归这里：写该归的部门，名字、简称或 key 都行")
    verdict.add_argument("--ours", action="store_true", help="没转错，就归这里")
    parser.add_argument("--by", metavar="名字", default="", help="谁标的")
    parser.add_argument("--service", metavar="id", default="", help="单子上有几件事时，说的是哪一件")


async def run_referral(config: Config, options: argparse.Namespace) -> int:
    """Run `referral`; return the exit status."""
    content, console = load_content(config.content), open_console()
    database = await Database.open(config.database)
    try:
        if not options.theirs and not options.ours:
            print_referral(console, content, *await find_referral(database, options.code))
            return 0
        mark = Mark(options.code, options.by, options.theirs or "", options.service)
        print_marked(console, content, await mark_referral(database, content, mark, utc_now().replace(tzinfo=None)))
    finally:
        await database.close()
    return 0


async def run_misroutes(config: Config, _options: argparse.Namespace) -> int:
    """Run `misroutes`; return the exit status."""
    content, console = load_content(config.content), open_console()
    database = await Database.open(config.database)
    try:
        verdicts, issued = await load_cases(database)
        cases = await load_labelled(database)
    finally:
        await database.close()
    print_matrix(console, content, misroute_matrix(verdicts))
    print_cases(console, content, cases)
    print_proposals(console, content, propose_changes(verdicts, counters_of(content), issued))
    return 0
