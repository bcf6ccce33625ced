"""Cells of tables that leave the house: what a resident typed must never run as a formula."""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs (OWASP, CSV Injection).

    >>> safe_cell("=1+1"), safe_cell("低保")
    ("'=1+1", '低保')
    """
    return "'" + text if text.lstrip().startswith(FORMULA_SIGNS) or text.startswith(FORMULA_SIGNS) else text
