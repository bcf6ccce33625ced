"""Reads and writes workbooks (XLSX) of texts. What comes from outside is never trusted, and no formula is ever run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from bot.masking import clean_text
from bot.table_cells import FORMULA_SIGNS

MOST_ROWS = 50_000
"""Rows of one table; the shipped content has some 13,000 phrasings."""
MOST_COLUMNS = 40
MOST_UNPACKED_BYTES = 32 * 1024 * 1024
"""All parts of a workbook together, unpacked."""
MOST_PARTS = 200
MOST_CELL_CHARACTERS = 5000
TEXT_FORMAT = "@"
NOT_XLSX = "这不是 XLSX 文件 -> 在表格软件里“另存为”，选“Excel 工作簿（.xlsx）”，不要加密码"


class WorkbookError(Exception):
    """A file cannot be read as a workbook of texts; the message says where, why, and what would be right."""


@dataclass(frozen=True, slots=True)
class TextSheet:
    """One table of texts to be written."""

    title: str
    """Its name, at most 31 characters."""
    headings: tuple[str, ...]
    """Names of the columns."""
    widths: tuple[int, ...]
    """How many characters wide each column is shown; 0 = it is not shown."""
    rows: Iterable[Sequence[str]]
    """Texts, row by row."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row that was read."""

    number: int
    """As the spreadsheet numbers it, from 1."""
    cells: tuple[str, ...]
    """Texts of the first `MOST_COLUMNS` columns; empty where nothing stands."""


def write_workbook(sheets: Iterable[TextSheet]) -> bytes:
    """Return a workbook whose cells are all texts, marked so that no spreadsheet runs one or takes it for a date."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "B2"
        for place, width in enumerate(sheet.widths):
            column = page.column_dimensions[chr(ord("A") + place)]
            column.width, column.hidden = width or 1, not width
            column.number_format = TEXT_FORMAT
        page.append([_text_cell(page, heading, is_heading=True) for heading in sheet.headings])
        for row in sheet.rows:
            page.append([_text_cell(page, text) if text else None for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_workbook(data: bytes, titles: Iterable[str] | None = None) -> dict[str, list[TextRow]]:
    """Return the rows that are not blank of the sheets with given titles, or of the first sheet for None.

    Sheets that are not there are left out. Raises `WorkbookError`.
    """
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        raise WorkbookError(NOT_XLSX) from error
    wanted = set(book.sheetnames[:1] if titles is None else titles)
    try:
        return {page.title: list(_rows(page)) for page in book.worksheets if page.title in wanted}
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError(NOT_XLSX) from error
    finally:
        book.close()


def _refuse_bomb(data: bytes) -> None:
    """Raise where a file is no ZIP of a workbook, or unpacks to too much; what ZIP declares, it cannot exceed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise WorkbookError(NOT_XLSX) from error
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES or len(parts) > MOST_PARTS:
        most = MOST_UNPACKED_BYTES // 1024 // 1024
        raise WorkbookError(f"这个文件解开以后太大，最多 {most} MB -> 去掉图片和用不着的表，再交一次")
    if "xl/workbook.xml" not in archive.namelist():
        raise WorkbookError(NOT_XLSX)


def _rows(page: Any) -> Iterator[TextRow]:
    page.reset_dimensions()  # what a file says of its own size is not trusted
    for number, cells in enumerate(page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS), 1):
        if number > MOST_ROWS + 1:
            raise WorkbookError(f"表“{page.title}”太长，最多 {MOST_ROWS} 行，空行也算 -> 删掉多余的行，或者分几次交")
        texts = tuple(_read_cell(page.title, number, cell) for cell in cells)
        if any(texts):
            yield TextRow(number, texts)


def _read_cell(title: str, row: int, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    place = f"表“{title}”第 {row} 行"
    if cell.data_type == "f":
        raise WorkbookError(f"{place}有公式 -> 公式不会算，换成算好的字")
    if cell.data_type == "e":
        raise WorkbookError(f"{place}有算错的格子（{value}） -> 换成对的字")
    text = _text_of(value)
    if len(text) > MOST_CELL_CHARACTERS:
        raise WorkbookError(f"{place}有一格超过 {MOST_CELL_CHARACTERS} 个字 -> 改短")
    return text


def _text_of(value: object) -> str:
    """Return a value as its text: a day as 2026-01-31, a whole number without a point."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value)).strip()


def _text_cell(page: Any, text: str, *, is_heading: bool = False) -> Any:
    cell = WriteOnlyCell(page)
    cell.value = text
    cell.data_type = "s"  # a text that begins with = stays a text
    cell.number_format = TEXT_FORMAT
    if "\n" in text:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)  # also after somebody has edited the cell
    if is_heading:
        cell.font = Font(bold=True)
    return cell
