"""`review`, `publish`, `undo` and `audit`: the staff room for a clerk at a terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.assembly import open_library, open_store
from bot.config import Config
from bot.database import Database
from bot.review_words import REASONS
from bot.staff.audit import count_entries, find_breaks, list_entries
from bot.staff.audit_words import deed_in_words
from bot.staff.edits import AddPhrasings, AddToTopic, Edit
from bot.staff.errors import NotPublishableError, StaffError
from bot.staff.preview import Change, Preview
from bot.staff.publishing import Publisher
from bot.staff.queue import GroupDetail, ReviewQueue
from bot.times import local_text
from knowledge.models import Content

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """What a clerk's command works with."""

    database: Database
    """The open store."""
    queue: ReviewQueue
    """The review queue."""
    publisher: Publisher
    """Drafts and publishes."""
    console: Console
    """Where it is printed."""
    zone: ZoneInfo
    """The county's time zone."""
    actor: str
    """Who is at the terminal."""
    content: Callable[[], Content]
    """The content in use."""

    def say(self, text: str) -> None:
        """Print a text as it is."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


Task = Callable[[Desk, argparse.Namespace], Awaitable[None]]


def review_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `review`."""
    parser.add_argument("group", nargs="?", type=int, help="组号；不写就列出要看的")
    parser.add_argument("--to", metavar="服务", help="把这组的问法加到这项服务（先成草稿）")
    parser.add_argument("--elsewhere", metavar="事项", help="把这组的问法加到 elsewhere.yaml 的这一条（先成草稿）")
    parser.add_argument("--phrasing", action="append", metavar="问法", help="只加这一句，可以写几次；不写就全加")
    parser.add_argument("--department", metavar="部门", help="交给这个部门")
    parser.add_argument("--dismiss", metavar="原因", help="不用管，写上原因")


def publish_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `publish`."""
    parser.add_argument("change", nargs="?", type=int, help="草稿的号；不写就列出草稿")
    parser.add_argument("--look", action="store_true", help="只看会变什么，不发布")
    parser.add_argument("--anyway", default="", metavar="原因", help="有冲突也发布，写上原因")


def undo_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `undo`."""
    parser.add_argument("change", nargs="?", type=int, help="修改的号；不写就列出发布过的")
    parser.add_argument("--why", default="", metavar="原因", help="为什么撤回")


async def run_review(config: Config, options: argparse.Namespace) -> int:
    """List the queue, open a group, or decide about one; returns the exit status."""
    return await at_desk(config, options, _review)


async def run_publish(config: Config, options: argparse.Namespace) -> int:
    """List drafts, or publish one; returns the exit status."""
    return await at_desk(config, options, _publish)


async def run_undo(config: Config, options: argparse.Namespace) -> int:
    """List what was published, or take it back; returns the exit status."""
    return await at_desk(config, options, _undo)


async def run_audit(config: Config, _options: argparse.Namespace) -> int:
    """Print the end of the audit trail and whether it is whole; returns 1 where it is not."""
    async with open_store(config) as database:
        entries = await database.transact(list_entries)
        breaks = await database.transact(find_breaks)
        total = await database.transact(count_entries)
    console = Console()
    table = Table("号", "什么时候", "谁", "做了什么", "为什么")
    for entry in reversed(entries):
        why = str(entry.detail.get("why") or entry.detail.get("reason") or "")
        at = local_text(datetime.fromisoformat(entry.at), config.timezone)
        table.add_row(*map(Text, (str(entry.id), at, entry.actor, deed_in_words(entry.verb, entry.subject), why)))
    console.print(table)
    if breaks:
        print(f"记录被动过：第 {'、'.join(map(str, breaks))} 条对不上 -> 用备份核对数据库", file=sys.stderr)
        return 1
    console.print(
        f"一共 {total} 条，前后都对得上；最后的封印 {entries[0].digest if entries else '还没有'}", markup=False
    )
    return 0


async def at_desk(config: Config, options: argparse.Namespace, run: Task) -> int:
    """Open the staff room, run a clerk's task there, and print what stands against it; returns the exit status."""
    library = open_library(config)
    async with open_store(config) as database:
        desk = Desk(
            database=database,
            queue=ReviewQueue(database, library),
            publisher=Publisher(database, library, config),
            console=Console(),
            zone=config.timezone,
            actor=getpass.getuser(),
            content=lambda: library.edition.content,
        )
        await desk.publisher.recover()
        try:
            await run(desk, options)
        except NotPublishableError as error:
            print_preview(desk, error.preview)
            print(error, file=sys.stderr)
            return 1
        except StaffError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            await desk.publisher.finish_late()
    return 0


