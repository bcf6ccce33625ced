from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.content import load_content, read_content
from knowledge.content_files import content_version
from knowledge.errors import ContentError
from knowledge.models import Confusable, Paper, Source, Strength
from knowledge.offices import Position
from knowledge.routing.opening_hours import Interval
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import HEALTH, SERVICES, edit


def test_services_keep_the_order_of_the_files(root: Path) -> None:
    assert list(load_content(root).services) == ["edu-waiver", "edu-loan", "hlt-clinic"]


def test_service_is_typed(root: Path) -> None:
    service = load_content(root).services["edu-waiver"]
    assert (service.domain, service.strength, service.audience) == (
        "education",
        Strength.CONTINUING,
        "在普通高中念书的学生",
    )
    assert service.bring[1] == Paper("户口本", "给孩子代办时", "usual")
    assert service.confused_with == (Confusable("edu-loan", "是高中免学费，还是上大学贷款？"),)
    assert service.departments == ("education", "civil")
    assert (service.checked_on, service.source) == (None, None)


def test_upkeep_and_source_are_typed(root: Path) -> None:
    service = load_content(root).services["edu-loan"]
    assert (service.checked_on, service.valid_until) == (date(2026, 1, 5), date(2026, 12, 31))
    assert service.source == Source("助学贷款办法", "〔2025〕1号", "2025-06-01", "https://example.org/loan")


def test_window_details_are_typed(root: Path) -> None:
    [window] = load_content(root).departments["education"].windows
    assert (window.key, window.phones, window.confirmed_by) == ("education-county", ("0915-6321234",), "王老师")
    assert window.position == Position(33.04, 108.25)


def test_hours_and_exceptions_become_intervals(root: Path) -> None:
    [window] = load_content(root).departments["education"].windows
    assert window.hours is not None
    assert window.hours.weekly[0] == (Interval(540, 720), Interval(810, 1020))
    assert window.hours.exceptions == {date(2025, 12, 30): ()}


def test_routing_rules_are_typed(root: Path) -> None:
    [rule] = load_content(root).routing
    assert (rule.intake, rule.services, rule.covers_partner) == ("town", ("hlt-clinic",), False)


def test_lexicon_words_point_to_their_plain_form_and_concept(root: Path) -> None:
    lexicon = load_content(root).lexicon
    assert lexicon.say_as == {"咋": "怎么", "莫得": "没有", "没得": "没有"}
    assert lexicon.concepts["卫生所"] == "clinic"


def test_messages_are_named_by_file_and_key(root: Path) -> None:
    assert load_content(root).messages["common.go_first"] == "先去：{window}"


def test_checks_are_read_apart_from_phrasings(root: Path) -> None:
    content = load_content(root)
    assert content.checks["hlt-clinic"][0] == "村医务室开着吗"
    assert "fire" not in content.checks


def test_calm_patterns_stand_beside_the_situations(root: Path) -> None:
    content = load_content(root)
    assert (content.calm, [situation.id for situation in content.urgent]) == (("去年|前年 > 着火|失火",), ["fire"])


clinic = breaks_in(HEALTH, "hlt-clinic")
waiver = breaks_in(SERVICES, "edu-waiver")
loan = breaks_in(SERVICES, "edu-loan")
document_top = breaks_in("document.yaml", "")


@each(
    clinic("unknown field", "  lead: health", "  lead: health\n  leed: health", "leed", "改成 lead", below=1),
    waiver(
        "paper of another shape",
        "{paper: 身份证, basis: usual}",
        "{papr: 身份证, paper: 身份证, basis: usual}",
        "papr",
        "改成 paper",
    ),
    waiver(
        "confusable without a question",
        "question: 是高中免学费，还是上大学贷款？",
        "question: ''",
        "question",
        "是空的",
    ),
    clinic("date of another form", "  checked_on: ''", "  checked_on: 2026/1/5", "checked_on", "2026-01-31"),
    clinic("unknown strength", "strength: target", "strength: targets", "strength", "改成 target"),
    loan("source of another shape", "number: 〔2025〕1号, ", "no: 〔2025〕1号, ", "source", "document"),
    document_top("no end of the plan", "ends_on: '2025-12-31'", "ends_on: ''", "ends_on", "2025-12-31"),
    document_top("end of the plan that is no date", "ends_on: '2025-12-31'", "ends_on: 年底", "ends_on", "2026-01-31"),
)
def test_problem(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_id_twice_in_a_file(root: Path) -> None:
    line = edit(root, SERVICES, "- id: edu-loan", "- id: edu-waiver")
    assert (SERVICES, line, "edu-waiver", "id") in {(p.file, p.line, p.entry, p.field) for p in read_content(root)[1]}


def test_id_twice_in_two_files_is_told_once(root: Path) -> None:
    edit(root, HEALTH, "id: hlt-clinic", "id: edu-loan")
    [problem] = read_content(root)[1]
    assert (problem.file, problem.line, problem.entry, problem.field) == (HEALTH, 1, "edu-loan", "id")
    assert "services/education.yaml" in problem.what


def test_item_that_is_no_entry(root: Path) -> None:
    edit(root, "towns.yaml", "- {name: 后柳镇", "- 后柳镇\n- {name: 后柳镇")
    [problem] = read_content(root)[1]
    assert (problem.file, "后柳镇" in problem.what) == ("towns.yaml", True)


def test_missing_file_is_told_once(root: Path) -> None:
    (root / "urgent.yaml").unlink()
    assert [(p.file, p.what) for p in read_content(root)[1]] == [("urgent.yaml", "没有这个文件")]


def test_unreadable_file_is_told_once(root: Path) -> None:
    edit(root, "document.yaml", "title:", "title")
    assert [p.file for p in read_content(root)[1]] == ["document.yaml"]


def test_loading_refuses_with_every_problem(root: Path) -> None:
    edit(root, HEALTH, "title: 村卫生室", "title: ''")
    (root / "towns.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_content(root)
    assert [p.file for p in caught.value.problems] == [HEALTH, "towns.yaml"]


def test_version_names_the_content(root: Path) -> None:
    before = content_version(root)
    assert content_version(root) == before == load_content(root).version
    edit(root, HEALTH, "村里看病去哪", "村里看病去哪里")
    assert content_version(root) != before


def test_version_changes_with_a_file_name(root: Path) -> None:
    before = content_version(root)
    (root / HEALTH).rename(root / "services/clinics.yaml")
    assert content_version(root) != before


def test_version_of_a_folder_that_looks_like_a_file(root: Path) -> None:
    (root / "odd.yaml").mkdir()
    assert [p.file for p in read_content(root)[1]] == ["odd.yaml"]
