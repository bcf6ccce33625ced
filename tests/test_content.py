"""The shipped content: sound in itself, true to the plan and catalogue, written without the evaluation questions."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from bot.question_files import Group, question_paths, read_questions
from knowledge.checking.validator import check_content, check_plan
from knowledge.content import read_content
from knowledge.language.normalise import bare, normalise
from knowledge.models import Content, Service
from knowledge.routing.intake import COUNTY_HALL, COUNTY_HOTLINE, TOWN_WINDOW
from knowledge.yaml_source import Record, read_yaml

CHECKOUT = Path(__file__).parents[1]
CONTENT = CHECKOUT / "knowledge" / "content"
SHARED = CHECKOUT.parent / "shared"
UNSEEN = CHECKOUT / "tests" / "questions"
"""Questions by people who had not seen the content; see the README there."""
NEARLY_EQUAL = 90
SHORTEST_COMPARED = 6
_CODE = [path for folder in ("handlers", "bot") for path in sorted((CHECKOUT / folder).rglob("*.py"))]


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)[0]


@pytest.fixture
def shared() -> Path:
    """The folder of plan, catalogue and questions; without it the test is left out, but never in CI."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("CI") == "true":
        pytest.fail(f"{SHARED} is missing")
    pytest.skip(f"needs plan, catalogue and questions in {SHARED}")


@pytest.fixture
def catalogue(shared: Path) -> dict[str, Record]:
    return {row["id"]: row for row in read_yaml(shared / "catalogue.yaml", "catalogue.yaml")["services"]}


def test_content_has_no_problems() -> None:
    problems = check_content(CONTENT)
    assert not problems, "\n".join(map(str, problems))


def test_handlers_find_the_offices_they_name(content: Content) -> None:
    assert {COUNTY_HALL, COUNTY_HOTLINE, TOWN_WINDOW} <= content.departments.keys()


@pytest.mark.shared
def test_every_fact_stands_in_a_cited_paragraph(shared: Path) -> None:
    problems = check_plan(CONTENT, shared / "plan" / "plan.json")
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.shared
def test_register_is_the_catalogue(catalogue: dict[str, Record]) -> None:
    assert read_yaml(CONTENT / "ids.yaml", "ids.yaml")["in_use"] == list(catalogue)


@pytest.mark.shared
def test_services_say_what_the_catalogue_says(catalogue: dict[str, Record], content: Content) -> None:
    differing = [
        service.id
        for service in content.services.values()
        if service.id in catalogue and _of_catalogue(catalogue[service.id]) != _of_content(service)
    ]
    assert not differing


@pytest.mark.shared
def test_services_carry_the_facts_and_cites_of_the_catalogue(catalogue: dict[str, Record], content: Content) -> None:
    lacking = {
        service.id: missing
        for service in content.services.values()
        if service.id in catalogue
        and (
            missing := {*catalogue[service.id]["facts"], *catalogue[service.id]["cites"]}
            - {*service.facts, *service.cites}
        )
    }
    assert not lacking


@pytest.mark.shared
def test_no_phrasing_is_nearly_an_evaluation_question(shared: Path, content: Content) -> None:
    assert not _near([*_learnt(content), *_checks(content)], _questions(shared / "questions"))


def test_no_phrasing_is_nearly_an_unseen_question(content: Content) -> None:
    near = _near(_learnt(content), _questions(UNSEEN))
    assert not near, f"seen now, so no longer worth asking: take them out of {UNSEEN}: {near}"


def test_unseen_questions_name_services_that_are_there(content: Content) -> None:
    questions = [question for path in question_paths(UNSEEN) for question in read_questions(path)]
    named = {key for question in questions for keys in (question.accept, *question.needs) for key in keys}
    assert named <= content.services.keys()
    assert {question.group for question in questions} == set(Group)


def test_every_sentence_the_code_names_is_there(content: Content) -> None:
    files = "|".join(sorted({key.partition(".")[0] for key in content.messages}))
    named = re.compile(rf"(?:{files})\.(?!yaml)[a-z][a-z_]*")
    missing = {
        f"{path.relative_to(CHECKOUT)}: {text}"
        for path in _CODE
        for text, is_whole in _strings(path)
        if named.fullmatch(text) and not _is_said(content, text, is_whole=is_whole)
    }
    assert not missing


def test_every_sentence_gets_its_placeholders(content: Content) -> None:
    wrong = {
        f"{path.relative_to(CHECKOUT)}: {key} is filled with {sorted(given)}"
        for path in _CODE
        for key, given in _filled(path)
        if key in content.messages and given != _placeholders(content.messages[key])
    }
    assert not wrong


def _of_catalogue(row: Record) -> tuple[object, ...]:
    return row["zh"], row["strength"], row["lead"], tuple(row.get("with", ()))


def _of_content(service: Service) -> tuple[object, ...]:
    return service.title, str(service.strength), service.lead, service.partners


def _near(phrasings: Iterable[str], questions: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of a phrasing and a question that are nearly equal."""
    said = {form: text for text in phrasings if len(form := _form(text)) >= SHORTEST_COMPARED}
    asked = {form: text for text in questions if len(form := _form(text)) >= SHORTEST_COMPARED}
    assert said
    assert asked
    likeness = process.cdist(list(said), list(asked), scorer=fuzz.ratio, score_cutoff=NEARLY_EQUAL, dtype=np.uint8)
    pairs = zip(*np.nonzero(likeness), strict=True)
    return [(list(said.values())[row], list(asked.values())[column]) for row, column in pairs]


def _questions(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            yield from (turn["q"] for turn in row.get("turns", [row]))


def _learnt(content: Content) -> Iterator[str]:
    groups = (content.services.values(), content.elsewhere.values(), content.smalltalk.values(), content.urgent)
    yield from (phrasing for group in groups for entry in group for phrasing in entry.ask)
    yield from (phrasing for situation in content.urgent for phrasing in situation.near)


def _checks(content: Content) -> Iterator[str]:
    yield from (question for questions in content.checks.values() for question in questions)


def _form(text: str) -> str:
    return bare(normalise(text))


def _strings(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a module, and for a text with holes the part before the first hole, which is not whole."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    beginnings = {id(node.values[0]) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, id(node) not in beginnings


def _is_said(content: Content, text: str, *, is_whole: bool) -> bool:
    return text in content.messages if is_whole else any(key.startswith(text) for key in content.messages)


def _filled(path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each sentence that a module fills by `say(content, key, name=...)`, with the names it gives."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            names = [keyword.arg for keyword in node.keywords]
            key = node.args[1]
            if isinstance(key, ast.Constant) and None not in names:
                yield str(key.value), frozenset(filter(None, names))


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
