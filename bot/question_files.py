"""Reads question files for `evaluate` and judges replies to them.

A line is a JSON object: `{"q", "accept": [ids]}` (none = out of scope), `{"q", "kind"}` (out of scope),
`{"q", "numbers": [...]}` (none = not urgent), `{"q", "needs": [[ids], ...]}`, or
`{"turns": [{"q", "accept" | "about"}]}`. A `kind` beside `accept` says what sort of question it is. Lines with
`should` tell of people, for `screen`: they are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import ForeseenError
from handlers.turn import Kind, Reply

MOST_SHOWN = 4


class Verdict(StrEnum):
    """How a reply is judged."""

    RIGHT = "right"
    ASKED = "asked"
    WRONG = "wrong"
    MISSED = "missed"


class Group(StrEnum):
    """What a question measures."""

    IN_SCOPE = "in scope"
    OUT_OF_SCOPE = "out of scope"
    URGENT = "urgent"
    NEAR_MISS = "near miss"
    SEVERAL = "several needs"
    TURN = "turn of a dialogue"


@dataclass(frozen=True, slots=True)
class Question:
    """One message with what is expected of the reply."""

    text: str
    """What is asked."""
    conversation: str
    """Questions with the same name are one conversation, in order."""
    group: Group
    """What it measures."""
    accept: tuple[str, ...] = ()
    """Ids of services that are right, the best first."""
    numbers: tuple[str, ...] = ()
    """Emergency numbers of which one must be among the first two."""
    needs: tuple[tuple[str, ...], ...] = ()
    """For each need the ids that meet it."""
    is_about: bool = False
    """Whether it asks for an aspect of a service already shown."""
    kind: str = ""
    """What sort of question it is, such as `plain` or `situation`; empty where its file does not tell."""


class QuestionFileError(ForeseenError):
    """A question file cannot be read; the message names file and line."""


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file; raises `QuestionFileError` where a line is none of the forms."""
    questions: list[Question] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # splitlines would also split at U+2028 in a text
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path}: 读不了（{error}） -> 给一个 UTF-8 的 jsonl 文件") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions += _read_row(json.loads(line), f"{path.stem}-{number}")
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise QuestionFileError(
                    f'{path}:{number}: 看不懂这一行 -> 写成 {{"q": ..., "accept": [...]}}'
                ) from error
    return questions


def question_paths(folder: Path) -> list[Path]:
    """Return the question files of a folder, sorted; raises `QuestionFileError` where it holds none."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise QuestionFileError(f"{folder}: 里面没有 jsonl 文件 -> 给一个题目文件，或者放题目文件的文件夹")
    return paths


def check_questions(checks: Mapping[str, Sequence[str]]) -> list[Question]:
    """Return the content's own check questions."""
    return [
        Question(text, f"{key}-{number}", Group.IN_SCOPE, (key,))
        for key, texts in checks.items()
        for number, text in enumerate(texts)
    ]


def judge(question: Question, reply: Reply) -> Verdict:
    """Return whether a reply is right, asks back with the right option, is wrong, or gives nothing."""
    shown = reply.services if reply.kind in (Kind.ANSWER, Kind.DETAIL, Kind.URGENT) else ()
    if question.group is Group.URGENT:
        is_right = reply.kind is Kind.URGENT and bool(set(reply.numbers[:2]) & set(question.numbers))
        return Verdict.RIGHT if is_right else Verdict.MISSED
    if question.group is Group.NEAR_MISS:
        return Verdict.WRONG if reply.kind is Kind.URGENT else Verdict.RIGHT
    if question.group is Group.SEVERAL:
        met = all(set(shown[:MOST_SHOWN]) & set(need) for need in question.needs)
        return Verdict.RIGHT if met else Verdict.WRONG
    if not question.accept:
        return Verdict.WRONG if shown else Verdict.ASKED if reply.kind is Kind.CHOOSE else Verdict.RIGHT
    if shown:
        is_kind_right = not question.is_about or reply.kind in (Kind.DETAIL, Kind.ANSWER)
        return Verdict.RIGHT if shown[0] in question.accept and is_kind_right else Verdict.WRONG
    if reply.kind is Kind.CHOOSE:
        return Verdict.ASKED if set(question.accept) & set(reply.options) else Verdict.WRONG
    return Verdict.MISSED


def _read_row(row: dict[str, Any], name: str) -> Iterator[Question]:
    if "should" in row:
        return
    if "turns" in row:
        for turn in row["turns"]:
            accept = (turn["about"],) if turn.get("about") else tuple(turn["accept"])
            yield Question(str(turn["q"]), name, Group.TURN, accept, is_about=bool(turn.get("about")))
    elif "numbers" in row:
        group = Group.URGENT if row["numbers"] else Group.NEAR_MISS
        yield Question(str(row["q"]), name, group, numbers=tuple(row["numbers"]))
    elif "needs" in row:
        yield Question(str(row["q"]), name, Group.SEVERAL, needs=tuple(map(tuple, row["needs"])))
    else:
        accept = tuple(row.get("accept", ()))
        group = Group.IN_SCOPE if accept else Group.OUT_OF_SCOPE
        yield Question(str(row["q"]), name, group, accept, kind=str(row.get("kind", "")))
