"""Golden diffs over the shipped files: the diff of an edit is that edit."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff.yaml_text import (
    Step,
    YamlTextError,
    append_entry,
    drop_key,
    entry_text,
    get_value,
    set_record,
    set_value,
    write_scalar,
)
from knowledge.yaml_source import parse_yaml
from tests.real import CONTENT

SERVICE_FILES = sorted((CONTENT / "services").glob("*.yaml"))
LISTS = ("open", "facts", "cites", "with", "bring", "ask", "related", "confused_with")


def changed_lines(old: str, new: str) -> list[str]:
    diff = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    return [line for line in diff if not line.startswith("@@")]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def steps(text: str) -> list[tuple[str, str]]:
    """Return the places of some entries, from all over the file."""
    return [("id", entry["id"]) for entry in parse_yaml(text)][::6]


@pytest.mark.parametrize("file", SERVICE_FILES, ids=lambda file: file.stem)
def test_changed_answer_changes_one_line(file: Path) -> None:
    text = read(file)
    for step in steps(text):
        old = get_value(text, [step, "answer"])
        new = set_value(text, [step, "answer"], f"{old}改了。")
        removed, added = changed_lines(text, new)
        assert (removed[0], added[0]) == ("-", "+")
        assert added.endswith(("改了。", "改了。'"))
        assert set_value(new, [step, "answer"], old) == text


@pytest.mark.parametrize("file", SERVICE_FILES, ids=lambda file: file.stem)
def test_added_phrasing_adds_one_line(file: Path) -> None:
    text = read(file)
    for step in steps(text):
        old = get_value(text, [step, "ask"])
        new = set_value(text, [step, "ask"], [*old, "新的一句"])
        assert changed_lines(text, new) == ["+    - 新的一句"]
        assert set_value(new, [step, "ask"], old) == text


@pytest.mark.parametrize("file", SERVICE_FILES, ids=lambda file: file.stem)
def test_same_values_change_nothing(file: Path) -> None:
    text = read(file)
    for step in steps(text):
        for name in LISTS:
            value = get_value(text, [step, name])
            assert set_value(text, [step, name], value) == text, (step, name)


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("checked_on", "2026-01-31", ["-  checked_on: ''", "+  checked_on: '2026-01-31'"]),
        ("checked_by", "王姐", ["-  checked_by: ''", "+  checked_by: 王姐"]),
        ("with", ["civil"], ["-  with: []", "+  with: [civil]"]),
        ("cites", ["3.2.1", "3.2.2"], ["-  cites: ['3.2.1']", "+  cites: ['3.2.1', '3.2.2']"]),
        ("facts", [], ["-  facts: [三年]", "+  facts: []"]),
        (
            "source",
            {"document": "县文件, 一号", "date": "2026-01-01"},
            ["+  source: {document: '县文件, 一号', date: '2026-01-01'}"],
        ),
    ],
)
def test_edit_of_a_field_is_that_line(name: str, value: Any, lines: list[str]) -> None:
    text = read(CONTENT / "services" / "education.yaml")
    path: list[Step] = [("id", "edu-preschool-free"), name]
    new = set_value(text, path, value)
    assert changed_lines(text, new) == lines
    assert get_value(new, path) == value


def test_paper_is_put_between_two_others() -> None:
    text = read(CONTENT / "services" / "education.yaml")
    path: list[Step] = [("id", "edu-preschool-free"), "bring"]
    papers = get_value(text, path)
    new = set_value(text, path, [papers[0], {"paper": "租房合同", "when": "租房住时", "basis": "usual"}, *papers[1:]])
    assert changed_lines(text, new) == ["+    - {paper: 租房合同, when: 租房住时, basis: usual}"]


def test_list_that_grows_long_gets_lines_of_its_own() -> None:
    new = set_value("a:\n  facts: [一]\n  x: y\n", ["a", "facts"], ["一", "很长" * 60])
    assert new == f"a:\n  facts:\n    - 一\n    - {'很长' * 60}\n  x: y\n"


def test_emptied_list_leaves_its_neighbours() -> None:
    assert set_value("a:\n  open:\n    - 一\n    - 二\n  x: y\n", ["a", "open"], []) == "a:\n  open: []\n  x: y\n"


def test_comments_beside_and_between_stay() -> None:
    text = "# 头\n- id: a  # 编号\n  ask:\n    # 常问\n    - 一\n    # 少问\n    - 二  # 二的\n# 下一条\n- id: b\n"
    new = set_value(text, [("id", "a"), "ask"], ["零", "一", "二", "四"])
    assert changed_lines(text, new) == ["+    - 零", "+    - 四"]
    assert "- 二  # 二的\n    - 四\n# 下一条" in new


def test_last_line_without_an_end_gets_one() -> None:
    assert set_value("a:\n  - 一", ["a"], ["一", "二"]) == "a:\n  - 一\n  - 二\n"


def test_key_that_is_missing_is_added_last_and_dropped_again() -> None:
    text = "- id: a\n  x: y\n\n# 二\n- id: b\n"
    new = set_value(text, [("id", "a"), "source"], {"document": "文件"})
    assert new == "- id: a\n  x: y\n  source: {document: 文件}\n\n# 二\n- id: b\n"
    assert drop_key(new, [("id", "a"), "source"]) == text


def test_new_entry_is_written_as_its_neighbours_are() -> None:
    papers = [{"paper": "身份证", "basis": "usual"}]
    fields = {"id": "x", "with": ["civil"], "open": ["多少钱"], "bring": papers, "owner": ""}
    lines = "- id: x|  with: [civil]|  open:|    - 多少钱|  bring:|    - {paper: 身份证, basis: usual}|  owner: ''"
    assert append_entry("- id: a\n", fields).splitlines() == ["- id: a", *lines.split("|")]


def test_entry_is_cut_out_with_its_lines() -> None:
    assert entry_text("- id: a\n  x: y\n# 二\n- id: b\n", [("id", "a")]) == "- id: a\n  x: y\n"


@pytest.mark.parametrize("path", [["b"], [("id", "a")], ["a", "b"], ["a", ("id", "x")]])
def test_place_that_is_not_there_is_told(path: list[Step]) -> None:
    with pytest.raises(YamlTextError):
        get_value("a: [一]\n", path)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))))
def test_any_text_is_read_back_as_it_was(value: str) -> None:
    value = value.strip()
    try:
        plain, flow = write_scalar(value), write_scalar(value, is_in_flow=True)
    except YamlTextError:
        return
    assert parse_yaml(f"- k: {plain}\n- {{k: {flow}}}\n") == [{"k": value}, {"k": value}]


@pytest.mark.parametrize("value", ["", "0571", "18:00", "true", "~", "2026-01-01", "3.2.1", "no", "1e3", "0x1f"])
def test_text_that_others_read_as_a_value_is_quoted(value: str) -> None:
    assert write_scalar(value) == f"'{value}'"


WINDOWS = """\
- key: civil
  windows:  # 两个
    - {key: one, place: '', phones: [], hours: ''}  # 大厅
    # 下面这个写成几行
    - key: two
      place: 后柳镇上  # 老街
      hours:
        周一至周五: 8:30-12:00
      confirmed_on: '2026-01-05'
