from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from bot.ask import BadLineError, ask_lines, ask_once, explain, open_json_streams, read_lines
from bot.library import Library
from bot.respond import Responder
from tests.bot.world import CLINIC, FOLLOW_UP, LOAN, WAIVER

KEYS = ["q", "kind", "services", "options", "aspect", "numbers", "departments", "confidence", "text"]


async def ask(desk: Responder, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    out = io.StringIO()
    await ask_lines(desk, [json.dumps(line, ensure_ascii=False) for line in lines], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def test_lines_are_answered_in_order(desk: Responder) -> None:
    replies = await ask(desk, {"q": WAIVER}, {"q": CLINIC}, {"q": LOAN})
    assert [reply["q"] for reply in replies] == [WAIVER, CLINIC, LOAN]
    assert [reply["services"] for reply in replies] == [["edu-waiver"], ["hlt-clinic"], ["edu-loan"]]


async def test_reply_has_exactly_the_keys_of_the_contract(desk: Responder) -> None:
    assert [list(reply) for reply in await ask(desk, {"q": WAIVER}, {"q": ""})] == [KEYS, KEYS]


async def test_lines_of_a_user_are_one_conversation(desk: Responder) -> None:
    replies = await ask(
        desk,
        {"q": WAIVER, "user": "a"},
        {"q": CLINIC, "user": "b"},
        {"q": FOLLOW_UP, "user": "a"},
        {"q": FOLLOW_UP, "user": "b"},
    )
    assert [reply["services"] for reply in replies[2:]] == [["edu-waiver"], ["hlt-clinic"]]
    assert replies[2]["aspect"] == "bring"


async def test_lines_without_a_user_are_each_of_their_own(desk: Responder) -> None:
    assert (await ask(desk, {"q": WAIVER}, {"q": FOLLOW_UP}))[1]["services"] == []


async def test_user_may_be_a_number(desk: Responder) -> None:
    assert (await ask(desk, {"q": WAIVER, "user": 7}, {"q": FOLLOW_UP, "user": 7}))[1]["services"] == ["edu-waiver"]


async def test_button_may_be_pressed(desk: Responder) -> None:
    assert (await ask(desk, {"q": "", "action": "show:edu-loan"}))[0]["services"] == ["edu-loan"]


async def test_half_a_surrogate_pair_is_answered(desk: Responder) -> None:
    out = io.StringIO()
    await ask_lines(desk, ['{"q": "\\ud800", "user": "\\udfff", "action": "\\ud800"}'], out)
    assert json.loads(out.getvalue().encode())["kind"] == "smalltalk"


def test_blank_lines_are_skipped() -> None:
    assert [message.text for message in read_lines(["", "\n", '{"q": "一"}\n'])] == ["一"]


def test_same_question_twice_is_two_messages() -> None:
    first, second = read_lines(['{"q": "一", "user": "a"}'] * 2)
    assert first.external_id != second.external_id
    assert first.address == second.address


@pytest.mark.parametrize(
    "line",
    ["x", "[]", "5", "{}", '{"q": 5}', '{"q": null}', '{"q": "x"', "[" * 99_999, '{"q": "\udcff"}'],
    ids=lambda line: ascii(line)[:20],
)
def test_bad_line_is_named(line: str) -> None:
    with pytest.raises(BadLineError, match="第 3 行"):
        list(read_lines(['{"q": "一"}', "", line]))


async def test_lines_before_a_bad_one_are_answered(desk: Responder) -> None:
    out = io.StringIO()
    with pytest.raises(BadLineError):
        await ask_lines(desk, ['{"q": "一"}', "x"], out)
    assert len(out.getvalue().splitlines()) == 1


def test_streams_are_utf_8_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    typed = '{"q": "低保"}\n'.encode() + b'{"q": "\xff"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), "gbk"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii"))
    lines, out = open_json_streams()
    messages = read_lines(lines)
    out.write(next(messages).text)
    out.flush()
    assert written.getvalue().decode() == "低保"
    with pytest.raises(BadLineError, match="第 2 行不是 UTF-8"):
        next(messages)


async def test_one_question_prints_the_title(desk: Responder, capsys: pytest.CaptureFixture[str]) -> None:
    await ask_once(desk, WAIVER)
    assert "普通高中免学费" in capsys.readouterr().out


def test_explanation_names_candidates_phrasing_and_signals(library: Library) -> None:
    text = explain(library.edition.understander, WAIVER)
    assert "service:edu-waiver" in text
    assert WAIVER in text
    assert "%" in text


def test_explanation_names_danger(library: Library) -> None:
    assert "着火" in explain(library.edition.understander, "屋里着火了")
