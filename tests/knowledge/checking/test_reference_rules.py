from __future__ import annotations

from pathlib import Path

from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import CHECKS, HEALTH, SERVICES, edit

CONFUSED = "confused_with:\n    - {id: edu-loan"
clinic = breaks_in(HEALTH, "hlt-clinic")
waiver = breaks_in(SERVICES, "edu-waiver")
urgent_fire = breaks_in("urgent.yaml", "fire")
health_edu_loan = breaks_in("checks/health.yaml", "edu-loan")


@each(
    clinic("unknown lead", "lead: health", "lead: helth", "lead", "改成 health"),
    waiver("unknown partner", "with: [civil]", "with: [civl]", "with", "改成 civil"),
    clinic(
        "lead among the partners", "lead: health\n  with: []", "lead: health\n  with: [health]", "with", "牵头", below=1
    ),
    waiver("partner twice", "with: [civil]", "with: [civil, civil]", "with", "不止一次"),
    clinic("unknown window", "window: town", "window: twon", "window", "改成 town"),
    waiver("unknown related", "related: [edu-loan]", "related: [edu-lone]", "related", "改成 edu-loan"),
    clinic("related to itself", "related: [edu-waiver]", "related: [hlt-clinic]", "related", "自己"),
    clinic("related twice", "related: [edu-waiver]", "related: [edu-loan, edu-loan]", "related", "不止一次"),
    waiver("confused with nothing", CONFUSED, "confused_with:\n    - {id: edu-nil", "confused_with", "edu-nil"),
    waiver("confused with itself", CONFUSED, "confused_with:\n    - {id: edu-waiver", "confused_with", "自己"),
    clinic("cite of another form", "cites: [7.2.1]", "cites: [第七章]", "cites", "3.2.3"),
    clinic("cite twice", "cites: [7.2.1]", "cites: [7.2.1, 7.2.1]", "cites", "不止一次"),
    clinic("cite of no chapter", "cites: [7.2.1]", "cites: [9.2.1]", "cites", "第 9 章"),
    clinic("cite of no section", "cites: [7.2.1]", "cites: [7.5.1]", "cites", "7.5"),
    urgent_fire(
        "danger followed by nothing", "services: [hlt-clinic]", "services: [hlt-clinc]", "services", "改成 hlt-clinic"
    ),
    health_edu_loan(
        "checks of the wrong domain",
        "hlt-clinic:",
        "edu-loan: [念书钱能借吗]\nhlt-clinic:",
        "checks",
        "挪到 checks/education.yaml",
    ),
)
def test_reference(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_checks_of_an_unknown_service(root: Path) -> None:
    line = edit(root, CHECKS, "edu-loan:", "edu-lone:")
    found = {(p.file, p.line, p.entry, p.field): p.remedy for p in check_content(root)}
    assert found[CHECKS, line, "edu-lone", "checks"] == "改成 edu-loan"


def test_front_matter_has_no_sections(root: Path) -> None:
    edit(root, HEALTH, "cites: [7.2.1]", "cites: [7.2.1, 0.0.1]")
    assert check_content(root) == []


def test_references_into_an_unreadable_file_are_not_called_dangling(root: Path) -> None:
    line = edit(root, SERVICES, "strength: continuing", "strength: [continuing")
    assert [(p.file, p.line >= line) for p in check_content(root)] == [(SERVICES, True)]


def test_departments_that_cannot_be_read_are_not_called_missing(root: Path) -> None:
    edit(root, "departments.yaml", "aliases: [卫健局]", "aliases: [卫健局")
    assert [p.file for p in check_content(root)] == ["departments.yaml"]
