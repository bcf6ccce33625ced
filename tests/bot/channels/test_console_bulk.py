"""Workbooks and batches of questions on the console's pages."""

from __future__ import annotations

import io

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from bot.bulk import trial
from bot.bulk.service_sheets import PHRASINGS
from bot.bulk.workbook import TextSheet, write_workbook
from bot.channels.console import MOST_BODY_BYTES
from bot.channels.console_visit import csrf_token
from bot.staff.edits import AddPhrasings
from bot.staff.roles import Role
from tests.bot.bulk.books import bomb, book_of, changed
from tests.bot.channels.console_site import Site
from tests.bot.world import LOAN, WAIVER


async def upload(site: Site, address: str, data: bytes, **fields: str) -> httpx.Response:
    form = {"csrf": csrf_token(site.client.cookies["staff"]), **fields}
    return await site.client.post(f"/staff/bulk/{address}", data=form, files={"file": ("x.xlsx", data)})


async def exported(site: Site) -> bytes:
    answer = await site.client.get("/staff/bulk/services.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="services.xlsx"'
    return answer.content


async def test_changed_workbook_becomes_a_draft(site: Site) -> None:
    def change(book: Workbook) -> None:
        book[PHRASINGS].append(["edu-loan", "ask", "屋头供不起"])

    await site.enter()
    answer = await upload(site, "import", changed(await exported(site), change), reason="乡下的说法")
    [draft] = site.publisher.changes
    assert answer.headers["location"] == f"/staff/changes/{draft.id}"
    assert (draft.author, draft.reason) == ("某editor", "乡下的说法")
    assert draft.edits == (AddPhrasings("edu-loan", ("屋头供不起",)),)


async def test_unchanged_workbook_changes_nothing(site: Site) -> None:
    await site.enter()
    answer = await upload(site, "import", await exported(site))
    assert answer.status_code == 422
    assert "什么也没有改" in answer.text
    assert site.publisher.changes == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "还没有选文件"),
        (b"hello", "这不是 XLSX 文件。"),
        (bomb(), "最多 32 MB。"),
        (book_of(服务=[["id"], ["edu-<b>"]]), "edu-&lt;b&gt;"),
        (book_of(服务=[["id", "title"], ["edu-loan", "=1+1"]]), "表“服务”第 2 行有公式"),
        (book_of(服务=[["id", "title"], ["edu-loan", "一"], ["edu-loan", "二"]]), "在表“服务”第 2 行已经有了"),
        (write_workbook([TextSheet("服务", ("id",), (9,), [("",)] * 100_000)]), "最多 50000 行"),
    ],
)
async def test_bad_workbook_is_told_and_what_was_typed_stays(site: Site, data: bytes, told: str) -> None:
    await site.enter()
    answer = await upload(site, "import", data, reason="新文件")
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="新文件"' in answer.text
    assert site.publisher.changes == []


async def test_upload_that_is_too_big_is_told(site: Site) -> None:
    await site.enter()
    answer = await upload(site, "import", b"x" * MOST_BODY_BYTES)
    assert answer.status_code == 413
    assert "太大" in answer.text


async def test_questions_are_tried_look_by_look(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial.Trial.go_on, "__defaults__", (2,))
    await site.enter()
    begun = await site.post("/staff/bulk/trial", questions=f"{WAIVER}\n{LOAN}\n<b>粗</b>\n")
    address = begun.headers["location"]
    first = await site.client.get(address)
    assert first.headers["refresh"] == "0"
    assert "3 句里试了 2 句" in first.text
    page = await site.client.get(address)
    assert "refresh" not in page.headers
    assert WAIVER in page.text
    assert "普通高中免学费" in page.text
    assert "&lt;b&gt;粗" in page.text
    book = await site.client.get(f"{address}.xlsx")
    assert load_workbook(io.BytesIO(book.content)).worksheets[0]["A2"].value == WAIVER
    table = await site.client.get(f"{address}.csv")
    assert table.content.startswith("\ufeff".encode())
    assert LOAN in table.text


async def test_first_column_of_a_file_is_tried(site: Site) -> None:
    await site.enter()
    begun = await upload(site, "trial", book_of(题=[[WAIVER, "别的"]]))
    assert WAIVER in await site.text(begun.headers["location"])


async def test_trial_of_somebody_else_is_not_shown(site: Site) -> None:
    await site.enter()
    address = (await site.post("/staff/bulk/trial", questions=WAIVER)).headers["location"]
    await site.enter(Role.ADMIN)
    for ending in ("", ".xlsx", ".csv"):
        answer = await site.client.get(f"{address}{ending}")
        assert answer.status_code == 404
        assert "不在了" in answer.text


async def test_too_many_questions_come_back_with_the_limit(site: Site) -> None:
    await site.enter()
    answer = await site.post("/staff/bulk/trial", questions="问一句\n" * 1001)
    assert answer.status_code == 422
    assert "一次最多 1000 个" in answer.text
    assert answer.text.count("问一句") == 1001
