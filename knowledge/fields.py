"""Takes typed fields out of a YAML record and notes every problem instead of stopping at the first."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from typing import Any

from knowledge.errors import Problem
from knowledge.yaml_source import Record


class Fields:
    """One record of a file, its entry's name, and the list that problems are added to."""

    def __init__(self, file: str, entry: str, record: Record, problems: list[Problem]) -> None:
        """Wrap `record`; `problems` is shared by all records of a load."""
        self.file, self.entry, self.record, self.problems = file, entry, record, problems

    def report(self, field: str, what: str, remedy: str) -> None:
        """Note a problem at the line of `field`."""
        line = self.record.line_of(field)
        self.problems.append(Problem(self.file, line, self.entry, field, what, remedy))

    def allow(self, *names: str) -> None:
        """Note each field that is not among `names`, with the nearest right name."""
        for name in self.record:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
                remedy = f"改成 {near[0]}" if near else f"删掉；可用的有 {'、'.join(names)}"
                self.report(name, "没有这个字段", remedy)

    def text(self, name: str, *, required: bool = True) -> str:
        """Return the field as text; empty where it is missing or of another kind (noted when required)."""
        value = self.record.get(name)
        if value is None:
            if required:
                self.report(name, "缺这个字段", f"补上 {name}:")
            return ""
        if not isinstance(value, str):
            self.report(name, "应该是一段文字", "写成一行文字，需要时加引号")
            return ""
        if required and not value.strip():
            self.report(name, "是空的", "填上内容")
        return value.strip()

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the field as a tuple of texts; empty where it is missing."""
        values = self._list(name, required=required)
        good = tuple(value.strip() for value in values if isinstance(value, str) and value.strip())
        if len(good) != len(values):
            self.report(name, "有空的或不是文字的一项", "每一项写成一行文字，需要时加引号")
        return good

    def records(self, name: str, *, required: bool = False) -> tuple[Fields, ...]:
        """Return the field's mappings, each wrapped with the same entry name."""
        values = self._list(name, required=required)
        good = [value for value in values if isinstance(value, Record)]
        if len(good) != len(values):
            self.report(name, "有一项不是“键: 值”", "写成 {键: 值} 的样子")
        return tuple(Fields(self.file, self.entry, value, self.problems) for value in good)

    def mapping(self, name: str) -> dict[str, str]:
        """Return the field as a mapping of text to text."""
        value = self.record.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.report(name, "应该是“键: 文字”", "每行写一个键和一段文字")
            return {}
        return dict(value)

    def flag(self, name: str) -> bool:
        """Return the field as true or false; missing = false."""
        value = self.record.get(name, "false")
        if value not in ("true", "false"):
            self.report(name, f"“{value}”不是 true 或 false", "写 true 或 false")
        return bool(value == "true")

    def day(self, name: str) -> date | None:
        """Return the field as a date; None where it is empty or missing."""
        value = self.text(name, required=False)
        if not value:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a calendar day has no zone
        except ValueError:
            self.report(name, f"“{value}”不是日期", "写成 2026-01-31 的样子")
            return None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return the field where it is one of `allowed`, else the first of them, noted."""
        value = self.text(name)
        if value in allowed:
            return value
        if value:
            near = difflib.get_close_matches(value, allowed, n=1, cutoff=0.5)
            self.report(name, f"“{value}”不认得", f"改成 {near[0]}" if near else f"从 {'、'.join(allowed)} 里选")
        return allowed[0]

    def _list(self, name: str, *, required: bool) -> list[Any]:
        value = self.record.get(name)
        if value is None:
            if required:
                self.report(name, "缺这个字段", f"补上 {name}:，下面每行一项")
            return []
        if not isinstance(value, list):
            self.report(name, "应该是一个列表", "每项单独一行，以 - 开头")
            return []
        if required and not value:
            self.report(name, "一项也没有", "至少写一项")
        return value
