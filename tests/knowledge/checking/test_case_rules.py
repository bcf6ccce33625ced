from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.validator import check_content

FILE = "cases/education.yaml"
GOOD = """\
edu-waiver:
  - {note: 念高中，十四岁, facts: {school_stage: senior, age: '14'}, expect: likely}
  - {note: 念高中，十三岁，要看在读证明, facts: {school_stage: senior, age: '13'}, expect: possible}
  - {note: 念高中，二十岁, facts: {school_stage: senior, age: '20'}, expect: likely}
  - {note: 念高中，二十一岁，要看在读证明, facts: {school_stage: senior, age: '21'}, expect: possible}
  - {note: 不念书了, facts: {school_stage: finished}, expect: unlikely}
"""


def problems_of(root: Path, text: str) -> list[str]:
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_content(root)]


def test_good_cases_give_no_problem(root: Path) -> None:
    assert problems_of(root, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("expect: unlikely", "expect: likely", 6, "按现在的条件是 unlikely"),
        ("expect: unlikely", "expect: no", 6, "unlikely"),
        ("school_stage: finished", "school_stage: gone", 6, "gone"),
        ("note: 不念书了", "note: ''", 6, "是空的"),
        ("note: 不念书了", "remark: 不念书了", 6, "note"),
    ],
)
def test_a_bad_case_is_named_with_its_line(root: Path, old: str, new: str, line: int, says: str) -> None:
    problems = problems_of(root, GOOD.replace(old, new))
    assert any(problem.startswith(f"{FILE}:{line}: edu-waiver") and says in problem for problem in problems)


def test_a_case_of_no_service_is_named(root: Path) -> None:
    (problem,) = problems_of(root, GOOD + "edu-waver: []\n")
    assert problem.startswith(f"{FILE}:7:")
    assert "edu-waiver" in problem


def test_a_case_of_a_retired_service_is_to_be_deleted(root: Path) -> None:
    [problem] = [problem for problem in problems_of(root, f"{GOOD}edu-old: []\n") if "edu-old" in problem]
    assert "停用" in problem
    assert problem.endswith("从这里删掉")


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        (1, "age: 14"),
        (2, "age: 13"),
        (3, "age: 20"),
        (4, "age: 21"),
        (5, "school_stage 不是 senior"),
    ],
)
def test_a_side_that_no_case_tries_is_named(root: Path, left_out: int, says: str) -> None:
    lines = GOOD.splitlines(keepends=True)
    problems = problems_of(root, "".join(lines[:left_out] + lines[left_out + 1 :]))
    assert any(says in problem for problem in problems)


def test_a_conditional_service_needs_three_cases(root: Path) -> None:
    problems = problems_of(root, "edu-waiver: []\n")
    assert any("只有 0 个例子" in problem for problem in problems)


def test_a_case_in_another_domain_s_file_is_named(root: Path) -> None:
    (root / FILE).parent.mkdir()
    (root / "cases/health.yaml").write_text(GOOD, encoding="utf-8")
    problems = [str(problem) for problem in check_content(root)]
    assert any(
        problem.startswith("cases/health.yaml:") and "移到 cases/education.yaml" in problem for problem in problems
    )


def test_a_domain_without_its_file_is_named_once_there_are_cases(root: Path) -> None:
    (root / FILE).parent.mkdir()
    (root / "cases/health.yaml").write_text("{}\n", encoding="utf-8")
    assert any("只有 0 个例子" in str(problem) for problem in check_content(root))


def test_a_file_of_cases_that_cannot_be_read_is_one_problem(root: Path) -> None:
    assert len(problems_of(root, "edu-waiver: [\n")) == 1
