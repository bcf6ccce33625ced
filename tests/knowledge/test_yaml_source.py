from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from knowledge.errors import ContentError, Problem
from knowledge.yaml_source import MAX_BYTES, MAX_DEPTH, Record, parse_yaml, read_yaml

NAME = "services/x.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.yaml"


def refusal(file: Path, data: str | bytes) -> Problem:
    """Write `data` and return the one problem of reading it."""
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ContentError) as caught:
        read_yaml(file, NAME)
    [problem] = caught.value.problems
    assert problem.file == NAME
    return problem


@pytest.mark.parametrize(
    "scalar", ["18:00", "0571", "no", "1e3", "null", "~", "2025-12-31", "true", "0x1F", "1_000", "=", ".nan"]
)
def test_every_scalar_stays_text(scalar: str) -> None:
    assert parse_yaml(f"a: {scalar}") == {"a": scalar}


def test_every_key_knows_its_line() -> None:
    record = parse_yaml("# 注释\na: 1\n\nb:\n  - c: 2\n    d: 3\n")
    assert (record.line, record.lines) == (2, {"a": 2, "b": 4})
    assert record["b"][0].lines == {"c": 5, "d": 6}


def test_missing_key_stands_at_the_line_of_its_mapping() -> None:
    assert parse_yaml("\n\na: 1").line_of("b") == 3


def test_empty_file_is_an_empty_list(file: Path) -> None:
    file.write_text("# 只有注释\n", encoding="utf-8")
    assert read_yaml(file, NAME) == []


def test_byte_order_mark_of_notepad_is_no_part_of_the_text(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(file, NAME) == {"a": "1", "b": "2"}


def test_key_twice_is_refused_at_the_second(file: Path) -> None:
    problem = refusal(file, "a: 1\nb: 2\na: 3\n")
    assert (problem.line, problem.what) == (3, "键“a”写了两次")


def test_key_twice_deep_inside_is_refused(file: Path) -> None:
    assert refusal(file, "- a: {b: 1,\n     b: 2}\n").line == 2


def test_alias_bomb_is_refused_before_it_grows(file: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    problem = refusal(file, bomb)
    assert (problem.line, "锚点" in problem.what) == (1, True)


def test_alias_is_refused(file: Path) -> None:
    assert refusal(file, "a: 1\nb: *a\n").line == 2


def test_merge_key_is_only_a_word() -> None:
    assert parse_yaml("<<: x") == {"<<": "x"}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!int 3", "!own x"])
def test_type_tags_are_refused(file: Path, tag: str) -> None:
    problem = refusal(file, f"b: 1\na: {tag}\n")
    assert (problem.line, "类型标记" in problem.what) == (2, True)


def test_tab_for_indentation_is_refused_at_its_line(file: Path) -> None:
    problem = refusal(file, "a:\n\tb: 1\n")
    assert problem.line == 2
    assert "缩进" in problem.remedy


def test_gbk_file_is_refused_with_the_way_out(file: Path) -> None:
    problem = refusal(file, b"a: 1\n" + "b: 学费\n".encode("gbk"))
    assert (problem.line, "UTF-8" in problem.remedy) == (2, True)


def test_utf16_file_is_refused(file: Path) -> None:
    assert "UTF-8" in refusal(file, "a: 学费".encode("utf-16")).remedy


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 5000,
        "- " * 5000 + "x",
        "{a: " * 100 + "1" + "}" * 100,
        "a:\n" + "".join(" " * n + "b:\n" for n in range(1, 100)),
    ],
)
def test_deep_nesting_is_refused(file: Path, deep: str) -> None:
    refusal(file, deep)


def test_nesting_within_the_limit_is_read() -> None:
    value = parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert isinstance(value, list)


def test_second_document_is_refused(file: Path) -> None:
    assert "两份文档" in refusal(file, "a: 1\n---\nb: 2\n").what


def test_key_that_is_no_word_is_refused(file: Path) -> None:
    assert refusal(file, "a: 1\n? [b]\n: 2\n").what == "键不是文字"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\ufffe"])
def test_control_characters_are_refused(file: Path, character: str) -> None:
    refusal(file, f"a: {character}\n")


def test_large_file_is_refused(file: Path) -> None:
    assert "太大" in refusal(file, "#" + "x" * MAX_BYTES).what


def test_missing_file_is_a_content_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="读不到文件"):
        read_yaml(tmp_path / "none.yaml", NAME)


def test_folder_with_the_name_of_a_file_is_a_content_error(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    with pytest.raises(ContentError):
        read_yaml(tmp_path / "x.yaml", NAME)


def test_half_written_file_is_read_or_refused_never_more(file: Path) -> None:
    whole = "- id: \"a\"\n  ask: [学费, '免', {x: y}]\n  b: |\n    文\n- {c: d}\n".encode()
    outcomes = set()
    for end in range(len(whole)):
        file.write_bytes(whole[:end])
        with contextlib.suppress(ContentError):
            outcomes.add(type(read_yaml(file, NAME)))
    assert outcomes <= {list, str, Record}
