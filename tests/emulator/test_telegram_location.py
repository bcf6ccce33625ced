"""Positions sent from a phone in Telegram: the nearest confirmed counter, none confirmed, and a place abroad."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.emulator import Emulator, buttons
from tests.emulator.program import CONTENT, Program

pytestmark = [pytest.mark.emulator, pytest.mark.timeout(300)]

HERE = {"latitude": 33.041, "longitude": 108.249}
PARIS = {"latitude": 48.857, "longitude": 2.352}
PLACES = {"town-houliu": ("33.05", "108.26"), "town-chihe": ("33.2", "108.5"), "education-county": ("33.3", "108.6")}
"""Made up for these tests: the county's counters have no confirmed place."""


def confirm(departments: Path) -> None:
    """Give some counters of the content an address and a place on the map, as staff will."""
    text = departments.read_text(encoding="utf-8")
    for key, (latitude, longitude) in PLACES.items():
        told = f"place: {key}的地址, phones: [], hours: {{周一至周五: '8:30-12:00, 14:00-17:30'}}, "
        told += f"latitude: '{latitude}', longitude: '{longitude}', confirmed_on: '2026-01-05', confirmed_by: 测试"
        pattern = rf"(key: {key},.*?)place: '', phones: \[\], hours: '', confirmed_on: ''"
        text, times = re.subn(pattern, rf"\g<1>{told}", text)
        assert times == 1, key
    departments.write_text(text, encoding="utf-8")


@pytest.fixture
def confirmed(telegram: Emulator, models: Path, tmp_path: Path) -> Iterator[Program]:
    """A running program on content with confirmed counters."""
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    confirm(content / "departments.yaml")
    program = Program(tmp_path / "program", telegram.api, models, content)
    program.start()
    yield program
    program.kill()


def test_the_nearest_confirmed_counter_is_told_and_its_town_remembered(confirmed: Program, telegram: Emulator) -> None:
    telegram.send(301, location=HERE)
    text = telegram.wait_for_replies(301)[0]["text"]
    assert "town-houliu的地址" in text
    assert "周一至周五 8:30-12:00、14:00-17:30" in text
    telegram.say(301, "低保怎么申请")
    assert "后柳镇社会救助统一服务窗口" in telegram.wait_for_replies(301, 2)[1]["text"]
    telegram.send(302, location=PARIS)
    assert "你现在不在石泉县" in telegram.wait_for_replies(302)[0]["text"]


def test_after_a_service_its_own_counter_is_looked_for(confirmed: Program, telegram: Emulator) -> None:
    telegram.say(303, "高中学费免多少")
    telegram.wait_for_replies(303)
    telegram.send(303, location=HERE)
    text = telegram.wait_for_replies(303, 2)[1]["text"]
    assert "education-county的地址" in text
    assert "town-houliu" not in text


def test_where_no_counter_is_confirmed_it_is_said_and_the_town_can_be_pressed(
    program: Program, telegram: Emulator
) -> None:
    program.start()
    telegram.send(304, location=HERE)
    reply = telegram.wait_for_replies(304)[0]
    assert "还没有核实" in reply["text"]
    assert "12345" in reply["text"]
    assert "town:后柳镇" in [button["callback_data"] for button in buttons(reply)]
    telegram.press(304, "town:后柳镇")
    assert "记下了，你在后柳镇" in telegram.wait_for_replies(304, 2)[1]["text"]