"""


def window(key: str) -> list[Step]:
    return [("key", "civil"), "windows", ("key", key)]


def test_short_record_stays_on_its_line() -> None:
    new = set_record(WINDOWS, window("one"), {"phones": ("12345",), "hours": {"周六": "9:00-12:00"}})
    assert changed_lines(WINDOWS, new) == [
        "-    - {key: one, place: '', phones: [], hours: ''}  # 大厅",
        "+    - {key: one, place: '', phones: ['12345'], hours: {周六: '9:00-12:00'}}  # 大厅",
    ]


def test_record_that_grows_long_gets_a_line_for_each_key() -> None:
    text = WINDOWS.replace("  # 大厅", "")
    new = set_record(text, window("one"), {"place": "很长的地址" * 30})
    assert changed_lines(text, new)[1:] == [
        "+    - key: one",
        "+      place: " + "很长的地址" * 30,
        "+      phones: []",
        "+      hours: ''",
    ]
    assert get_value(new, window("two")) == get_value(text, window("two"))


@pytest.mark.parametrize(("hours", "written"), [({"周六": "9:00-12:00"}, "{周六: '9:00-12:00'}"), ("", "''")])
def test_record_of_several_lines_changes_only_its_key(hours: str | dict[str, str], written: str) -> None:
    new = set_record(WINDOWS, window("two"), {"hours": hours, "source": "打电话问的"})
    assert changed_lines(WINDOWS, new) == [
        "-      hours:",
        "-        周一至周五: 8:30-12:00",
        f"+      hours: {written}",
        "+      source: 打电话问的",
    ]


def test_record_of_several_lines_among_others_in_a_list_is_left_alone() -> None:
    windows = [*get_value(WINDOWS, [("key", "civil"), "windows"]), {"key": "three", "phones": ["12345"]}]
    new = set_value(WINDOWS, [("key", "civil"), "windows"], windows)
    assert changed_lines(WINDOWS, new) == ["+    - {key: three, phones: ['12345']}"]


def test_record_that_is_not_there_is_named() -> None:
    with pytest.raises(YamlTextError, match="moon"):
        set_record(WINDOWS, window("moon"), {"place": "x"})
