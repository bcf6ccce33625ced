"""`upkeep`: what needs a hand, by owner, for a clerk at a terminal."""

from __future__ import annotations

import argparse

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.assembly import open_store
from bot.config import Config
from bot.staff.links import find_broken_links
from bot.staff.upkeep import NEED_NAMES, UpkeepItem, by_owner, read_upkeep
from bot.times import utc_now
from knowledge.content import load_content

NOBODY = "没写负责人"


def upkeep_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `upkeep`."""
    parser.add_argument("--links", action="store_true", help="还要上网看看出处的网址打不打得开")


async def run_upkeep(config: Config, options: argparse.Namespace) -> int:
    """Print what needs a hand; returns the exit status.

    Raises `ContentError` where a file cannot be read: of its entries nothing could be told.
    """
    content, console = load_content(config.content), Console()
    async with open_store(config) as database:
        items = await database.transact(lambda connection: read_upkeep(connection, content, utc_now(), config.timezone))
    for owner, mine in by_owner(items).items():
        console.print(_table(owner or NOBODY, mine))
    console.print(f"{len(items)} 处要看" if items else "没有要看的", markup=False)
    if options.links:
        async with httpx.AsyncClient() as client:
            broken = await find_broken_links(content, client)
        for link in broken:
            console.print(f"{link.service}：{link.address}：{link.why}", markup=False, soft_wrap=True)
        console.print(f"{len(broken)} 个网址打不开" if broken else "网址都打得开", markup=False)
    return 0


def _table(owner: str, items: list[UpkeepItem]) -> Table:
    table = Table("为什么", "条目", "名字", "到期", "评价", title=Text(owner))
    for item in items:
        rated = f"{item.verdicts} 次里 {item.bad} 次说不对" if item.verdicts else ""
        due = item.due_on.isoformat() if item.due_on else ""
        table.add_row(*map(Text, (NEED_NAMES[item.need], item.key, item.title, due, rated)))
    return table
