from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.plan_rules import read_plan
from knowledge.checking.validator import check_plan
from knowledge.errors import ContentError
from tests.knowledge.mini_content import HEALTH, SERVICES, edit, write_mini_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_mini_plan(path)
    return path


def test_small_content_stands_in_its_plan(root: Path, plan: Path) -> None:
    assert check_plan(root, plan) == []


def test_fact_that_the_cited_paragraph_lacks_is_sent_to_the_one_that_has_it(root: Path, plan: Path) -> None:
    line = edit(root, SERVICES, "facts: [800元, 三年, 每学期]", "facts: [800元, 三年, 每学期, 95%]")
    [problem] = check_plan(root, plan)
    assert (problem.file, problem.line, problem.entry, problem.field) == (SERVICES, line, "edu-waiver", "facts")
    assert "3.2.4" in problem.remedy


def test_fact_that_stands_nowhere(root: Path, plan: Path) -> None:
    edit(root, SERVICES, "facts: [800元, 三年, 每学期]", "facts: [900元, 三年, 每学期]")
    [problem] = check_plan(root, plan)
    assert "“900元”" in problem.what
    assert "规划里没有" in problem.remedy


def test_fact_inside_a_longer_figure_does_not_stand(root: Path, plan: Path) -> None:
    edit(root, SERVICES, "facts: [800元, 三年, 每学期]", "facts: [00元, 三年, 每学期]")
    assert [p.field for p in check_plan(root, plan)] == ["facts"]


def test_cited_paragraph_that_does_not_exist(root: Path, plan: Path) -> None:
    line = edit(root, HEALTH, "cites: [7.2.1]", "cites: [7.2.1, 7.2.99]")
    [problem] = check_plan(root, plan)
    assert (problem.line, problem.entry, problem.field) == (line, "hlt-clinic", "cites")
    assert "7.2.99" in problem.what


def test_basis_that_does_not_exist(root: Path, plan: Path) -> None:
    line = edit(
        root,
        SERVICES,
        "- not: {fact: school_stage, in: [finished], basis: '3.2.3'",
        "- not: {fact: school_stage, in: [finished], basis: '3.9.9'",
    )
    [problem] = check_plan(root, plan)
    assert (problem.line, problem.entry, problem.field) == (line, "edu-waiver", "eligible")


def test_content_problems_are_left_to_check_content(root: Path, plan: Path) -> None:
    edit(root, HEALTH, "title: 村卫生室", "titel: 村卫生室")
    (root / "towns.yaml").unlink()
    assert check_plan(root, plan) == []


def test_missing_plan_is_one_problem(root: Path, tmp_path: Path) -> None:
    [problem] = check_plan(root, tmp_path / "none.json")
    assert problem.file.endswith("none.json")
    assert "读不到" in problem.what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"paragraphs": {}}',
        '{"paragraphs": []}',
        '{"paragraphs": ["3.2.3"]}',
        '{"paragraphs": [{"id": 3, "text": "x"}]}',
        "[" * 100_000,
    ],
)
def test_malformed_plan_is_one_problem(root: Path, plan: Path, text: str) -> None:
    plan.write_text(text, encoding="utf-8")
    assert len(check_plan(root, plan)) == 1


def test_plan_in_another_encoding_is_one_problem(root: Path, plan: Path) -> None:
    plan.write_bytes('{"paragraphs": [{"id": "3.2.3", "text": "学费"}]}'.encode("gb18030"))
    assert len(check_plan(root, plan)) == 1


def test_problem_names_the_line_of_the_json_mistake(plan: Path) -> None:
    plan.write_text('{"paragraphs":\n\n oops}', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_plan(plan)
    assert caught.value.problems[0].line == 3
