"""The staff room's commands, run as a clerk runs them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.library import Library
from tests.bot.world import Clock, config_of, drain, open_desk, rows, typed
from tests.knowledge.mini_content import SERVICES

PHRASE = "屋头揭不开锅哪门办"
Screen = pytest.CaptureFixture[str]


@pytest.fixture
def missed(home: Path, library: Library) -> Path:
    """A home whose store holds a question that had no answer."""

    async def ask() -> None:
        async with open_desk(config_of(home), library, Clock()) as desk:
            await desk.receive([typed(PHRASE)])
            await drain(desk)

    asyncio.run(ask())
    return home


def run(home: Path, *arguments: str) -> int:
    return main(["--config", str(home / "config.yaml"), *arguments])


def test_miss_becomes_an_answer_and_is_taken_back(missed: Path, capsys: Screen) -> None:
    file = config_of(missed).content / SERVICES
    before = file.read_text(encoding="utf-8")
    assert run(missed, "review") == 0
    assert PHRASE in capsys.readouterr().out
    assert run(missed, "review", "1") == 0
    assert run(missed, "review", "1", "--to", "edu-loan") == 0
    assert f"+    - {PHRASE}" in capsys.readouterr().out.splitlines()
    assert file.read_text(encoding="utf-8") == before
    assert run(missed, "publish") == 0
    assert run(missed, "publish", "1", "--look") == 0
    assert file.read_text(encoding="utf-8") == before
    assert run(missed, "publish", "1") == 0
    assert f"    - {PHRASE}\n" in file.read_text(encoding="utf-8")
    assert run(missed, "undo", "1", "--why", "搞错了") == 0
    assert file.read_text(encoding="utf-8") == before
    assert run(missed, "undo") == 0
    assert run(missed, "audit") == 0
    shown = capsys.readouterr().out
    assert "搞错了" in shown
    assert "撤回，用第 2 号改动" in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("review", "9"), "没有第 9 组"),
        (("review", "1", "--dismiss", " "), "原因"),
        (("review", "1", "--department", "moon"), "moon"),
        (("review", "1", "--to", "edu-nothing"), "edu-nothing"),
        (("publish", "7"), "没有第 7 号草稿"),
        (("undo", "7"), "没有第 7 号"),
    ],
)
def test_what_cannot_be_done_is_one_line(missed: Path, capsys: Screen, arguments: tuple[str, ...], told: str) -> None:
    run(missed, "review")
    capsys.readouterr()
    assert run(missed, *arguments) == 1
    shown = capsys.readouterr()
    assert told in shown.err.splitlines()[-1]


def test_conflict_is_named_and_needs_a_reason(missed: Path, capsys: Screen) -> None:
    run(missed, "review")
    assert run(missed, "review", "1", "--to", "edu-loan", "--phrasing", "高中学费能免好多") == 0
    assert run(missed, "publish", "1") == 1
    assert "冲突：“高中学费能免好多”" in capsys.readouterr().out
    assert run(missed, "publish", "1", "--anyway", "两边都要") == 0


def test_group_is_put_aside_or_handed_over(missed: Path) -> None:
    run(missed, "review")
    assert run(missed, "review", "1", "--department", "education") == 0
    assert run(missed, "review", "1", "--dismiss", "玩笑") == 0
    assert rows(missed, "SELECT state, reason FROM review_group") == [("dismissed", "玩笑")]


def test_upkeep_lists_what_needs_a_hand(home: Path, capsys: Screen) -> None:
    assert run(home, "upkeep") == 0
    assert "edu-waiver" in capsys.readouterr().out


def test_upkeep_is_silent_on_no_file_that_cannot_be_read(home: Path, capsys: Screen) -> None:
    (home / "content" / "services" / "health.yaml").write_text("- id: {", encoding="utf-8")
    assert run(home, "upkeep", "--links") == 1
    assert "health.yaml" in capsys.readouterr().err


def test_broken_trail_is_an_exit_status(missed: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_connection: object) -> list[int]:
        return [3]

    monkeypatch.setattr("bot.staff.desk_commands.find_breaks", broken)
    assert run(missed, "audit") == 1
    assert "第 3 条" in capsys.readouterr().err
