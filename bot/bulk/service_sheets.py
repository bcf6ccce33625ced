"""The services as a workbook of three tables: services, phrasings, papers. Read back by `service_import`.

Each service carries a seal of each of its parts, so that a file that was lying around is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.bulk.workbook import TextSheet, write_workbook
from bot.staff.edits import FieldValue
from bot.staff.service_fields import PAPER, SOURCE, list_fields, source_fields, text_fields, without_empty
from knowledge.models import Content, Service

SERVICES, PHRASINGS, PAPERS = "服务", "问法", "材料"
ID, DOMAIN, SEAL = "id", "domain", "seal"
ASK, CHECKS = "ask", "checks"
COLUMNS: Mapping[str, tuple[str, int]] = {
    ID: ("编号", 26),
    DOMAIN: ("类别", 16),
    "title": ("名称", 24),
    "strength": ("力度", 12),
    "for": ("给谁", 20),
    "answer": ("回答", 60),
    "open": ("没说清的事", 30),
    "facts": ("数和词", 16),
    "cites": ("引用", 10),
    "lead": ("牵头部门", 16),
    "with": ("参加的部门", 16),
    "window": ("窗口", 12),
    "related": ("相关的服务", 26),
    "checked_on": ("核实日期", 12),
    "checked_by": ("核实人", 10),
    "valid_until": ("有效期", 12),
    "owner": ("负责人", 14),
    "source_document": ("依据：文件", 16),
    "source_number": ("依据：文号", 16),
    "source_date": ("依据：日期", 12),
    "source_address": ("依据：网址", 16),
    SEAL: ("校对码，别改", 0),
}
"""Columns of the services: what each is called, and how wide it is shown."""
PHRASING_COLUMNS: Mapping[str, tuple[str, int]] = {
    ID: ("编号", 26),
    "use": ("用途：ask 教它，checks 考它", 26),
    "text": ("问法", 70),
}
PAPER_COLUMNS: Mapping[str, tuple[str, int]] = {
    ID: ("编号", 26),
    "paper": ("材料", 30),
    "when": ("什么时候要", 30),
    "basis": ("凭什么", 20),
}
TABLES: Mapping[str, Mapping[str, tuple[str, int]]] = {
    SERVICES: COLUMNS,
    PHRASINGS: PHRASING_COLUMNS,
    PAPERS: PAPER_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """What a workbook holds of one service."""

    fields: Mapping[str, FieldValue]
    """The fields of its row, by their names in the YAML; a column that a file leaves out is not among them."""
    ask: tuple[str, ...]
    """Phrasings that lead there."""
    checks: tuple[str, ...]
    """Questions kept aside to check that they do."""
    bring: tuple[Mapping[str, str], ...]
    """Papers, as the YAML writes them."""
    domain: str
    """Name of its file without the ending; never changes."""

    def seals(self) -> tuple[str, str, str]:
        """Return the seals of row, phrasings and papers, 12 hex digits each; the order of phrasings does not count."""
        return _seal(self.fields), _seal([sorted(self.ask), sorted(self.checks)]), _seal(self.bring)


def parts_of(content: Content, service: Service) -> ServiceParts:
    """Return what a workbook holds of a service as it is now."""
    source = without_empty(source_fields(service))
    fields: dict[str, FieldValue] = {**text_fields(service), **list_fields(service), "source": source}
    papers = ({"paper": paper.paper, "when": paper.when, "basis": paper.basis} for paper in service.bring)
    checks = tuple(content.checks.get(service.id, ()))
    return ServiceParts(fields, service.ask, checks, tuple(map(without_empty, papers)), service.domain)


def export_services(content: Content) -> bytes:
    """Return the workbook of all services of a content."""
    parts = {key: parts_of(content, service) for key, service in content.services.items()}
    rows = {SERVICES: _service_rows(parts), PHRASINGS: _phrasing_rows(parts), PAPERS: _paper_rows(parts)}
    return write_workbook(
        TextSheet(
            title,
            tuple(f"{label} {name}" for name, (label, _) in columns.items()),
            tuple(width for _, width in columns.values()),
            rows[title],
        )
        for title, columns in TABLES.items()
    )


def _service_rows(parts: Mapping[str, ServiceParts]) -> Iterator[list[str]]:
    for key, part in parts.items():
        source: Any = part.fields["source"]
        own = {ID: key, DOMAIN: part.domain, SEAL: " ".join(part.seals())}
        values = own | {f"source_{name}": source.get(name, "") for name in SOURCE}
        for name, value in part.fields.items():
            values[name] = value if isinstance(value, str) else "\n".join(map(str, value))
        yield [values[name] for name in COLUMNS]


def _phrasing_rows(parts: Mapping[str, ServiceParts]) -> Iterator[tuple[str, ...]]:
    for key, part in parts.items():
        yield from ((key, ASK, text) for text in part.ask)
        yield from ((key, CHECKS, text) for text in part.checks)


def _paper_rows(parts: Mapping[str, ServiceParts]) -> Iterator[tuple[str, ...]]:
    for key, part in parts.items():
        yield from ((key, *(paper.get(name, "") for name in PAPER)) for paper in part.bring)


def _seal(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
