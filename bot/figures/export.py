"""Writes the managers' figures as spreadsheets: XLSX with a sheet a table, CSV with all tables in one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook

from bot.figures.counting import NOWHERE, Breakdown
from bot.figures.hiding import Cell
from bot.figures.report import Report
from bot.table_cells import safe_cell
from knowledge.models import Content

HIDDEN = "—"
"""Stands for a figure that must not be shown."""
WIDTH = 24
HEADINGS = ("问了", "答上", "反问", "没答上")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as rows of cells."""

    title: str
    """Its name, at most 31 characters."""
    headings: tuple[str, ...]
    """Names of the columns."""
    rows: tuple[tuple[str | int, ...], ...]
    """Texts and figures."""


def list_sheets(report: Report, content: Content, names: Mapping[str, str]) -> list[Sheet]:
    """Return the tables of a report; `names` says what domains and channels are called."""
    departments = {key: department.name for key, department in content.departments.items()}
    parts: tuple[tuple[str, Breakdown, Mapping[str, str]], ...] = (
        ("按时间", report.by_time, {}),
        ("按类别", report.by_domain, names),
        ("按部门", report.by_department, departments),
        ("按乡镇", report.by_town, {}),
        ("按渠道", report.by_channel, names),
    )
    sheets = [
        Sheet(title, (title.removeprefix("按"), *HEADINGS), tuple(_lines(table, labels)))
        for title, table, labels in parts
    ]
    satisfaction = tuple(
        (_name(row.key, names), _figure(row.given), _figure(row.useful), _figure(row.useless))
        for row in report.satisfaction
    )
    sheets.append(Sheet("满意", ("类别", "评了", "有用", "没用"), satisfaction))
    unanswered = tuple((group.text, group.times, group.people) for group in report.unanswered)
    sheets.append(Sheet("没答上的", ("问题", "次数", "人数"), unanswered))
    sheets.append(_matrix_sheet(report, departments))
    return sheets


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook with a sheet a table; no cell of it is a formula."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.column_dimensions["A"].width = WIDTH
        page.append([safe_cell(heading) for heading in sheet.headings])
        for row in sheet.rows:
            page.append([_safe(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(sheets: Iterable[Sheet]) -> str:
    """Return all tables below each other, each with its name in the first column; no cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for sheet in sheets:
        writer.writerow(["表", *sheet.headings])
        writer.writerows([[sheet.title, *map(_safe, row)] for row in sheet.rows])
    return out.getvalue()


def _lines(table: Breakdown, names: Mapping[str, str]) -> Iterable[tuple[str | int, ...]]:
    for line in (table.total, *table.lines):
        yield (_name(line.key, names), *map(_figure, line.cells))


def _matrix_sheet(report: Report, departments: Mapping[str, str]) -> Sheet:
    keys, cells = report.misroutes.keys, report.misroutes.cells
    rows = tuple(
        (departments.get(shown, shown), *(_figure(cells.get((shown, right), Cell(0, 0))) for right in keys))
        for shown in keys
    )
    return Sheet("转错窗口", ("单子上写的", *(f"归{departments.get(key, key)}" for key in keys)), rows)


def _name(key: str, names: Mapping[str, str]) -> str:
    return "合计" if key == "total" else "不清楚" if key == NOWHERE else names.get(key, key)


def _figure(cell: Cell) -> int | str:
    return HIDDEN if cell.shown is None else cell.shown


def _safe(value: str | int) -> str | int:
    return safe_cell(value) if isinstance(value, str) else value
