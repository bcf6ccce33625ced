from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from bot.bulk import workbook
from bot.bulk.workbook import TextSheet, WorkbookError, read_workbook, write_workbook
from tests.bot.bulk.books import bomb, book_of, broken_book, plain_zip

RUNNABLE = ("=1+1", "+86", "-1", "@SUM(A1)", "＝1+1", "2026-01-31", "3.2.1", "'=引号", "两行\n两行", " 低保 ".strip())


def written(*texts: str) -> bytes:
    return write_workbook([TextSheet("表", ("文",), (20,), [(text,) for text in texts])])


@pytest.mark.parametrize("text", RUNNABLE)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert [row.cells[0] for row in read_workbook(written(text), ["表"])["表"]] == ["文", text]


@pytest.mark.parametrize("text", RUNNABLE[:5])
def test_no_cell_is_a_formula(text: str) -> None:
    cell = load_workbook(io.BytesIO(written(text)))["表"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_a_spreadsheet_made_of_a_text_is_read_as_that_text() -> None:
    rows = read_workbook(book_of(表=[[datetime(2026, 1, 31), 3.0, 3.21, 7, " 低\u200b保 "]]))["表"]  # noqa: DTZ001  as openpyxl reads a day
    assert rows[0].cells[:5] == ("2026-01-31", "3", "3.21", "7", "低保")


def test_rows_keep_their_numbers_and_blank_ones_are_left_out() -> None:
    rows = read_workbook(book_of(表=[["甲"], [""], [" "], ["乙"]]))["表"]
    assert [(row.number, row.cells[0]) for row in rows] == [(1, "甲"), (4, "乙")]


def test_only_the_wanted_sheets_are_read() -> None:
    data = book_of(一=[["甲"]], 二=[["=1+1"]])
    assert list(read_workbook(data, ["一", "三"])) == ["一"]
    assert list(read_workbook(data)) == ["一"]


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", plain_zip(), broken_book()])
def test_what_is_no_workbook_is_told(data: bytes) -> None:
    with pytest.raises(WorkbookError, match="不是 XLSX"):
        read_workbook(data)


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb()
    assert len(data) < 100_000
    with pytest.raises(WorkbookError, match="32 MB"):
        read_workbook(data)


def test_too_many_rows_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    head: list[list[object]] = [["列"]]
    assert len(read_workbook(book_of(表=head + [["行"]] * 3))["表"]) == 4
    with pytest.raises(WorkbookError, match="最多 3 行"):
        read_workbook(book_of(表=head + [["行"]] * 4))


def test_hundred_thousand_rows_are_too_many() -> None:
    data = write_workbook([TextSheet("表", ("列",), (9,), (("",) for _ in range(100_000)))])
    with pytest.raises(WorkbookError, match="最多 50000 行"):
        read_workbook(data)


@pytest.mark.parametrize(
    ("cell", "told"), [("=1+1", "第 2 行有公式"), ("#REF!", "第 2 行有算错"), ("长" * 5001, "5000")]
)
def test_what_is_no_text_is_told_with_its_place(cell: str, told: str) -> None:
    with pytest.raises(WorkbookError, match=told):
        read_workbook(book_of(表=[["列"], [cell]]))
