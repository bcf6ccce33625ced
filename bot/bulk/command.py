"""`export` and `import`: the services as a workbook and back, for a clerk at a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.bulk.service_import import edits_of_workbook
from bot.bulk.service_sheets import export_services
from bot.config import Config
from bot.staff.desk_commands import Desk, at_desk, print_preview
from bot.staff.errors import StaffError
from knowledge.content import load_content

EX_USAGE = 2
MOST_FILE_BYTES = 16 * 1024 * 1024
REASON = "用表格改的"


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `export`."""
    parser.add_argument("file", type=Path, help="写成哪个 .xlsx 文件")


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `import`."""
    parser.add_argument("file", type=Path, help="export 存出来、改好的 .xlsx 文件")
    parser.add_argument("--publish", action="store_true", help="直接发布（要写 --by 和 --why）")
    parser.add_argument("--by", default="", metavar="名字", help="谁改的")
    parser.add_argument("--why", default="", metavar="原因", help="为什么改")
    parser.add_argument("--anyway", default="", metavar="原因", help="有冲突也发布，写上原因")


async def run_export(config: Config, options: argparse.Namespace) -> int:
    """Write the workbook; returns the exit status."""
    content = load_content(config.content)
    try:
        options.file.write_bytes(export_services(content))
    except OSError as error:
        print(f"写不了 {options.file}（{error.strerror}） -> 换一个能写的地方", file=sys.stderr)
        return 1
    print(f"{len(content.services)} 项服务存到 {options.file} 了。改好以后：python -m bot import {options.file}")
    return 0


async def run_import(config: Config, options: argparse.Namespace) -> int:
    """Draft what a workbook changes and show it, or publish it too; returns the exit status."""
    if options.publish and not (options.by.strip() and options.why.strip()):
        print(
            "发布要写谁改的、为什么；例：python -m bot import 服务.xlsx --publish --by 王芳 --why 新文件",
            file=sys.stderr,
        )
        return EX_USAGE
    return await at_desk(config, options, _import)


async def _import(desk: Desk, options: argparse.Namespace) -> None:
    edits = edits_of_workbook(_read_file(options.file), desk.content())
    if not edits:
        desk.say("和现在的内容一样，什么也没有改。")
        return
    actor = options.by.strip() or desk.actor
    change = await desk.publisher.draft(edits, actor, reason=options.why.strip() or REASON)
    print_preview(desk, await desk.publisher.preview(change.id))
    if options.publish:
        await desk.publisher.publish(change.id, actor, override=options.anyway)
        desk.say(f"发布了。要撤回：python -m bot undo {change.id}")
    else:
        desk.say(f"成了第 {change.id} 号草稿。发布：python -m bot publish {change.id}")


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise StaffError(f"{path} 太大，最大 {MOST_FILE_BYTES // 1024 // 1024} MB -> 去掉图片和用不着的表")
        return path.read_bytes()
    except OSError as error:
        raise StaffError(f"读不了 {path}（{error.strerror}） -> 看看文件在不在、名字对不对") from error
