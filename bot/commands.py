"""The commands: for each its name, help, example, arguments, and what it runs. Called by `__main__`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot import store
from bot.ask import ask_lines, ask_once, explain, open_json_streams
from bot.assembly import open_library, open_responder
from bot.bulk.command import export_arguments, import_arguments, run_export, run_import
from bot.channels.terminal import chat, open_console
from bot.config import Config, WebConfig
from bot.database import Database
from bot.evaluation.calibrating import no_arguments, run_calibrate
from bot.evaluation.command import evaluate_arguments, run_evaluate
from bot.referral.counter import Mark, find_referral, load_cases, load_labelled, mark_referral
from bot.referral.misroutes import counters_of, misroute_matrix, propose_changes
from bot.referral.report import print_cases, print_marked, print_matrix, print_proposals, print_referral
from bot.respond import utc_now
from bot.screen import run_screen, screen_arguments
from bot.serve import serve
from bot.staff.account_commands import run_staff, staff_arguments
from bot.staff.desk_commands import (
    publish_arguments,
    review_arguments,
    run_audit,
    run_publish,
    run_review,
    run_undo,
    undo_arguments,
)
from bot.staff.upkeep_command import run_upkeep, upkeep_arguments
from bot.unanswered import group_questions, in_clerks_words, print_groups, write_csv
from knowledge.checking.validator import check_content, check_plan, list_reminders
from knowledge.content import load_content, read_content

Options = argparse.Namespace
EX_USAGE = 2
MOST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    """What is typed."""
    help: str
    """What it does, in one line."""
    example: str
    """A line that works."""
    add_arguments: Callable[[argparse.ArgumentParser], None]
    """Declares its arguments."""
    run: Callable[[Config, Options], Awaitable[int]]
    """Runs it; returns the exit status."""


def _ask_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", help="要问的话")
    parser.add_argument("--json", action="store_true", help="从标准输入一行读一个 JSON 对象，一行写一个")
    parser.add_argument("--explain", action="store_true", help="还要说明为什么这样答")
    parser.add_argument("--record", action="store_true", help="和 --json 一起用：把问题记进数据库（平时只在内存里）")


async def _ask(config: Config, options: Options) -> int:
    if options.json == bool(options.question):
        print("给一个问题，或者用 --json；例：python -m bot ask 高中学费免多少", file=sys.stderr)
        return EX_USAGE
    library = open_library(config)
    if options.explain and options.question:
        open_console().print(explain(library.edition.understander, options.question), markup=False)
    is_kept = not options.json or options.record
    async with open_responder(config, library, is_kept=is_kept) as responder:
        if options.json:
            await ask_lines(responder, *open_json_streams())
        else:
            await ask_once(responder, options.question)
    return 0


async def _chat(config: Config, _options: Options) -> int:
    library = open_library(config)
    console = open_console()
    async with open_responder(config, library) as responder:
        await chat(responder.respond, console, "here", library.edition.content.messages["common.start"])
    return 0


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="网页地址（默认按设置文件）")
    parser.add_argument("--port", type=_port, help="网页端口，0 = 随便一个空的（默认按设置文件）")
    parser.add_argument("--first-admin", action="store_true", help="还没有工作台账号，就建一个 admin 并显示一次密码")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}”不是 0 到 {MOST_PORT} 之间的整数")
    return int(text)


async def _serve(config: Config, options: Options) -> int:
    port = config.web.port if options.port is None else options.port
    web = WebConfig(options.host or config.web.host, port)
    await serve(config, web, has_first_admin=options.first_admin)
    return 0


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", type=Path, help="规划的 plan.json：再核对每个数都在引用的段落里")


async def _check(config: Config, options: Options) -> int:
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


def _unanswered_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--csv", type=Path, help="写成 CSV 表格文件")


async def _unanswered(config: Config, options: Options) -> int:
    database = await Database.open(config.database)
    try:
        questions = await database.transact(store.questions_for_review)
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


def _referral_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="办事单上的单号，8位数字")
    verdict = parser.add_mutually_exclusive_group()
    verdict.add_argument("--theirs", metavar="部门", help="不归这里：写该归的部门，名字、简称或 key 都行")
    verdict.add_argument("--ours", action="store_true", help="没转错，就归这里")
    parser.add_argument("--by", metavar="名字", default="", help="谁标的")
    parser.add_argument("--service", metavar="id", default="", help="单子上有几件事时，说的是哪一件")


async def _referral(config: Config, options: Options) -> int:
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


async def _misroutes(config: Config, _options: Options) -> int:
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


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing."""


COMMANDS = (
    Command("ask", "问一个问题，或一行一个 JSON", "python -m bot ask 我婆86了有没有补助", _ask_arguments, _ask),
    Command("screen", "说说情况，看能享受哪些", "python -m bot screen 我婆86，一个人住", screen_arguments, run_screen),
    Command("chat", "在终端里聊", "python -m bot chat", _no_arguments, _chat),
    Command("serve", "开网页，有令牌就连 Telegram", "python -m bot serve --port 8000", _serve_arguments, _serve),
    Command("check", "检查内容，列出所有问题", "python -m bot check --plan plan.json", _check_arguments, _check),
    Command(
        "evaluate",
        "量答得准不准，写成报告",
        "python -m bot evaluate --report report.html",
        evaluate_arguments,
        run_evaluate,
    ),
    Command("calibrate", "按内容自带的试题重新校准把握", "python -m bot calibrate", no_arguments, run_calibrate),
    Command(
        "unanswered",
        "没答上、没把握的问题",
        "python -m bot unanswered --csv 问题.csv",
        _unanswered_arguments,
        _unanswered,
    ),
    Command(
        "referral",
        "看一张办事单；窗口标“不归我们，归谁”",
        "python -m bot referral 1234-5671 --theirs 民政局 --by 小王",
        _referral_arguments,
        _referral,
    ),
    Command("misroutes", "转错窗口的账，和建议改的规则", "python -m bot misroutes", _no_arguments, _misroutes),
    Command(
        "review",
        "要看的问题分成组；加到服务、交给部门、放到一边",
        "python -m bot review 12 --to soc-dibao",
        review_arguments,
        run_review,
    ),
    Command("publish", "看草稿会变什么，发布", "python -m bot publish 3", publish_arguments, run_publish),
    Command("undo", "撤回发布过的修改", "python -m bot undo 3 --why 搞错了", undo_arguments, run_undo),
    Command("export", "所有服务存成一个表格文件", "python -m bot export 服务.xlsx", export_arguments, run_export),
    Command(
        "import",
        "改好的表格文件读回来：看会变什么，或者发布",
        "python -m bot import 服务.xlsx --publish --by 王芳 --why 新文件",
        import_arguments,
        run_import,
    ),
    Command("audit", "谁改过什么，记录有没有被动过", "python -m bot audit", _no_arguments, run_audit),
    Command("upkeep", "快到期、没核实、常被说不对的条目", "python -m bot upkeep", upkeep_arguments, run_upkeep),
    Command(
        "staff",
        "工作台的账号：add、list、remove、role、password",
        "python -m bot staff add 王芳 --role editor",
        staff_arguments,
        run_staff,
    ),
)
