from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.checking.validator import check_content
from knowledge.content import read_content
from tests.knowledge.mini_content import FILES, HEALTH, SERVICES, edit

Place = tuple[Any, ...]
OTHER_KINDS: tuple[Any, ...] = ([], "x", [["x"]], {"x": {"y": "z"}})


def test_small_content_has_no_problems(root: Path) -> None:
    assert check_content(root) == []


def test_what_reading_finds_is_told_too(root: Path) -> None:
    line = edit(root, HEALTH, "  strength: target", "  strenght: target")
    problems = check_content(root)
    assert set(read_content(root)[1]) <= set(problems)
    assert (HEALTH, line, "hlt-clinic", "strenght", "改成 strength") in {
        (p.file, p.line, p.entry, p.field, p.remedy) for p in problems
    }


def test_every_problem_is_told_at_once_by_file_and_line(root: Path) -> None:
    lead = edit(root, SERVICES, "lead: education\n  with: [civil]", "lead: school\n  with: [nobody]")
    window = edit(root, HEALTH, "window: town", "window: nowhere")
    town = edit(root, "towns.yaml", "name: 后柳镇", "nmae: 后柳镇")
    places = [(p.file, p.line, p.field) for p in check_content(root)]
    assert places == sorted(places)
    assert {(SERVICES, lead, "lead"), (SERVICES, lead + 1, "with"), (HEALTH, window, "window")} <= set(places)
    assert ("towns.yaml", town, "nmae") in places


def test_no_problem_is_told_twice(root: Path) -> None:
    (root / "urgent.yaml").unlink()
    problems = check_content(root)
    assert len(set(problems)) == len(problems)


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(root: Path) -> None:
    edit(root, SERVICES, "- id: edu-loan", "- id: edu-loan\n\tx: 1")
    edit(root, HEALTH, "window: town", "window: nowhere")
    assert [(p.file, p.field) for p in check_content(root)] == [(SERVICES, ""), (HEALTH, "window")]


@pytest.mark.parametrize("file", sorted(FILES))
def test_unreadable_file_draws_no_complaint_elsewhere(root: Path, file: str) -> None:
    (root / file).write_text("a: [", encoding="utf-8")
    assert [p.file for p in check_content(root)] == [file]


@pytest.mark.parametrize("file", sorted(FILES))
def test_missing_file_is_a_problem(root: Path, file: str) -> None:
    (root / file).unlink()
    assert check_content(root)


@pytest.mark.parametrize("file", sorted(FILES))
@pytest.mark.parametrize("text", ["", "只有一句话", "- 一\n- 二", "- - a", "? [x]\n: y"])
def test_file_of_another_shape_is_a_problem(root: Path, file: str, text: str) -> None:
    (root / file).write_text(text, encoding="utf-8")
    assert check_content(root)


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_no_content_at_all_is_told_without_an_exception(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    files = {p.file for p in check_content(tmp_path / folder)}
    assert {"ids.yaml", "departments.yaml", "lexicon.yaml", "services/", "messages/"} <= files


@pytest.mark.parametrize("file", sorted(FILES))
def test_value_of_another_kind_anywhere_raises_nothing(root: Path, file: str) -> None:
    value = yaml.safe_load(FILES[file])
    for place in _places(value):
        for other in OTHER_KINDS:
            (root / file).write_text(yaml.safe_dump(_with(value, place, other), allow_unicode=True), encoding="utf-8")
            assert all(problem.line >= 1 for problem in check_content(root)), (place, other)


@pytest.mark.parametrize("file", sorted(FILES))
def test_file_cut_off_at_any_line_raises_nothing(root: Path, file: str) -> None:
    lines = FILES[file].splitlines(keepends=True)
    for count in range(len(lines)):
        half = "".join(lines[:count]) + lines[count][: len(lines[count]) // 2]
        (root / file).write_text(half, encoding="utf-8")
        end = count + 2  # the parser places the end of a text on the line after its last
        assert all(problem.line <= end for problem in check_content(root) if problem.file == file), half


def _places(value: Any) -> Iterator[Place]:
    """Yield every place in a file's value, of a list the first two: the others are like them."""
    children = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, child in children:
        yield (key,)
        yield from ((key, *rest) for rest in _places(child))


def _with(value: Any, place: Place, other: Any) -> Any:
    changed = copy.deepcopy(value)
    *path, last = place
    parent = changed
    for key in path:
        parent = parent[key]
    parent[last] = other
    return changed
