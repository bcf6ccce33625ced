"""The managers' figures on the console's page and as files."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.channels.console_figures import draw_bars
from bot.figures.counting import Breakdown, Line
from bot.figures.hiding import Cell
from bot.staff.roles import Role
from tests.bot.channels.console_site import Site
from tests.bot.world import WAIVER


def line(key: str, *counts: int, is_hidden: bool = False) -> Line:
    return Line(key, tuple(Cell(count, count, is_hidden) for count in counts))


def test_bars_are_as_long_as_their_figures() -> None:
    table = Breakdown(line("total", 15, 10, 3, 2), (line("a", 10, 8, 0, 2), line("b", 5, 2, 3, 0)))
    assert [bar.parts for bar in draw_bars(table)] == [
        (("answered", 0, 80), ("back", 80, 0), ("off", 80, 20)),
        (("answered", 0, 20), ("back", 20, 30), ("off", 50, 0)),
    ]


def test_hidden_figures_draw_no_more_than_is_shown() -> None:
    few = Line("b", (Cell(8, 8), Cell(5, 5, is_hidden=True), Cell(3, 3, is_hidden=True), Cell(0, 0)))
    table = Breakdown(line("total", 22, 10, 3, 2), (line("a", 10, 8, 0, 2), few, line("c", 4, 4, 0, 0, is_hidden=True)))
    assert [bar.parts for bar in draw_bars(table)][1:] == [(("all", 0, 80),), ()]


@pytest.mark.parametrize("days", ["", "7", "30", "90", "180", "9", "x", "-1"])
async def test_page_of_nobody_is_whole(site: Site, days: str) -> None:
    await site.enter(Role.VIEWER)
    assert "人数太少" in await site.text(f"/staff/figures?days={days}")


async def test_page_shows_figures_and_charts(site: Site) -> None:
    for person in range(6):
        await site.ask(WAIVER, person=f"p{person}")
    await site.enter(Role.VIEWER)
    page = await site.text("/staff/figures?days=7")
    assert re.search(r"<b>6</b>次提问", page)
    assert re.search(r"<b>100%</b>直接答上", page)
    assert '<rect class="answered"' in page
    assert "style=" not in page


async def test_figure_of_few_people_is_not_in_the_page(site: Site) -> None:
    for person in range(6):
        await site.ask(WAIVER, person=f"p{person}")
    for person in range(3):
        await site.ask(WAIVER, person=f"q{person}", channel="web")
    await site.enter(Role.VIEWER)
    page = await site.text("/staff/figures")
    channels = page.partition("按渠道")[2].partition("</section>")[0]
    assert ">—<" in channels
    assert ">3<" not in channels
    assert ">6<" not in channels


async def test_files_are_sent_as_files(site: Site) -> None:
    await site.enter(Role.VIEWER)
    book = await site.client.get("/staff/figures.xlsx?days=7")
    assert book.headers["content-disposition"] == 'attachment; filename="figures-7.xlsx"'
    assert "按部门" in load_workbook(BytesIO(book.content)).sheetnames
    table = await site.client.get("/staff/figures.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="figures-30.csv"'
    assert table.content.startswith("\ufeff".encode())
