"""Staff in Telegram: linked by a code, a miss becomes an answer, and is taken back; nobody else can."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.emulator import Emulator, buttons
from tests.emulator.program import CONTENT, Program

pytestmark = [pytest.mark.emulator, pytest.mark.timeout(300)]

STAFF, RESIDENT = 501, 502
MISS = "村口抽的陀螺皮绳长短有没得讲究"
WAIVER = "edu-highschool-waiver"


@pytest.fixture
def office(telegram: Emulator, models: Path, tmp_path: Path) -> Iterator[Program]:
    """A running program on a copy of the content, with an editor whose chat is linked."""
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    program = Program(tmp_path / "program", telegram.api, models, content)
    try:
        program.start()
        telegram.say(STAFF, "/start")
        telegram.wait_for_replies(STAFF)
        program.run("staff", "add", "王芳", "--role", "editor")
        found = re.search(r"/staff [a-z-]+", program.run("staff", "link", "王芳"))
        assert found is not None
        telegram.say(STAFF, found[0])
        assert "王芳" in telegram.wait_for_replies(STAFF, 2)[1]["text"]
        yield program
    finally:
        program.kill()


def last(telegram: Emulator, person: int, count: int) -> tuple[str, list[str]]:
    """Return the text and the button actions of a person's reply number `count`."""
    reply = telegram.wait_for_replies(person, count)[count - 1]
    return reply["text"], [button["callback_data"] for button in buttons(reply)]


def test_a_miss_becomes_an_answer_and_is_taken_back(office: Program, telegram: Emulator) -> None:
    telegram.say(RESIDENT, MISS)
    last(telegram, RESIDENT, 1)
    telegram.say(STAFF, "/queue")
    _, actions = last(telegram, STAFF, 3)
    telegram.press(STAFF, next(action for action in actions if action.startswith("desk:g:")))
    card, actions = last(telegram, STAFF, 4)
    assert MISS in card
    seen = next(action for action in actions if action.startswith("desk:no:")).removeprefix("desk:no:")
    telegram.press(STAFF, f"desk:add:{seen}:{WAIVER}")
    done, actions = last(telegram, STAFF, 6)
    assert "已经生效" in done
    telegram.say(RESIDENT, MISS)
    _, offered = last(telegram, RESIDENT, 2)
    assert f"detail:{WAIVER}:where" in offered
    telegram.press(STAFF, next(action for action in actions if action.startswith("desk:undo:")))
    undone, _ = last(telegram, STAFF, 8)
    assert "已经撤回" in undone
    telegram.say(RESIDENT, MISS)
    _, offered = last(telegram, RESIDENT, 3)
    assert f"detail:{WAIVER}:where" not in offered
    actors = {actor for (actor,) in office.rows("select actor from audit where verb in ('publish', 'undo')")}
    assert actors == {"王芳（telegram）"}


def test_nobody_else_can_press_or_look(office: Program, telegram: Emulator) -> None:
    telegram.say(RESIDENT, MISS)
    telegram.say(RESIDENT, "/queue")
    telegram.say(RESIDENT, "/nosuch")
    hidden, unknown = last(telegram, RESIDENT, 2)[0], last(telegram, RESIDENT, 3)[0]
    assert hidden == unknown
    telegram.press(RESIDENT, f"desk:add:1:1:{WAIVER}")
    assert "什么也没有改" in last(telegram, RESIDENT, 4)[0]
    assert office.rows("select count(*) from content_change") == [(0,)]
