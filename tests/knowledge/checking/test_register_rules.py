from __future__ import annotations

from pathlib import Path

from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import HEALTH, SERVICES, edit, line_of

IDS = "ids.yaml"
IN_USE = "in_use: [edu-waiver, edu-loan, hlt-clinic]"
ids_hlt_lost = breaks_in(IDS, "hlt-lost")
ids_top = breaks_in(IDS, "")


@each(
    ids_hlt_lost(
        "registered without an entry",
        IN_USE,
        "in_use: [edu-waiver, edu-loan, hlt-clinic, hlt-lost]",
        "in_use",
        "挪到 retired",
    ),
    ids_top("in use twice", IN_USE, IN_USE.replace("]", ", edu-loan]"), "in_use", "不止一次"),
    ids_top("retired twice", "retired: [edu-old]", "retired: [edu-old, edu-old]", "retired", "不止一次"),
    ids_top("unknown list", "retired: [edu-old]", "retird: [edu-old]", "retird", "改成 retired"),
)
def test_register(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_entry_that_is_not_registered_is_named_with_the_nearest_id(root: Path) -> None:
    edit(root, HEALTH, "id: hlt-clinic", "id: hlt-clinik")
    found = {(p.file, p.line, p.entry, p.field): p.remedy for p in check_content(root)}
    assert "改成 hlt-clinic" in found[HEALTH, 1, "hlt-clinik", "id"]


def test_retired_id_must_not_be_used_again(root: Path) -> None:
    edit(root, HEALTH, "id: hlt-clinic", "id: edu-old")
    found = {(p.file, p.line, p.entry, p.field): p.what for p in check_content(root)}
    assert "停用" in found[HEALTH, 1, "edu-old", "id"]


def test_id_in_both_lists(root: Path) -> None:
    edit(root, IDS, "[edu-old]", "[edu-old, edu-loan]")
    found = {(p.file, p.line, p.entry, p.field) for p in check_content(root)}
    assert {(IDS, 2, "", "retired"), (SERVICES, line_of(SERVICES, "id: edu-loan\n"), "edu-loan", "id")} == found


def test_id_must_fit_a_button(root: Path) -> None:
    edit(root, HEALTH, "id: hlt-clinic", "id: 村卫生室")
    assert any(p.field == "id" and "不能做编号" in p.what for p in check_content(root))


def test_missing_register_does_not_call_every_entry_unregistered(root: Path) -> None:
    (root / IDS).unlink()
    assert [(p.file, p.what) for p in check_content(root)] == [(IDS, "没有这个文件")]
