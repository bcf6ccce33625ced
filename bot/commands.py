"""The commands: for each its name, help, example, and the module that runs it. Called by `__main__`.

A module is loaded when its command is typed and not before: what `serve` needs costs `ask` neither time nor memory.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bot.config import Config


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    """What is typed."""
    help: str
    """What it does, in one line."""
    example: str
    """A line that works."""
    module: str
    """Module with its coroutine `run_NAME`, and with `NAME_arguments` where it takes any."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare its arguments."""
        declare: Any = getattr(import_module(self.module), f"{self.name}_arguments", None)
        if declare is not None:
            declare(parser)

    async def run(self, config: Config, options: argparse.Namespace) -> int:
        """Run it; return the exit status. Raises `ContentError` and any `ForeseenError`."""
        run: Any = getattr(import_module(self.module), f"run_{self.name}")
        return int(await run(config, options))


class CommandParser(argparse.ArgumentParser):
    """The parser of one command, which learns what the command takes when it is typed."""

    command: Command
    """What it parses for."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return what was typed, and what is left over, as the base class does."""
        self.command.add_arguments(self)
        self.set_defaults(command=self.command)
        return super().parse_known_args(args, namespace)


COMMANDS = (
    Command("ask", "问一个问题，或一行一个 JSON", "python -m bot ask 我婆86了有没有补助", "bot.ask"),
    Command("screen", "说说情况，看能享受哪些", "python -m bot screen 我婆86，一个人住", "bot.screen"),
    Command("chat", "在终端里聊", "python -m bot chat", "bot.chat"),
    Command("serve", "开网页，有令牌就连 Telegram", "python -m bot serve --port 8000", "bot.serve"),
    Command("check", "检查内容，列出所有问题", "python -m bot check --plan plan.json", "bot.check"),
    Command(
        "evaluate", "量答得准不准，写成报告", "python -m bot evaluate --report report.html", "bot.evaluation.command"
    ),
    Command("calibrate", "按内容自带的试题重新校准把握", "python -m bot calibrate", "bot.evaluation.calibrating"),
    Command("unanswered", "没答上、没把握的问题", "python -m bot unanswered --csv 问题.csv", "bot.unanswered"),
    Command(
        "referral",
        "看一张办事单；窗口标“不归我们，归谁”",
        "python -m bot referral 1234-5671 --theirs 民政局 --by 小王",
        "bot.referral.command",
    ),
    Command("misroutes", "转错窗口的账，和建议改的规则", "python -m bot misroutes", "bot.referral.command"),
    Command(
        "review",
        "要看的问题分成组；加到服务、交给部门、放到一边",
        "python -m bot review 12 --to soc-dibao",
        "bot.staff.desk_commands",
    ),
    Command("publish", "看草稿会变什么，发布", "python -m bot publish 3", "bot.staff.desk_commands"),
    Command("undo", "撤回发布过的修改", "python -m bot undo 3 --why 搞错了", "bot.staff.desk_commands"),
    Command("export", "所有服务存成一个表格文件", "python -m bot export 服务.xlsx", "bot.bulk.command"),
    Command(
        "import",
        "改好的表格文件读回来：看会变什么，或者发布",
        "python -m bot import 服务.xlsx --publish --by 王芳 --why 新文件",
        "bot.bulk.command",
    ),
    Command("audit", "谁改过什么，记录有没有被动过", "python -m bot audit", "bot.staff.desk_commands"),
    Command("upkeep", "快到期、没核实、常被说不对的条目", "python -m bot upkeep", "bot.staff.upkeep_command"),
    Command(
        "staff",
        "工作台的账号：add、list、remove、role、password",
        "python -m bot staff add 王芳 --role editor",
        "bot.staff.account_commands",
    ),
)
