from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.checking.validator import check_content
from knowledge.content import REQUIRED_FIELDS
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import HEALTH, SERVICES, edit

PAPER = "{paper: 身份证, basis: usual}"
CHECKED = "checked_on: '2026-01-05'\n  checked_by: 王老师\n  valid_until: '2026-12-31'"
SOURCE = (
    "source: {document: 助学贷款办法, number: 〔2025〕1号, date: '2025-06-01', address: 'https://example.org/loan'}"
)

waiver = breaks_in(SERVICES, "edu-waiver")
loan = breaks_in(SERVICES, "edu-loan")
clinic = breaks_in(HEALTH, "hlt-clinic")


@each(
    waiver(
        "paper of unknown basis",
        PAPER,
        "{paper: 身份证, basis: 听说}",
        "bring",
        "source",
        at="bring:\n    - {paper: 身份证",
    ),
    waiver("paper twice", PAPER, f"{PAPER}\n    - {PAPER}", "bring", "不止一次", at="bring:\n    - {paper: 身份证"),
    waiver("nothing left open", "open: [要不要自己申请]", "open: []", "open", "多少钱"),
    loan("checked by nobody", "checked_by: 王老师", "checked_by: ''", "checked_by", "核实人"),
    loan("checked on no day", CHECKED, "checked_on: ''\n  checked_by: 王老师\n  valid_until: ''", "checked_on", "哪天"),
    loan(
        "valid before it was checked",
        "valid_until: '2026-12-31'",
        "valid_until: '2026-01-04'",
        "valid_until",
        "2026-01-05",
    ),
    clinic("valid but never checked", "valid_until: ''", "valid_until: '2026-12-31'", "valid_until", "checked_on"),
    loan("source without a name", SOURCE, SOURCE.replace("助学贷款办法", "''"), "source", "标题"),
    loan("source without a date", SOURCE, SOURCE.replace("2025-06-01", "去年"), "source", "2026-01-31"),
    loan("source with a bad address", SOURCE, SOURCE.replace("https://", "htp:/"), "source", "网址"),
)
def test_service(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


@pytest.mark.parametrize("name", REQUIRED_FIELDS)
def test_every_field_must_be_there(root: Path, name: str) -> None:
    text = (root / HEALTH).read_text(encoding="utf-8")
    renamed = text.replace(f"- {name}:", "- zzz:", 1) if name == "id" else text.replace(f"  {name}:", "  zzz:", 1)
    assert renamed != text
    (root / HEALTH).write_text(renamed, encoding="utf-8")
    missing = [p for p in check_content(root) if (p.file, p.line, p.field) == (HEALTH, 1, name)]
    assert [p.what for p in missing] == ["缺这个字段"]


def test_paper_may_name_a_source_where_the_entry_has_one(root: Path) -> None:
    edit(root, SERVICES, "  bring: []", "  bring: [{paper: 录取通知书, basis: 助学贷款办法}]")
    assert check_content(root) == []


def test_info_leaves_nothing_open(root: Path) -> None:
    edit(root, HEALTH, "strength: target", "strength: info")
    edit(root, HEALTH, "open: [哪天开门]", "open: []")
    assert check_content(root) == []


def test_no_services_at_all(root: Path) -> None:
    shutil.rmtree(root / "services")
    assert ("services/", "一项服务也没有") in {(p.file, p.what) for p in check_content(root)}
