"""A workbook of services turned into edits: only what its author changed, and nothing that others changed meanwhile.

A service that a table does not name is left alone in that table; one that the content does not have is a new one where
its row says to which domain it belongs. Called by the console and `import`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.bulk.service_sheets import (
    ASK,
    CHECKS,
    DOMAIN,
    ID,
    PAPERS,
    PHRASINGS,
    SEAL,
    SERVICES,
    TABLES,
    ServiceParts,
    parts_of,
)
from bot.bulk.workbook import TextRow, WorkbookError, read_workbook
from bot.staff.editing import service_template
from bot.staff.edits import AddPhrasings, ChangeService, Edit, FieldValue, NewService, RemovePhrasings
from bot.staff.errors import StaffError
from bot.staff.service_fields import LISTS, SOURCE, without_empty
from knowledge.models import Content

MOST_PROBLEMS = 20
"""So many problems are told at once."""
NEEDED = {SERVICES: (ID,), PHRASINGS: (ID, "use", "text"), PAPERS: (ID, "paper", "basis")}


class ImportRefusedError(StaffError):
    """A workbook cannot be taken in; nothing was changed."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem, each a sentence with place, fault and remedy; the first ones are the message."""
        more = len(problems) - MOST_PROBLEMS
        told = [*problems[:MOST_PROBLEMS], *([f"还有 {more} 处"] if more > 0 else [])]
        super().__init__("\n".join(told))
        self.problems = tuple(told)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a table, by the names of its columns."""

    place: str
    """Where it is, for a sentence."""
    cells: Mapping[str, str]
    """Text of each column; a column that the table leaves out is not among them."""


@dataclass(slots=True)
class _Given:
    """What a workbook says of one service; None where a table does not name it."""

    place: str = ""
    """Where its own row is."""
    domain: str = ""
    """Domain of a new service; empty for one that the content has."""
    seals: tuple[str, ...] = ()
    """Seals of its three parts when it was exported; empty where the file has none."""
    fields: dict[str, FieldValue] | None = None
    """The fields of its row."""
    phrasings: dict[str, list[str]] | None = None
    """Phrasings by their use."""
    bring: list[Mapping[str, str]] | None = None
    """Papers; empty where the only row names none."""


def edits_of_workbook(data: bytes, content: Content) -> list[Edit]:
    """Return the edits that lead from a content to a workbook; empty where its author changed nothing.

    Raises `ImportRefusedError` with every problem.
    """
    problems: list[str] = []
    try:
        tables = read_workbook(data, TABLES)
    except WorkbookError as error:
        raise ImportRefusedError([str(error)]) from error
    if not tables:
        raise ImportRefusedError([f"没有认得的表 -> 表的名字要是{'、'.join(TABLES)}，先存出一份照着写"])
    given: dict[str, _Given] = {}
    for title, rows in sorted(tables.items(), key=lambda table: list(TABLES).index(table[0])):  # new ids come first
        for line in _lines(title, rows, problems):
            _take(title, line, given, content, problems)
    edits = [edit for key, told in given.items() for edit in _edits_of(key, told, content, problems)]
    if problems:
        raise ImportRefusedError(problems)
    return edits


def _lines(title: str, rows: Sequence[TextRow], problems: list[str]) -> Iterator[_Line]:
    if not rows:
        problems.append(f"表“{title}”是空的 -> 第一行写列名；不改它就删掉整张表")
        return
    labels = {label: name for name, (label, _) in TABLES[title].items()}
    headings = [_column_of(heading, labels) for heading in rows[0].cells]
    if missing := [name for name in NEEDED[title] if name not in headings]:
        names = "、".join(f"“{TABLES[title][name][0]} {name}”" for name in missing)
        problems.append(f"表“{title}”第一行缺列{names} -> 补上列名，或者先存出一份照着写")
        return
    twice = {name for name in headings if name and headings.count(name) > 1}
    if twice:
        problems.append(f"表“{title}”第一行有两个 {'、'.join(sorted(twice))} -> 删掉一列")
        return
    for heading, name in zip(rows[0].cells, headings, strict=True):
        if heading and name not in TABLES[title]:
            problems.append(f"表“{title}”第一行的“{heading[:20]}”不认得 -> 改回原来的列名，或者删掉这一列")
    for row in rows[1:]:
        cells = {name: text for name, text in zip(headings, row.cells, strict=False) if name}
        yield _Line(f"表“{title}”第 {row.number} 行", cells)


def _column_of(heading: str, labels: Mapping[str, str]) -> str:
    """Return the name of a column, which stands last in its heading; also where only the label was left."""
    return labels.get(heading, heading.rsplit(maxsplit=1)[-1] if heading else "")


def _take(title: str, line: _Line, given: dict[str, _Given], content: Content, problems: list[str]) -> None:
    key = line.cells[ID]
    domain = line.cells.get(DOMAIN, "") if title == SERVICES else ""
    if fault := _fault_of(key, domain, given, content):
        problems.append(f"{line.place}：{fault}")
        return
    told = given.setdefault(key, _Given(domain="" if key in content.services else domain))
    if title == SERVICES:
        if told.fields is not None:
            problems.append(f"{line.place}：{key} 在{told.place}已经有了 -> 留一行")
            return
        told.place, told.seals = line.place, tuple(line.cells.get(SEAL, "").split())
        told.fields = _fields_of(line.cells)
    elif title == PHRASINGS:
        _take_phrasing(line, told, problems)
    else:
        told.bring = told.bring or []
        if paper := _one_line(line.cells["paper"]):
            values = {"paper": paper, "when": line.cells.get("when", ""), "basis": line.cells["basis"]}
            told.bring.append(without_empty({name: _one_line(text) for name, text in values.items()}))


def _fault_of(key: str, domain: str, given: Mapping[str, _Given], content: Content) -> str:
    """Return what is wrong with the id of a row and its domain, with the remedy; empty where nothing is."""
    domains = sorted({service.domain for service in content.services.values()})
    if not key:
        return "没写编号 -> 补上编号，或者删掉这一行"
    if key in content.services:
        is_same = domain in ("", content.services[key].domain)
        return "" if is_same else f"{key} 的类别改不了 -> 改回 {content.services[key].domain}"
    if key in given:
        return ""
    if not domain:
        return f"没有“{key[:40]}”这项服务 -> 改对编号；是新的服务，就在“服务”表里写一行，写上类别"
    return "" if domain in domains else f"没有“{domain[:20]}”这一类 -> 从 {'、'.join(domains)} 里选"


def _take_phrasing(line: _Line, told: _Given, problems: list[str]) -> None:
    use, text = line.cells["use"], _one_line(line.cells["text"])
    if use not in (ASK, CHECKS):
        problems.append(f"{line.place}：用途“{use[:20]}”不认得 -> 写 ask 或 checks")
    elif not text:
        problems.append(f"{line.place}：问法空着 -> 写一句，或者删掉这一行")
    else:
        told.phrasings = told.phrasings or {ASK: [], CHECKS: []}
        told.phrasings[use].append(text)


def _fields_of(cells: Mapping[str, str]) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {}
    for name, text in cells.items():
        if name in LISTS:
            fields[name] = tuple(line.strip() for line in text.splitlines() if line.strip())
        elif name in TABLES[SERVICES] and name not in (ID, DOMAIN, SEAL) and not name.startswith("source_"):
            fields[name] = _one_line(text)
    names = [f"source_{name}" for name in SOURCE]
    if all(name in cells for name in names):
        fields["source"] = without_empty({name: _one_line(cells[f"source_{name}"]) for name in SOURCE})
    return fields


def _edits_of(key: str, told: _Given, content: Content, problems: list[str]) -> Iterator[Edit]:
    """Yield the edits of one service; a part that its author did not touch gives none, whatever others did to it."""
    if told.domain:
        yield _new_service(key, told)
        return
    now = parts_of(content, content.services[key])
    wanted = now
    if told.fields is not None:
        wanted = replace(wanted, fields={**now.fields, **told.fields})
    if told.phrasings is not None:
        wanted = replace(wanted, ask=tuple(told.phrasings[ASK]), checks=tuple(told.phrasings[CHECKS]))
    if told.bring is not None:
        wanted = replace(wanted, bring=tuple(told.bring))
    is_known = len(told.seals) == len(now.seals())
    for part, (mine, theirs) in enumerate(zip(wanted.seals(), now.seals(), strict=True)):
        then = told.seals[part] if is_known else theirs
        if mine in (then, theirs):
            continue
        if then != theirs:
            problems.append(f"{told.place}：{key} 在这份表存出来以后，别人也改过 -> 重新存出一份，在新的上面改")
            return
        yield from _PART_EDITS[part](key, now, wanted)


def _new_service(key: str, told: _Given) -> NewService:
    """Return the edit that writes a new service, open to everyone until the console says otherwise."""
    typed = {name: value for name, value in (told.fields or {}).items() if value}
    phrasings = told.phrasings or {ASK: [], CHECKS: []}
    lists: dict[str, FieldValue] = {"ask": tuple(phrasings[ASK]), "bring": tuple(told.bring or ())}
    empty = service_template(key, str(typed.get("title", "")), str(typed.get("lead", "")))
    return NewService(told.domain, empty | typed | lists, tuple(phrasings[CHECKS]))


def _field_edits(key: str, now: ServiceParts, wanted: ServiceParts) -> Iterator[Edit]:
    yield ChangeService(key, {name: value for name, value in wanted.fields.items() if value != now.fields[name]})


def _phrasing_edits(key: str, now: ServiceParts, wanted: ServiceParts) -> Iterator[Edit]:
    pairs = ((now.ask, wanted.ask), (now.checks, wanted.checks))
    gone = [tuple(text for text in old if text not in set(new)) for old, new in pairs]
    come = [tuple(text for text in new if text not in set(old)) for old, new in pairs]
    if any(gone):
        yield RemovePhrasings(key, *gone)
    if any(come):
        yield AddPhrasings(key, *come)


def _paper_edits(key: str, _now: ServiceParts, wanted: ServiceParts) -> Iterator[Edit]:
    yield ChangeService(key, {"bring": wanted.bring})


_PART_EDITS = (_field_edits, _phrasing_edits, _paper_edits)


def _one_line(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())
