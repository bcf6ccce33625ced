"""Edits applied to the texts of the content, without a folder."""

from __future__ import annotations

import pytest

from bot.staff.editing import apply_edits, cases_of
from bot.staff.edits import ChangeCases, pack_edit, unpack_edit

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
