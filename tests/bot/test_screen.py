from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.config import load_config
from bot.screen import screen_lines, screen_text
from knowledge.content import load_content
from knowledge.screening.screener import Screener
from tests.real import CONTENT

TODAY = date(2026, 11, 23)
SCREENER = Screener(load_content(CONTENT))
KEYS = ["likely", "possible", "unlikely", "unknown", "facts"]


def screen(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    screen_lines(SCREENER, lines, out, TODAY)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def screen_facts(**facts: Any) -> dict[str, Any]:
    return screen(json.dumps({"facts": facts}))[0]


def test_answer_has_exactly_the_keys_of_the_contract() -> None:
    assert [list(answer) for answer in screen('{"facts": {}}', '{"q": ""}')] == [KEYS, KEYS]


def test_of_nobody_known_nothing_can_be_told() -> None:
    answer = screen_facts()
    assert [answer["likely"], answer["possible"], answer["unlikely"]] == [[], [], []]


def test_of_nobody_known_every_fact_that_is_asked_for_would_decide() -> None:
    asked = {
        fact
        for service in SCREENER.content.services.values()
        for fact in SCREENER.weigh(service, {}).information
        if service.strength != "info"
    }
    assert set(screen_facts()["unknown"]) == asked


@pytest.mark.parametrize(
    ("facts", "likely", "unlikely"),
    [
        ({"age": 65}, "hlt-elder-health", "edu-new-labour-skills"),
        ({"age": 64}, "svc-day-care", "hlt-elder-health"),
        ({"school_stage": "senior"}, "edu-highschool-waiver", "edu-school-quality"),
        ({"income": ["dibao", "low"], "hardship": "sudden"}, "svc-temporary-relief", "svc-disaster-relief"),
    ],
)
def test_facts_decide(facts: dict[str, Any], likely: str, unlikely: str) -> None:
    answer = screen_facts(**facts)
    assert likely in answer["likely"]
    assert unlikely in answer["unlikely"]


def test_firmer_promises_come_first() -> None:
    likely = screen_facts(age=70, insured="resident", area="rural")["likely"]
    assert likely.index("soc-resident-pension") < likely.index("svc-rural-sanitation")


def test_what_everyone_can_have_is_brought_up_where_it_suits() -> None:
    assert "edu-hengda-primary" not in screen_facts(age=70)["likely"]
    assert "edu-hengda-primary" in screen_facts(age=6)["likely"]


def test_facts_are_told_back() -> None:
    assert screen_facts(age="65-79", area="rural")["facts"] == {"age": "65-79", "area": "rural"}


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "{}", '{"q": 7}', '{"facts": []}', '{"facts": {"age": -5}}', '{"facts": {"age": 300}}', "[" * 9999],
)
def test_a_bad_line_is_answered_and_the_next_one_too(line: str) -> None:
    bad, good = screen(line, '{"facts": {"age": 70}}')
    assert list(bad) == ["error"]
    assert bad["error"].startswith("第 1 行")
    assert good["facts"] == {"age": 70}


def test_unknown_facts_and_values_are_named() -> None:
    assert "ages" in screen('{"facts": {"ages": 7}}')[0]["error"]
    assert "farm" in screen('{"facts": {"area": "farm"}}')[0]["error"]


def test_blank_lines_are_passed_over() -> None:
    assert len(screen("", "  \n", '{"q": ""}')) == 1


@pytest.mark.parametrize("arguments", [[], ["某人", "--json"]])
def test_either_a_text_or_json(home: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(home / "config.yaml"), "screen", *arguments]) == 2
    assert "python -m bot screen" in capsys.readouterr().err


def test_a_text_is_answered_for_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(home / "config.yaml"), "screen", "你好"]) == 0
    assert capsys.readouterr().out.strip()


def test_everybody_told_of_is_answered_for(home: Path) -> None:
    config = load_config(home / "config.yaml")
    reply = screen_text(SCREENER, "我婆86，一个人住，我娃上初三", config, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert {"hlt-elder-health", "edu-compulsory"} <= set(reply.services)
