"""The quick replay finds exactly what answering everything twice finds, on the shipped content."""

from __future__ import annotations

import pytest

from bot.library import Edition
from bot.staff.preview import Outcome
from bot.staff.replaying import Replayer, Tried
from tests.benchmarks.replaying import (
    ASK,
    EDITS,
    NOON,
    SERVICE,
    answer_all,
    changed_questions,
    edited,
    resident_questions,
)
from tests.real import real_edition

EVERY = 13
OFFICES = (
    "民政局在哪里",
    "民政局是干啥的",
    "民政福利局在哪",
    "民政局周末上班吗",
    "镇政府几点下班",
    "低保去哪个镇政府办",
)
FINDS_NOTHING = frozenset({"what sounds alike", "the county's hotline"})


@pytest.fixture(scope="module")
def before() -> Edition:
    return real_edition()


@pytest.fixture(scope="module")
def questions(before: Edition) -> list[str]:
    """A few hundred questions of all kinds."""
    asks = before.content.services[SERVICE].ask
    matter = next(iter(before.content.elsewhere.values()))
    return list(
        dict.fromkeys((ASK, f"{ASK}嘛", *OFFICES, *asks[:40], *matter.ask, *resident_questions(before)[::EVERY]))
    )


@pytest.fixture(scope="module")
def old(before: Edition, questions: list[str]) -> list[Outcome]:
    return answer_all(before, questions)


@pytest.fixture(scope="module")
def warmed(before: Edition, questions: list[str]) -> Replayer:
    """One that has answered all questions ahead."""
    replayer = Replayer()
    replayer.warm(before, NOON, [Tried(text, 1) for text in questions])
    return replayer


@pytest.mark.parametrize("name", EDITS)
def test_quick_replay_finds_what_the_slow_one_finds(
    before: Edition, questions: list[str], old: list[Outcome], warmed: Replayer, name: str
) -> None:
    after, tried = edited(before, EDITS[name]), [Tried(text, 1) for text in questions]
    cold = Replayer().replay(before, after, NOON, tried)
    slow = changed_questions(questions, old, answer_all(after, questions))
    assert {difference.question for difference in cold.differences} == slow
    assert warmed.replay(before, after, NOON, tried) == cold
    assert bool(slow) == (name not in FINDS_NOTHING)
