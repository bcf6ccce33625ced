"""Many questions tried in one go: what the bot would answer to each, as their first message. Nothing is kept of them.

A trial goes on only while somebody looks at it: each look answers a few more questions, so that no thread and no task
is left behind by those who go away.
"""

from __future__ import annotations

import asyncio
import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.answering import answer_of
from bot.bulk.workbook import TextSheet, WorkbookError, read_workbook, write_workbook
from bot.library import Edition
from bot.masking import clean_text, mask
from bot.staff.errors import StaffError
from bot.table_cells import safe_cell
from handlers.turn import Kind, Reply

MOST_QUESTIONS = 1000
MOST_CHARACTERS = 500
"""Longer questions are cut in the table; the bot reads no more of them anyway."""
MOST_TRIALS = 20
"""So many are remembered; from then on the oldest is forgotten."""
ONE_LOOK = 100
"""Questions answered at one look."""
HEADINGS = ("问题", "怎么答", "服务", "部门", "把握", "回答")
WIDTHS = (40, 10, 34, 18, 8, 70)
ZIP_SIGN = b"PK"
"""How a ZIP file begins, and so an XLSX."""


class TrialError(StaffError):
    """Questions cannot be tried; the message says why and what would be right."""


@dataclass(frozen=True, slots=True)
class TriedQuestion:
    """A question with what it would be answered."""

    question: str
    """The question, masked."""
    kind: Kind
    """Kind of the reply."""
    services: tuple[str, ...]
    """Ids of the services shown, or offered, or of none."""
    department: str
    """Key of the department it leads to; empty where none."""
    confidence: float
    """Calibrated probability that this is what was asked, 0 to 1."""
    text: str
    """The whole reply."""


@dataclass(slots=True)
class Trial:
    """Questions of a member of staff, some answered, the others still waiting."""

    owner: str
    """Who wants to know."""
    edition: Edition
    """What answers: the same for all of them."""
    now: datetime
    """When it was begun, in the county's time zone."""
    questions: tuple[str, ...]
    """All questions, in order."""
    tried: list[TriedQuestion] = field(default_factory=list)
    """The first of them with their answers."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Two looks at once take turns."""

    @property
    def is_done(self) -> bool:
        """Whether every question has its answer."""
        return len(self.tried) == len(self.questions)

    async def go_on(self, most: int = ONE_LOOK) -> None:
        """Answer the next questions, beside the residents who ask meanwhile."""
        async with self.turn:
            start = len(self.tried)
            self.tried += await asyncio.to_thread(self._answer, self.questions[start : start + most])

    def _answer(self, questions: Sequence[str]) -> list[TriedQuestion]:
        return [_tried(text, answer_of(self.edition, text, self.now)) for text in questions]


class TrialShelf:
    """The trials that are looked at just now, in memory only."""

    def __init__(self) -> None:
        """Start empty."""
        self._trials: dict[str, Trial] = {}

    def put(self, trial: Trial) -> str:
        """Keep a trial and return its name, which nobody guesses."""
        while len(self._trials) >= MOST_TRIALS:
            del self._trials[next(iter(self._trials))]
        name = secrets.token_urlsafe(12)
        self._trials[name] = trial
        return name

    def find(self, name: str, owner: str) -> Trial:
        """Return a trial of its owner; raises `TrialError` where there is none, or not any more."""
        trial = self._trials.get(name)
        if trial is None or trial.owner != owner:
            raise TrialError("这次试答不在了，只留最近的几次 -> 再贴一遍，重新试")
        return trial


def read_questions(pasted: str, upload: bytes = b"") -> tuple[str, ...]:
    """Return the questions of pasted lines, then those of the first column of a file: XLSX, CSV or plain text.

    Raises `TrialError` where there are none, or too many.
    """
    questions = [*pasted.splitlines(), *(_column(upload) if upload else [])]
    kept = tuple(clean_text(text).strip()[:MOST_CHARACTERS] for text in questions if clean_text(text).strip())
    if not kept:
        raise TrialError("还没有问题 -> 一行贴一句，或者交一个文件，问题写在第一列")
    if len(kept) > MOST_QUESTIONS:
        raise TrialError(f"有 {len(kept)} 个问题，一次最多 {MOST_QUESTIONS} 个 -> 分几次试")
    return kept


def export_xlsx(trial: Trial, titles: dict[str, str]) -> bytes:
    """Return the answered questions as a workbook of texts; `titles` names services and departments by id."""
    rows = (_cells(tried, titles) for tried in trial.tried)
    return write_workbook([TextSheet("试答", HEADINGS, WIDTHS, rows)])


def export_csv(trial: Trial, titles: dict[str, str]) -> str:
    """Return the answered questions as CSV; no cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    writer.writerows([[safe_cell(text) for text in _cells(tried, titles)] for tried in trial.tried])
    return out.getvalue()


def _column(data: bytes) -> list[str]:
    if not data.startswith(ZIP_SIGN):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decode_gb(data)
        return [row[0] for row in csv.reader(io.StringIO(text)) if row]
    try:
        sheets = read_workbook(data)
    except WorkbookError as error:
        raise TrialError(str(error)) from error
    return [row.cells[0] for rows in sheets.values() for row in rows]


def _decode_gb(data: bytes) -> str:
    """Return a text as Chinese spreadsheets save it unless told otherwise; raises `TrialError` where it is none."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise TrialError("这个文件看不懂 -> 交 XLSX，或者 UTF-8 的 CSV、文本") from error


def _tried(text: str, reply: Reply) -> TriedQuestion:
    department = reply.departments[0] if reply.departments else ""
    shown = reply.services or reply.options
    return TriedQuestion(mask(text), reply.kind, shown, department, reply.confidence, reply.text)


def _cells(tried: TriedQuestion, titles: dict[str, str]) -> tuple[str, ...]:
    services = "、".join(titles.get(key, key) for key in tried.services)
    department = titles.get(tried.department, tried.department)
    kind = titles.get(str(tried.kind), str(tried.kind))
    return (tried.question, kind, services, department, f"{tried.confidence:.0%}", tried.text)