async def _review(desk: Desk, options: argparse.Namespace) -> None:
    if options.group is None:
        await _print_queue(desk)
    elif options.dismiss is not None:
        await desk.queue.dismiss([options.group], desk.actor, options.dismiss)
        desk.say(f"第 {options.group} 组放到一边了")
    elif options.department:
        await desk.queue.hand_over([options.group], desk.actor, options.department)
        desk.say(f"第 {options.group} 组交给 {options.department} 了")
    else:
        detail = await desk.queue.open_group(options.group)
        texts = tuple(options.phrasing or dict.fromkeys(asked.text for asked in reversed(detail.questions)))
        edit: Edit | None = AddPhrasings(options.to, texts) if options.to else None
        edit = AddToTopic(options.elsewhere, texts) if options.elsewhere else edit
        if edit is None:
            _print_group(desk, detail)
            return
        change = await desk.publisher.draft([edit], desk.actor, group_ids=[options.group])
        print_preview(desk, await desk.publisher.preview(change.id))
        desk.say(f"成了第 {change.id} 号草稿。发布：python -m bot publish {change.id}")


async def _publish(desk: Desk, options: argparse.Namespace) -> None:
    if options.change is None:
        _print_changes(desk, await desk.publisher.drafts(), "没有草稿。")
        return
    print_preview(desk, await desk.publisher.preview(options.change))
    if not options.look:
        change = await desk.publisher.publish(options.change, desk.actor, override=options.anyway)
        desk.say(f"发布了。要撤回：python -m bot undo {change.id}")


async def _undo(desk: Desk, options: argparse.Namespace) -> None:
    if options.change is None:
        _print_changes(desk, await desk.publisher.history(), "还没有发布过。")
        return
    change = await desk.publisher.undo(options.change, desk.actor, options.why)
    desk.say(f"撤回了，记作第 {change.id} 次修改")


async def _print_queue(desk: Desk) -> None:
    page = await desk.queue.list_groups()
    if not page.groups:
        desk.say("没有要看的问题。")
        return
    table = Table("组", "问题", "次数", "人数", "原因", "最近一次")
    for group in page.groups:
        reasons = "、".join(REASONS.get(review, review) for review in group.reviews)
        times, people = str(group.times), str(group.people)
        last = local_text(group.last_at, desk.zone)
        table.add_row(*map(Text, (str(group.id), group.text, times, people, reasons, last)))
    desk.console.print(table)
    if page.total > len(page.groups):
        desk.say(f"一共 {page.total} 组，这里是问得最多的 {len(page.groups)} 组。")


def _print_group(desk: Desk, detail: GroupDetail) -> None:
    for asked in detail.questions[:MOST_SHOWN]:
        reason = REASONS.get(asked.review, asked.review)
        desk.say(f"{local_text(asked.asked_at, desk.zone)}  {asked.text}  （{reason}）")
    desk.say("可能是：")
    for found in detail.suggestions:
        desk.say(f"  {found.probability:.0%}  {found.id}  {found.title}  因为像“{found.phrasing}”")


def print_preview(desk: Desk, preview: Preview) -> None:
    """Print what a draft would do."""
    for diff in preview.diffs:
        desk.say(diff.diff)
    for problem in preview.problems:
        desk.say(f"问题：{problem}")
    for conflict in preview.conflicts:
        desk.say(f"冲突：“{conflict.phrasing}”：{conflict.why}（{conflict.belongs_to}）")
    if preview.replay is None:
        return
    replay = preview.replay
    different, rerouted = len(replay.differences), replay.rerouted
    desk.say(f"试了 {replay.questions} 个问题：{different} 个的回答会变，其中 {rerouted} 个会去别的部门。")
    for found in replay.differences[:MOST_SHOWN]:
        before, after = ("、".join(outcome.services) or outcome.kind for outcome in (found.before, found.after))
        desk.say(f"  {found.question}：{before} → {after}")


def _print_changes(desk: Desk, changes: Sequence[Change], otherwise: str) -> None:
    if not changes:
        desk.say(otherwise)
        return
    table = Table("号", "谁", "什么时候", "为什么", "撤回")
    for change in changes:
        at = local_text(change.published_at or change.created_at, desk.zone)
        undone = f"被第 {change.undone_by} 次撤回" if change.undone_by else ""
        table.add_row(*map(Text, (str(change.id), change.publisher or change.author, at, change.reason, undone)))
    desk.console.print(table)
