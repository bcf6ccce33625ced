from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.question_files import (
    Group,
    Question,
    QuestionFileError,
    Verdict,
    check_questions,
    judge,
    question_paths,
    read_questions,
)
from handlers.turn import Kind, Reply


def read(tmp_path: Path, *lines: Any) -> list[Question]:
    path = tmp_path / "some.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return read_questions(path)


def test_question_in_scope(tmp_path: Path) -> None:
    assert read(tmp_path, {"q": "问", "accept": ["a", "b"]}) == [
        Question("问", "some-1", Group.IN_SCOPE, accept=("a", "b"))
    ]


@pytest.mark.parametrize("row", [{"q": "问", "accept": []}, {"q": "问", "kind": "weather"}, {"q": "问"}])
def test_question_out_of_scope(tmp_path: Path, row: dict[str, Any]) -> None:
    assert read(tmp_path, row)[0].group is Group.OUT_OF_SCOPE


def test_kind_of_a_question_is_kept(tmp_path: Path) -> None:
    assert read(tmp_path, {"q": "问", "accept": ["a"], "kind": "plain"})[0].kind == "plain"


def test_people_to_screen_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, {"q": "我86", "should": ["a"], "should_not": []}, {"q": "问"})[0].text == "问"


def test_urgent_question_and_near_miss(tmp_path: Path) -> None:
    urgent, near = read(tmp_path, {"q": "火", "numbers": ["119"]}, {"q": "灭火器", "numbers": []})
    assert (urgent.group, urgent.numbers, near.group) == (Group.URGENT, ("119",), Group.NEAR_MISS)


def test_several_needs(tmp_path: Path) -> None:
    assert read(tmp_path, {"q": "问", "needs": [["a"], ["b", "c"]]})[0].needs == (("a",), ("b", "c"))


def test_turns_of_a_dialogue_are_one_conversation(tmp_path: Path) -> None:
    first, second = read(tmp_path, {"turns": [{"q": "一", "accept": ["a"]}, {"q": "二", "about": "a"}]})
    assert first.conversation == second.conversation
    assert (first.is_about, second.is_about, second.accept) == (False, True, ("a",))


def test_blank_lines_are_skipped_and_lines_counted(tmp_path: Path) -> None:
    assert [question.conversation for question in read(tmp_path, "", {"q": "问"}, " ", {"q": "问"})] == [
        "some-2",
        "some-4",
    ]


def test_line_separator_inside_a_text_is_no_end_of_line(tmp_path: Path) -> None:
    assert [question.text for question in read(tmp_path, '{"q": "一\u2028二"}')] == ["一\u2028二"]


@pytest.mark.parametrize(
    "line", ["x", "[]", "5", '"q"', "{}", '{"accept": ["a"]}', '{"turns": [{"q": "x"}]}', "[" * 99999]
)
def test_bad_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionFileError, match=r"some\.jsonl:2: "):
        read(tmp_path, {"q": "问"}, line)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="nosuch"):
        read_questions(tmp_path / "nosuch.jsonl")


def test_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.jsonl").write_bytes('{"q": "低保"}'.encode("gbk"))
    with pytest.raises(QuestionFileError, match="UTF-8"):
        read_questions(tmp_path / "gbk.jsonl")


def test_question_files_of_a_folder_are_sorted(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "c.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in question_paths(tmp_path)] == ["a.jsonl", "b.jsonl"]


def test_folder_without_question_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="jsonl"):
        question_paths(tmp_path)


def test_checks_are_questions_in_scope_each_a_conversation_of_its_own() -> None:
    questions = check_questions({"a": ("一", "二")})
    assert [(q.text, q.accept, q.group) for q in questions] == [
        ("一", ("a",), Group.IN_SCOPE),
        ("二", ("a",), Group.IN_SCOPE),
    ]
    assert len({q.conversation for q in questions}) == 2


IN = Question("问", "1", Group.IN_SCOPE, accept=("a", "b"))
OUT = Question("问", "1", Group.OUT_OF_SCOPE)
URGENT = Question("问", "1", Group.URGENT, numbers=("119",))
NEAR = Question("问", "1", Group.NEAR_MISS)
NEEDS = Question("问", "1", Group.SEVERAL, needs=(("a",), ("b", "c")))
ABOUT = Question("问", "1", Group.TURN, accept=("a",), is_about=True)


def reply(kind: Kind, *services: str, options: tuple[str, ...] = (), numbers: tuple[str, ...] = ()) -> Reply:
    return Reply(kind, (), services=services, options=options, numbers=numbers)


@pytest.mark.parametrize(
    ("question", "given", "verdict"),
    [
        (IN, reply(Kind.ANSWER, "a"), Verdict.RIGHT),
        (IN, reply(Kind.ANSWER, "b", "x"), Verdict.RIGHT),
        (IN, reply(Kind.ANSWER, "x", "a"), Verdict.WRONG),
        (IN, reply(Kind.CHOOSE, options=("x", "b")), Verdict.ASKED),
        (IN, reply(Kind.CHOOSE, options=("x",)), Verdict.WRONG),
        (IN, reply(Kind.HANDOFF), Verdict.MISSED),
        (IN, reply(Kind.SMALLTALK), Verdict.MISSED),
        (OUT, reply(Kind.HANDOFF), Verdict.RIGHT),
        (OUT, reply(Kind.SMALLTALK), Verdict.RIGHT),
        (OUT, reply(Kind.ANSWER, "a"), Verdict.WRONG),
        (OUT, reply(Kind.CHOOSE, options=("a",)), Verdict.ASKED),
        (URGENT, reply(Kind.URGENT, numbers=("120", "119")), Verdict.RIGHT),
        (URGENT, reply(Kind.URGENT, numbers=("120", "110", "119")), Verdict.MISSED),
        (URGENT, reply(Kind.ANSWER, "a", numbers=("119",)), Verdict.MISSED),
        (NEAR, reply(Kind.ANSWER, "a"), Verdict.RIGHT),
        (NEAR, reply(Kind.URGENT, numbers=("119",)), Verdict.WRONG),
        (NEEDS, reply(Kind.ANSWER, "a", "c"), Verdict.RIGHT),
        (NEEDS, reply(Kind.ANSWER, "a"), Verdict.WRONG),
        (NEEDS, reply(Kind.ANSWER, "x", "y", "z", "w", "a", "b"), Verdict.WRONG),
        (ABOUT, reply(Kind.DETAIL, "a"), Verdict.RIGHT),
        (ABOUT, reply(Kind.ANSWER, "a"), Verdict.RIGHT),
        (ABOUT, reply(Kind.URGENT, "a"), Verdict.WRONG),
        (ABOUT, reply(Kind.DETAIL, "x"), Verdict.WRONG),
    ],
)
def test_reply_is_judged(question: Question, given: Reply, verdict: Verdict) -> None:
    assert judge(question, given) is verdict
