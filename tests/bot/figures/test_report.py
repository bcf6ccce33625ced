from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Config
from bot.database import Database
from bot.figures import records
from bot.figures.export import HIDDEN, Sheet, list_sheets, write_csv, write_xlsx
from bot.figures.report import Report, count_misroutes, make_report
from bot.library import Library
from bot.referral.records import Verdict
from bot.respond import Responder
from bot.schema import question
from bot.staff.queue import ReviewQueue
from bot.staff.review_store import ANSWERED, Decision, decide_groups
from tests.bot.world import ELSEWHERE, NOON, WAIVER, Clock, pressed, typed

ZONE = ZoneInfo("Asia/Shanghai")
STRANGE = "=cmd|'/c calc'!A1 啥时候放烟花"


@pytest.fixture
async def store(config: Config, desk: Responder) -> AsyncIterator[Database]:
    """A second connection to the store of `desk`."""
    opened = await Database.open(config.database)
    yield opened
    await opened.close()


async def ask(desk: Responder, text: str, people: int, first: int = 0) -> None:
    for person in range(first, first + people):
        await desk.respond(typed(text, text, f"p{person}"))


async def report_of(store: Database, library: Library, days: int = 30) -> Report:
    return await make_report(store, library.edition.content, days, NOON + timedelta(hours=1), ZONE)


async def test_questions_are_counted_by_everything_at_once(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 6)
    report = await report_of(store, library)
    for table, key in (
        (report.by_domain, "education"),
        (report.by_department, "education"),
        (report.by_channel, "telegram"),
        (report.by_town, ""),
    ):
        assert [(line.key, line.cells[0].shown) for line in table.lines] == [(key, 6)]
    assert report.people == 6


async def test_questions_before_the_time_are_left_out(
    desk: Responder, store: Database, library: Library, clock: Clock
) -> None:
    clock.now = NOON - timedelta(days=7)
    await ask(desk, WAIVER, 6)
    assert (await report_of(store, library, 7)).by_time.total.cells[0].shown == 0
    assert (await report_of(store, library, 8)).by_time.total.cells[0].shown == 6


async def test_town_of_the_question_counts(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 5)

    async def move(connection: AsyncConnection) -> None:
        await connection.execute(question.update().values(town="后柳镇"))

    await store.transact(move)
    assert [line.key for line in (await report_of(store, library)).by_town.lines] == ["后柳镇"]


async def test_nobody_is_read_out_of_a_report_of_few(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 4)
    await ask(desk, ELSEWHERE, 4)
    await ReviewQueue(store, library).list_groups()
    report = await report_of(store, library)
    assert report.people is None
    assert report.unanswered == ()
    assert report.quiet_groups == 1
    assert report.by_domain.lines[0].cells[0].shown is None


async def test_pieces_are_read_to_the_end(
    desk: Responder, store: Database, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PIECE", 2)
    await ask(desk, WAIVER, 6)
    assert (await report_of(store, library)).people == 6


async def test_verdicts_are_counted_by_domain(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 12)
    for person in range(12):
        verdict = "useful" if person < 7 else "useless"
        await desk.respond(pressed(f"{verdict}:edu-waiver", "v", f"p{person}"))
    rows = (await report_of(store, library)).satisfaction
    assert [(row.key, row.given.shown, row.useful.shown, row.useless.shown) for row in rows] == [
        ("total", 12, 7, 5),
        ("education", 12, 7, 5),
    ]


async def test_time_to_mend_is_the_median_of_answered_groups(
    desk: Responder, store: Database, library: Library, clock: Clock
) -> None:
    await ask(desk, ELSEWHERE, 5)
    queue = ReviewQueue(store, library, clock)
    [group] = (await queue.list_groups()).groups
    decision = Decision(ANSWERED, "edu-waiver", "", "某人", (NOON + timedelta(hours=30)).replace(tzinfo=None))

    async def answer(connection: AsyncConnection) -> list[int]:
        return await decide_groups(connection, [group.id], decision)

    await store.transact(answer)
    report = await report_of(store, library)
    assert (report.mended, report.hours_to_mend) == (1, 30)


def verdict(number: int, right: str) -> Verdict:
    return Verdict(str(number), "edu-waiver", "education", right, "", "某人", NOON.replace(tzinfo=None))


def test_misroutes_of_few_cards_are_hidden() -> None:
    cases = [verdict(n, "education") for n in range(6)] + [verdict(n, "health") for n in range(4)]
    matrix = count_misroutes(cases)
    assert matrix.keys == ("education", "health")
    assert {pair: cell.shown for pair, cell in matrix.cells.items()} == {
        ("education", "education"): 6,
        ("education", "health"): None,
    }


def test_one_card_between_two_times_is_hidden() -> None:
    later = NOON.replace(tzinfo=None) + timedelta(minutes=1)
    cases = [verdict(n, "education") for n in range(6)]
    assert count_misroutes(cases, [later]).cells["education", "education"].shown == 6
    late = [replace(case, given_at=later) for case in cases[1:]]
    assert count_misroutes([cases[0], *late], [later]).cells["education", "education"].shown is None


async def test_spreadsheets_hold_what_the_page_shows(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 6)
    await ask(desk, STRANGE, 5)
    await ReviewQueue(store, library).list_groups()
    report = await report_of(store, library)
    sheets = list_sheets(report, library.edition.content, {"education": "教育"})
    book = load_workbook(BytesIO(write_xlsx(sheets)))
    assert book.sheetnames == [sheet.title for sheet in sheets]
    assert [cell.value for cell in book["按渠道"][2]][:2] == ["合计", 11]
    assert any("烟花" in str(row[0].value) for row in book["没答上的"].iter_rows())
    assert "烟花" in write_csv(sheets)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    sheets = [Sheet("表", (text, "数"), ((text, 3),))]
    page = load_workbook(BytesIO(write_xlsx(sheets)))["表"]
    assert [cell.data_type for row in page.iter_rows() for cell in row] == ["s", "s", "s", "n"]
    assert all(str(row[0].value).startswith("'") for row in page.iter_rows())
    assert f'"\'{text}"' in write_csv(sheets)


async def test_hidden_figures_are_dashes_in_spreadsheets(desk: Responder, store: Database, library: Library) -> None:
    await ask(desk, WAIVER, 3)
    report = await report_of(store, library)
    [sheet, *_] = list_sheets(report, library.edition.content, {})
    assert sheet.rows[0] == ("合计", HIDDEN, HIDDEN, 0, 0)
