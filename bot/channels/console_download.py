"""Files that the console sends. Used by its pages of figures and of many at once."""

from __future__ import annotations

from starlette.responses import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_xlsx(book: bytes, name: str) -> Response:
    """Return a workbook as a file of a name."""
    return _send(book, XLSX, name)


def send_csv(text: str, name: str) -> Response:
    """Return a CSV as a file of a name, marked as UTF-8 for spreadsheets."""
    return _send(f"\ufeff{text}".encode(), "text/csv; charset=utf-8", name)


def _send(data: bytes, media_type: str, name: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
