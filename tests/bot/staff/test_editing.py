"""Edits applied to the texts of the content, without a folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.console_condition_form import node_of, rows_of
from bot.staff.editing import apply_edits, cases_of, find_entry, read_texts
from bot.staff.edits import ChangeCases, ChangeService, FieldValue, pack_edit, unpack_edit
from bot.staff.hunks import unified_diff
from tests.real import CONTENT, shipped_content

SERVICE = {"services/education.yaml": "- id: edu-loan\n  title: 贷款\n"}
CASES = {"cases/education.yaml": "# 例子\nedu-waiver:\n  - {note: 高二, facts: {}, expect: possible}\n"}
EDIT = ChangeCases("edu-loan", ({"note": "七十", "facts": {"age": "70"}, "expect": "likely"},))
WRITTEN = "edu-loan:\n  - {note: 七十, facts: {age: '70'}, expect: likely}\n"


@pytest.mark.parametrize(
    ("texts", "written"),
    [(CASES, CASES["cases/education.yaml"] + WRITTEN), ({"cases/health.yaml": "{}\n"}, WRITTEN)],
    ids=["beside others", "in a file of their own"],
)
def test_people_of_a_condition_are_written_below_their_service(texts: dict[str, str], written: str) -> None:
    after = apply_edits(SERVICE | texts, [EDIT], {})
    assert after["cases/education.yaml"] == written
    assert cases_of(after, "edu-loan") == list(EDIT.cases)
    assert apply_edits(after, [ChangeCases("edu-loan", ())], {})["cases/education.yaml"].endswith("edu-loan: []\n")


def test_content_that_keeps_no_people_gets_none() -> None:
    assert apply_edits(SERVICE, [EDIT], {}) == SERVICE
    assert cases_of(SERVICE, "edu-loan") == []


def test_people_survive_the_store() -> None:
    assert unpack_edit(pack_edit(EDIT)) == EDIT


@pytest.mark.parametrize(
    "service", ["svc-five-guarantees", "soc-hardship-children", "emp-key-groups", "emp-graduate", "hou-public-rental"]
)
def test_one_changed_criterion_of_a_condition_is_one_changed_line(service: str) -> None:
    content, texts = shipped_content(), read_texts(CONTENT)
    rows = rows_of(content.services[service].eligible, content.situation)
    assert rows is not None
    changed = replace(rows, rows=(*rows.rows[:-1], replace(rows.rows[-1], basis="9.9.9")))
    file, _ = find_entry(texts, "service", service)
    after = apply_edits(texts, [ChangeService(service, {"eligible": node_of(changed)})], {})
    diff = unified_diff(file, texts[file], after[file]).splitlines()
    assert [line[0] for line in diff if line[0] in "+-"] == ["-", "+", "-", "+"], diff


def test_comments_in_a_condition_stay_where_another_line_of_it_changes() -> None:
    text = (
        "- id: edu-loan\n  eligible:\n    all:\n"
        "      - {fact: age, at_least: 60, basis: usual, by: bot}  # 六十整也算\n"
        "      - {fact: work, in: [b, a], basis: usual, by: bot}\n"
    )
    old: FieldValue = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}
    new: FieldValue = {"fact": "work", "in": ("a", "b", "c"), "basis": "usual", "by": "bot"}
    edit = ChangeService("edu-loan", {"eligible": {"all": (old, new)}})
    after = apply_edits({"services/education.yaml": text}, [edit], {})["services/education.yaml"]
    assert after == text.replace("[b, a]", "[a, b, c]")
