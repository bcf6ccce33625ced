from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.phrasing_rules import compared_form
from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each
from tests.knowledge.mini_content import CHECKS, HEALTH, SERVICES, edit, line_of

ASK_CLINIC = "ask:\n    - 村卫生室在哪"
clinic = breaks_in(HEALTH, "hlt-clinic")
urgent_fire = breaks_in("urgent.yaml", "fire")
checks_edu_waiver = breaks_in(CHECKS, "edu-waiver")
checks_edu_loan = breaks_in(CHECKS, "edu-loan")


@each(
    clinic("phrasing twice", ASK_CLINIC, f"{ASK_CLINIC}\n    - 村卫生室，在哪？", "ask", "写了 2 次"),
    clinic("too few phrasings", "    - 村里没得大夫咋办\n", "", "ask", "只有 11 种", at=ASK_CLINIC),
    urgent_fire(
        "near that is urgent",
        "near: [去年",
        "near: [屋里着火了, 山水画, 河边, 桥头, 菜地, 秋千, 梯子, 灯笼, 石磨, 去年",
        "near",
        "又急又不急",
    ),
    urgent_fire("near twice", "near: [去年", "near: [灭火器哪里买？, 去年", "near", "写了 2 次"),
    checks_edu_waiver(
        "check that is a phrasing",
        "  - 高中学费是不是不用交",
        "  - 高中学费能免多少？",
        "checks",
        "试不出来",
        at="edu-waiver:",
    ),
    checks_edu_waiver(
        "check that is small talk", "  - 免学费政策", "  - 你好！", "checks", "smalltalk.yaml", at="edu-waiver:"
    ),
    checks_edu_loan("check twice", "  - 贷款上学怎么弄", "  - 读大学借钱", "checks", "只留一句", at="edu-loan:"),
)
def test_phrasing(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (SERVICES, "- 助学贷款咋申请", "- 村衛生室，在哪", (HEALTH, "hlt-clinic")),
        ("elsewhere.yaml", "ask: [身份证丢了", "ask: [村卫生室在哪", (HEALTH, "hlt-clinic")),
        ("smalltalk.yaml", "ask: [你好", "ask: [村卫生室在哪", ("smalltalk.yaml", "greeting")),
        (
            "urgent.yaml",
            "ask: [屋里着火了",
            "ask: [村卫生室在哪, 起火, 烧起来, 燃起来, 着火, 着火啦, 又着火, 起火了, 又起火, 屋里着火了",
            ("urgent.yaml", "fire"),
        ),
    ],
)
def test_phrasing_leads_one_way_only(root: Path, file: str, old: str, new: str, place: tuple[str, str]) -> None:
    edit(root, file, old, new)
    [problem] = check_content(root)
    assert (problem.file, problem.entry, problem.field) == (*place, "ask")
    assert "也在" in problem.what


def test_near_may_be_the_question_of_a_service(root: Path) -> None:
    edit(root, "urgent.yaml", "near: [去年", "near: [村卫生室在哪, 去年")
    assert check_content(root) == []


def test_service_without_enough_checks_is_told_at_the_service(root: Path) -> None:
    edit(root, CHECKS, "  - 助学贷宽\n", "")
    [problem] = check_content(root)
    assert (problem.file, problem.line) == (SERVICES, line_of(SERVICES, "- id: edu-loan\n"))
    assert (problem.entry, problem.field) == ("edu-loan", "checks")
    assert "只有 4 个" in problem.what


def test_services_without_a_checks_file(root: Path) -> None:
    (root / CHECKS).unlink()
    assert {(p.entry, p.field) for p in check_content(root)} == {("edu-waiver", "checks"), ("edu-loan", "checks")}


def test_unreadable_checks_do_not_count_as_none(root: Path) -> None:
    edit(root, CHECKS, "edu-loan:", "edu-loan: [")
    assert {p.file for p in check_content(root)} == {CHECKS}


def test_forms_are_compared_as_matching_reads_them() -> None:
    assert compared_form("請問，低保 咋办？") == compared_form("请问低保咋办")


def test_phrasings_of_nothing_but_marks_stay_apart() -> None:
    assert compared_form("？？？") != compared_form("！")


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("needs: [edu-waiver", "needs: [edu-gone", "needs", "没有 edu-gone 这项服务"),
        ("needs: [edu-waiver, hlt-clinic]", "needs: [edu-waiver], also: [edu-gone]", "also", "没有 edu-gone 这项服务"),
        ("needs: [edu-waiver, hlt-clinic]", "needs: [edu-waiver, hlt-clinic, edu-loan]", "needs", "写了 3 项"),
        ("高中学费能免好多,村里看病找哪个", "村卫生室在哪？", "q", "试不出来"),
    ],
)
def test_messages_with_two_needs_name_services_and_are_no_phrasing(
    root: Path, old: str, new: str, field: str, what: str
) -> None:
    edit(root, "checks/several.yaml", old, new)
    [problem] = check_content(root)
    assert (problem.file, problem.field) == ("checks/several.yaml", field)
    assert what in f"{problem.what}{problem.remedy}"


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("about: edu-waiver", "about: edu-gone", "then", "没有 edu-gone 这项服务"),
        ("  services: [edu-waiver]\n  then", "  services: [edu-gone]\n  then", "services", "没有 edu-gone 这项服务"),
        ("outside: true", "outside: true, about: edu-waiver", "q", "不是只写了一样"),
        (", outside: true", "", "q", "不是只写了一样"),
    ],
)
def test_conversations_name_services_and_say_one_thing_a_message(
    root: Path, old: str, new: str, field: str, what: str
) -> None:
    edit(root, "checks/dialogues.yaml", old, new)
    [problem] = check_content(root)
    assert (problem.file, problem.field) == ("checks/dialogues.yaml", field)
    assert what in f"{problem.what}{problem.remedy}"
