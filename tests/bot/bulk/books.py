"""Workbooks as clerks make them, for the tests of `bulk`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook, load_workbook

Cell = object


def book_of(**sheets: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook with a sheet of rows for each name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    return _bytes_of(book)


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Return a workbook opened, changed and saved, as a spreadsheet does it."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    return _bytes_of(book)


def bomb() -> bytes:
    """Return a small file that unpacks to 64 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * (64 * 1024 * 1024))
    return out.getvalue()


def plain_zip() -> bytes:
    """Return a ZIP file that is no workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("照片.txt", "没有表")
    return out.getvalue()


def broken_book() -> bytes:
    """Return a ZIP file that says it is a workbook and is none."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><oh no")
    return out.getvalue()


def _bytes_of(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
