from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.checking.message_rules import placeholder_mistake
from knowledge.checking.validator import check_content
from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

FILE = "messages/common.yaml"
top = breaks_in(FILE, "")


@each(
    top("nothing to say", "start: 你好，我是一窗。", "start: ''", "start", "是空的"),
    top("open brace", "go_first: 先去：{window}", "go_first: 先去：{window", "go_first", "成对"),
    top("placeholder that is no name", "go_first: 先去：{window}", "go_first: 先去：{窗口}", "go_first", "{窗口}"),
    top("list for a sentence", "start: 你好，我是一窗。", "start: [你好]", "start", "文字"),
)
def test_message(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)


def test_only_the_firmness_of_information_may_be_empty(root: Path) -> None:
    assert "strength_info: ''" in (root / FILE).read_text(encoding="utf-8")
    assert check_content(root) == []


def test_no_messages_at_all(root: Path) -> None:
    shutil.rmtree(root / "messages")
    assert [p.file for p in check_content(root)] == ["messages/"]


@pytest.mark.parametrize("text", ["第{number}个", "两个{{花括号}}", "没有空"])
def test_good_placeholders(text: str) -> None:
    assert placeholder_mistake(text) is None


@pytest.mark.parametrize("text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>10}", "}", "{a b}"])
def test_bad_placeholders(text: str) -> None:
    assert placeholder_mistake(text)
