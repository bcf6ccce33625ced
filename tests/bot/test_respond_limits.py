"""Tests of `bot.respond` for channels that send later: the limit of one person, and the way out of the outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import composer
from bot.config import Secret, load_config
from bot.database import Database
from bot.identity import Hasher
from bot.library import Library
from bot.messages import Incoming
from bot.respond import Responder
from handlers.turn import Block, Kind, Reply, Style, Turn

ROOT = Path(__file__).resolve().parent.parent.parent
NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def answer(turn: Turn) -> Reply:
    kind = Kind.URGENT if "着火" in turn.text else Kind.ANSWER
    return Reply(kind, (Block(Style.TEXT, f"答：{turn.text}"),), conversation=turn.conversation)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def responder(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Responder]:
    """A responder that repeats what it is told, on a store of its own."""
    monkeypatch.setattr(composer, "answer_turn", answer)
    content = SimpleNamespace(
        messages={"common.too_fast": "慢一点", "common.button_trip": "办事单"}, services={}, towns=()
    )
    thresholds = load_config(ROOT / "config.yaml", {}).thresholds
    understander = SimpleNamespace(understand=lambda _text, _before, _shown: None, thresholds=thresholds)
    edition = SimpleNamespace(content=content, understander=understander, screener=None)
    library = SimpleNamespace(edition=edition)
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    config = load_config(ROOT / "config.yaml", {})
    yield Responder(database, cast(Library, library), config, Hasher(Secret("key")), clock)
    await database.close()


async def receive(responder: Responder, *texts: str, person: str = "7", first: int = 0) -> None:
    await responder.receive(
        [Incoming("telegram", f"{person}:{number}", person, text) for number, text in enumerate(texts, first)]
    )


async def answers(responder: Responder, most_per_minute: int) -> list[str]:
    """Answer all that waits and return what goes out, taking it from the outbox."""
    while await responder.answer_waiting("telegram", most_per_minute):
        pass
    texts = []
    while outgoing := await responder.take_replies("telegram", (), 1):
        texts.append(outgoing[0].reply.text)
        await responder.end_replies([outgoing[0].id], is_delivered=True)
    return texts


async def test_beyond_the_limit_a_person_is_told_once_to_slow_down(responder: Responder) -> None:
    await receive(responder, *"一二三四五六")
    assert await answers(responder, 3) == ["答：一", "答：二", "答：三", "慢一点"]


async def test_what_got_no_reply_does_not_wait_for_ever(responder: Responder) -> None:
    await receive(responder, *"一二三四五六")
    await answers(responder, 3)
    assert await responder.answer_waiting("telegram", 3) == 0


async def test_in_the_next_minute_a_person_is_answered_again(responder: Responder, clock: Clock) -> None:
    await receive(responder, *"一二三四五六")
    await answers(responder, 3)
    clock.now += timedelta(minutes=1)
    await receive(responder, *"七八", first=10)
    assert await answers(responder, 3) == ["答：七", "答：八"]


async def test_danger_is_answered_beyond_the_limit(responder: Responder) -> None:
    await receive(responder, *"一二三四五", "屋里着火了")
    assert (await answers(responder, 3))[-1] == "答：屋里着火了"


async def test_the_limit_counts_each_person_alone(responder: Responder) -> None:
    await receive(responder, *"一二三四五六")
    await receive(responder, "七", person="8")
    assert "答：七" in await answers(responder, 3)


async def test_without_a_limit_all_is_answered(responder: Responder) -> None:
    await receive(responder, *"一二三四五六")
    assert len(await answers(responder, 0)) == 6


async def test_a_reply_keeps_the_parts_that_were_sent(responder: Responder) -> None:
    await receive(responder, "一")
    await responder.answer_waiting("telegram")
    [outgoing] = await responder.take_replies("telegram", (), 9)
    await responder.note_part_sent(outgoing.id, 2)
    assert [again.parts_sent for again in await responder.take_replies("telegram", (), 9)] == [2]


async def test_a_person_who_is_skipped_waits(responder: Responder) -> None:
    await receive(responder, "一")
    await receive(responder, "二", person="8")
    await responder.answer_waiting("telegram")
    first, second = await responder.take_replies("telegram", (), 9)
    skipping: Any = [first.person]
    assert await responder.take_replies("telegram", skipping, 9) == [second]


async def test_a_reply_that_cannot_be_delivered_is_not_taken_again(responder: Responder) -> None:
    await receive(responder, "一")
    await responder.answer_waiting("telegram")
    [outgoing] = await responder.take_replies("telegram", (), 9)
    await responder.end_replies([outgoing.id], is_delivered=False)
    assert await responder.take_replies("telegram", (), 9) == []
