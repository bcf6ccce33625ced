"""Proof against the plan itself: every cited paragraph exists and every fact stands in one that its service cites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.checking.draft import SERVICES, Draft
from knowledge.checking.eligibility_rules import FIELD, criteria
from knowledge.checking.reference_rules import PARAGRAPH
from knowledge.errors import ContentError, Problem
from knowledge.fields import Fields
from knowledge.language.numerals import compact, find_fact
from knowledge.models import Service

Paragraphs = Mapping[str, str]


def read_plan(path: Path) -> Paragraphs:
    """Return the plan's paragraphs by id, as compact text.

    The file is JSON, `{"paragraphs": [{"id": "3.2.3", "text": ...}, ...]}`; raises `ContentError` with one problem
    where it is not.
    """
    name = path.as_posix()
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ContentError(
            [Problem(name, 1, "", "", f"读不到规划原文（{error.strerror}）", "写对文件的位置")]
        ) from error
    except json.JSONDecodeError as error:
        raise ContentError([Problem(name, error.lineno, "", "", "不是 JSON", "用没有改动过的规划原文")]) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ContentError([Problem(name, 1, "", "", "不是 UTF-8 的 JSON", "用没有改动过的规划原文")]) from error
    paragraphs = _paragraphs(data)
    if not paragraphs:
        what, remedy = "没有规划的段落", '要有 {"paragraphs": [{"id": "3.2.3", "text": "…"}]}'
        raise ContentError([Problem(name, 1, "", "paragraphs", what, remedy)])
    return paragraphs


def check_against_plan(draft: Draft, paragraphs: Paragraphs) -> None:
    """Note paragraphs that do not exist, and facts that stand in no paragraph that their service cites."""
    for service in draft.content.services.values():
        fields = draft.entry(SERVICES, service.id)
        for cite in service.cites:
            if cite not in paragraphs:
                fields.report("cites", f"规划没有 {cite} 这一段", "查规划原文，改成真有的段落编号")
        _check_facts(fields, service, paragraphs)
        for criterion in criteria(fields.record.get(FIELD), fields):
            if PARAGRAPH.fullmatch(criterion.basis) and criterion.basis not in paragraphs:
                what = f"依据 {criterion.basis} 这一段，规划里没有"
                criterion.fields.report(FIELD, what, "查规划原文，改成真有的段落编号")


def _check_facts(fields: Fields, service: Service, paragraphs: Paragraphs) -> None:
    for fact in service.facts:
        holders = [key for key, text in paragraphs.items() if find_fact(compact(fact), text)]
        if not set(holders) & set(service.cites):
            where = (
                f"它在 {'、'.join(holders[:3])}，核对以后写进 cites"
                if holders
                else "规划里没有这句话：照原文改，或者删掉"
            )
            fields.report("facts", f"引的段落（{'、'.join(service.cites)}）里没有“{fact}”", where)


def _paragraphs(data: Any) -> dict[str, str]:
    rows = data.get("paragraphs") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(map(_is_paragraph, rows)):
        return {}
    return {row["id"]: compact(row["text"]) for row in rows}


def _is_paragraph(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("text"), str)
