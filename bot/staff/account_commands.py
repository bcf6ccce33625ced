"""`staff`: the accounts of the console, for an operator at a terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.assembly import open_store
from bot.config import Config
from bot.staff.accounts import AccountError, Accounts
from bot.staff.chat_links import CODE_LASTS
from bot.staff.passwords import make_password
from bot.staff.roles import ROLE_NAMES, Role
from bot.times import local_text, utc_now
from knowledge.content import read_content

HEADINGS = ("名字", "角色", "建立时间")
FIRST_ADMIN = "admin"


def staff_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `staff`."""
    parser.add_argument("task", choices=("add", "list", "remove", "role", "password", "link"), help="做什么")
    parser.add_argument("name", nargs="?", default="", help="名字")
    parser.add_argument("--role", choices=[str(role) for role in Role], help="角色（add 默认 viewer）")


async def run_staff(config: Config, options: argparse.Namespace) -> int:
    """Do one task with the accounts; returns the exit status."""
    console = Console()
    if options.task != "list" and not options.name:
        print("要写名字；例：python -m bot staff add 王芳 --role editor", file=sys.stderr)
        return 2
    if options.task == "role" and not options.role:
        print("要写角色；例：python -m bot staff role 王芳 --role editor", file=sys.stderr)
        return 2
    async with open_store(config) as database:
        accounts = Accounts(database, config.staff, utc_now)
        try:
            await _run(accounts, options, console, config.timezone)
        except AccountError as error:
            messages = read_content(config.content)[0].messages
            print(messages[error.key], file=sys.stderr)
            return 1
    return 0


async def _run(accounts: Accounts, options: argparse.Namespace, console: Console, zone: ZoneInfo) -> None:
    if options.task == "list":
        await _print_accounts(accounts, console, zone)
    elif options.task == "remove":
        await accounts.remove(options.name)
    elif options.task == "role":
        await accounts.set_role(options.name, Role(options.role))
    elif options.task == "link":
        code = await accounts.make_link_code(options.name)
        minutes = CODE_LASTS // timedelta(minutes=1)
        print(f"让{options.name}在 Telegram 里发给机器人：/staff {code}  （{minutes}分钟内有效，只能用一次）")
    else:
        password = _ask_password()
        chosen = password or make_password()
        if options.task == "add":
            await accounts.add(options.name, chosen, Role(options.role or Role.VIEWER))
        else:
            await accounts.set_password(options.name, chosen)
        if not password:
            print(f"密码：{chosen}  （只显示这一次）")


async def make_first_admin(accounts: Accounts) -> str | None:
    """Make an admin where there is no account at all; return the password, None where there was one."""
    if await accounts.all():
        return None
    password = make_password()
    await accounts.add(FIRST_ADMIN, password, Role.ADMIN)
    return password


async def offer_first_admin(accounts: Accounts) -> str:
    """Make the first admin, or say in words for an operator which account to use where there are accounts already."""
    password = await make_first_admin(accounts)
    if password:
        return f"名字 {FIRST_ADMIN}，密码 {password}  （密码只显示这一次）"
    admins = [account.name for account in await accounts.all() if account.role is Role.ADMIN]
    if not admins:
        return "（已有账号，但没有管理员；建一个：python -m bot staff add 名字 --role admin）"
    return f"（已有账号，不再新建；{admins[0]}忘了密码就用：python -m bot staff password {admins[0]}）"


def _ask_password() -> str:
    """Return the password typed at a terminal; empty where there is no terminal, or nothing was typed."""
    return getpass.getpass("密码（直接回车 = 自动生成一个）：") if sys.stdin.isatty() else ""


async def _print_accounts(accounts: Accounts, console: Console, zone: ZoneInfo) -> None:
    found = await accounts.all()
    if not found:
        console.print("还没有账号。建第一个：python -m bot staff add 名字 --role admin")
        return
    table = Table(*HEADINGS)
    for account in found:
        table.add_row(Text(account.name), ROLE_NAMES[account.role], local_text(account.created_at, zone))
    console.print(table)
