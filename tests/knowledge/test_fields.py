from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import Problem
from knowledge.fields import Fields
from knowledge.yaml_source import parse_yaml


def fields_of(text: str) -> Fields:
    """Return the mapping that `text` writes, ready to note problems."""
    return Fields("x.yaml", "one", parse_yaml(text), [])


def places(fields: Fields) -> list[tuple[int, str, str]]:
    """Return line, field and remedy of each problem noted."""
    return [(problem.line, problem.field, problem.remedy) for problem in fields.problems]


def test_problem_names_file_line_entry_and_field() -> None:
    fields = fields_of("a: 1\nb: 2")
    fields.report("b", "错", "改")
    assert fields.problems == [Problem("x.yaml", 2, "one", "b", "错", "改")]


def test_unknown_field_is_told_with_the_nearest_right_name() -> None:
    fields = fields_of("title: 甲\nanwser: 乙")
    fields.allow("title", "answer")
    assert places(fields) == [(2, "anwser", "改成 answer")]


def test_unknown_field_like_no_other_is_told_with_all_names() -> None:
    fields = fields_of("zzz: 甲")
    fields.allow("title", "answer")
    assert places(fields) == [(1, "zzz", "删掉；可用的有 title、answer")]


def test_text_is_stripped() -> None:
    assert fields_of("a: '  甲 '").text("a") == "甲"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("b: 1", "缺这个字段"),
        ("a: ''", "是空的"),
        ("a: '  '", "是空的"),
        ("a: [甲]", "应该是一段文字"),
        ("a: {b: c}", "应该是一段文字"),
    ],
)
def test_required_text(text: str, what: str) -> None:
    fields = fields_of(text)
    assert fields.text("a") == ""
    assert [problem.what for problem in fields.problems] == [what]


@pytest.mark.parametrize("text", ["b: 1", "a: ''"])
def test_text_that_may_be_missing(text: str) -> None:
    fields = fields_of(text)
    assert fields.text("a", required=False) == ""
    assert not fields.problems


def test_texts_keep_the_good_and_note_the_bad() -> None:
    fields = fields_of("a: [甲, '', [乙], ' 丙 ']")
    assert fields.texts("a") == ("甲", "丙")
    assert [problem.field for problem in fields.problems] == ["a"]


@pytest.mark.parametrize(
    ("text", "what"), [("b: 1", "缺这个字段"), ("a: []", "一项也没有"), ("a: 甲", "应该是一个列表")]
)
def test_required_texts(text: str, what: str) -> None:
    fields = fields_of(text)
    assert fields.texts("a", required=True) == ()
    assert [problem.what for problem in fields.problems] == [what]


def test_records_note_what_is_no_record() -> None:
    fields = fields_of("a:\n  - {b: 1}\n  - 乙")
    assert [record.record for record in fields.records("a")] == [{"b": "1"}]
    assert [(problem.line, problem.field) for problem in fields.problems] == [(1, "a")]


def test_records_report_at_their_own_line_under_the_same_entry() -> None:
    fields = fields_of("a:\n  - {b: 1}\n  - {b: 2}")
    fields.records("a")[1].report("b", "错", "改")
    assert [(problem.line, problem.entry) for problem in fields.problems] == [(3, "one")]


@pytest.mark.parametrize("text", ["a: 甲", "a: [甲]", "a: {b: [丙]}"])
def test_mapping_of_another_kind(text: str) -> None:
    fields = fields_of(text)
    assert fields.mapping("a") == {}
    assert len(fields.problems) == 1


@pytest.mark.parametrize(("text", "flag"), [("a: true", True), ("a: 'false'", False), ("b: 1", False)])
def test_flag(text: str, *, flag: bool) -> None:
    fields = fields_of(text)
    assert fields.flag("a") is flag
    assert not fields.problems


@pytest.mark.parametrize("text", ["a: yes", "a: []", "a: ''"])
def test_flag_that_is_none(text: str) -> None:
    fields = fields_of(text)
    assert fields.flag("a") is False
    assert len(fields.problems) == 1


@pytest.mark.parametrize(("text", "day"), [("a: 2026-01-31", date(2026, 1, 31)), ("a: ''", None), ("b: 1", None)])
def test_day(text: str, day: date | None) -> None:
    fields = fields_of(text)
    assert fields.day("a") == day
    assert not fields.problems


@pytest.mark.parametrize("text", ["2026-02-30", "20260131", "明天", "2026-01-31T08:00"])
def test_day_that_is_none(text: str) -> None:
    fields = fields_of(f"a: {text}")
    assert fields.day("a") is None
    assert [(problem.field, "2026-01-31" in problem.remedy) for problem in fields.problems] == [("a", True)]


def test_choice() -> None:
    assert fields_of("a: town").choice("a", ("county", "town")) == "town"


@pytest.mark.parametrize(("value", "remedy"), [("twon", "改成 town"), ("甲", "从 county、town 里选")])
def test_choice_of_something_else_gives_the_first(value: str, remedy: str) -> None:
    fields = fields_of(f"a: {value}")
    assert fields.choice("a", ("county", "town")) == "county"
    assert places(fields) == [(1, "a", remedy)]
