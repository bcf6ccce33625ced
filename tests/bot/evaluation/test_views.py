from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.evaluation.gaps import View
from bot.evaluation.views import Plan, gather_views
from bot.library import Library
from bot.question_files import QuestionFileError
from tests.bot.world import CLINIC, NOON, WAIVER

SCREEN = Console(file=io.StringIO())


@pytest.fixture
def plan(home: Path) -> Plan:
    return Plan(home / "content", home / "unseen", (), 0, NOON)


def write(path: Path, *texts: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(json.dumps({"q": text, "accept": ["edu-waiver"]}) for text in texts), encoding="utf-8")
    return path


def gather(plan: Plan, library: Library, *files: Path, folds: int = 0) -> list[View]:
    return list(gather_views(Plan(plan.content, plan.unseen, files, folds, plan.now), library.edition, SCREEN))


def test_checks_are_asked_always(plan: Plan, library: Library) -> None:
    [view] = gather(plan, library)
    assert [r.question.text for r in view.results] == [t for ts in library.edition.content.checks.values() for t in ts]


def test_unseen_questions_are_one_view(plan: Plan, library: Library) -> None:
    write(plan.unseen / "b.jsonl", CLINIC)
    write(plan.unseen / "a.jsonl", WAIVER)
    _, view = gather(plan, library)
    assert [result.question.text for result in view.results] == [WAIVER, CLINIC]


def test_each_file_given_is_a_view(plan: Plan, library: Library, tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", WAIVER)
    write(tmp_path / "more" / "two.jsonl", WAIVER, CLINIC)
    assert [(v.name, len(v.results)) for v in gather(plan, library, one, tmp_path / "more")[1:]] == [
        ("one.jsonl", 1),
        ("two.jsonl", 2),
    ]


def test_people_to_screen_are_left_out_of_a_folder(plan: Plan, library: Library, tmp_path: Path) -> None:
    write(tmp_path / "more" / "one.jsonl", WAIVER)
    (tmp_path / "more" / "people.jsonl").write_text('{"q": "我86", "should": [], "should_not": []}', encoding="utf-8")
    assert [view.name for view in gather(plan, library, tmp_path / "more")[1:]] == ["one.jsonl"]


def test_file_without_questions_is_told(plan: Plan, library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(QuestionFileError, match=r"empty\.jsonl"):
        gather(plan, library, tmp_path / "empty.jsonl")


def test_bad_file_is_told_before_anything_is_learnt(plan: Plan, library: Library, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{oops", encoding="utf-8")
    views = gather_views(
        Plan(plan.content, plan.unseen, (tmp_path / "bad.jsonl",), 2, plan.now), library.edition, SCREEN
    )
    with pytest.raises(QuestionFileError, match=r"bad\.jsonl:1"):
        next(views)


def test_cross_validation_asks_every_phrasing_and_tells_its_time(plan: Plan, library: Library) -> None:
    crossed, checks = gather(plan, library, folds=2)
    content = library.edition.content
    asked = {result.question.text for result in crossed.results}
    assert {text for service in content.services.values() for text in service.ask} < asked
    assert "学 2 遍" in crossed.note
    assert checks.results
