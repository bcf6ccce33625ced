"""Tests of `bot.respond`: what is masked, forgotten and deleted leaves nothing in the files or the log."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot import composer
from bot.config import Config
from bot.database import StoreError
from bot.respond import Responder
from handlers.turn import Kind, Reply, Turn
from tests.bot.world import (
    FOLLOW_UP,
    WAIVER,
    Clock,
    drain,
    fail,
    pressed,
    raw_bytes,
    rows,
    typed,
)

ID = "61092219900101001X"
CANARY = "金丝雀七三一"


@pytest.mark.parametrize("word", ["/forget", "/FORGET", " /forget ", "／forget", "/forget@onewindow_bot"])
async def test_forgetting_leaves_nothing_in_the_files(desk: Responder, home: Path, word: str) -> None:
    await desk.respond(typed(f"{CANARY}高中学费能免多少", 1))
    await desk.respond(pressed(f"useful:{CANARY}", 2))
    assert CANARY.encode() in raw_bytes(home)
    reply = await desk.respond(typed(word, 3))
    assert (reply.kind, reply.text) == (Kind.COMMAND, desk.content.messages["common.forgotten"])
    assert CANARY.encode() not in raw_bytes(home)
    assert CANARY.encode("unicode-escape") not in raw_bytes(home)


async def test_forgetting_by_a_channel_that_sends_later_leaves_nothing_in_the_files(
    desk: Responder, home: Path
) -> None:
    await desk.receive([typed(CANARY, 1), typed("/forget", 2)])
    await drain(desk)
    assert CANARY.encode() not in raw_bytes(home)


async def test_forgetting_leaves_others_alone(desk: Responder, home: Path) -> None:
    await desk.respond(typed(CANARY, 1, "8"))
    await desk.respond(typed("/forget", 2))
    assert rows(home, "SELECT text FROM question") == [(CANARY,)]


async def test_forgotten_conversation_is_not_gone_on_with(desk: Responder) -> None:
    await desk.respond(typed(WAIVER, 1))
    await desk.respond(typed("/forget", 2))
    assert (await desk.respond(typed(FOLLOW_UP, 3))).services == ()


async def test_forgetting_is_not_refused_to_one_who_writes_too_fast(desk: Responder, home: Path) -> None:
    await desk.receive([typed(CANARY, number) for number in range(5)] + [typed("/forget", 9)])
    while await desk.answer_waiting("telegram", most_per_minute=2):
        pass
    assert rows(home, "SELECT count(*) FROM question") == [(0,)]


async def test_traces_that_cannot_be_dropped_now_are_dropped_at_the_next_cleaning(
    desk: Responder, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(*_: object) -> None:
        raise StoreError("locked")

    await desk.respond(typed(CANARY, 1))
    with monkeypatch.context() as patch:
        patch.setattr("bot.database.Database.drop_traces", refuse)
        assert (await desk.respond(typed("/forget", 2))).kind is Kind.COMMAND
    assert "locked" in caplog.text
    await desk.delete_expired()
    assert CANARY.encode() not in raw_bytes(home)


async def test_privacy_notice_tells_the_live_numbers(desk: Responder, config: Config) -> None:
    text = (await desk.respond(typed("/privacy"))).text
    for number in (config.retention.questions_days, config.retention.messages_days):
        assert f"存{number}天" in text


async def test_what_expired_leaves_nothing_in_the_files(desk: Responder, home: Path, clock: Clock) -> None:
    await desk.respond(typed(CANARY))
    clock.now += timedelta(days=181)
    await desk.delete_expired()
    assert CANARY.encode() not in raw_bytes(home)


async def test_what_has_not_expired_stays(desk: Responder, home: Path, clock: Clock) -> None:
    await desk.respond(typed(CANARY))
    clock.now += timedelta(days=179)
    await desk.delete_expired()
    assert rows(home, "SELECT text FROM question") == [(CANARY,)]
    assert rows(home, "SELECT count(*) FROM inbox") == [(0,)]


async def test_sender_is_kept_as_a_hash_only(desk: Responder, home: Path) -> None:
    await desk.respond(typed(WAIVER, 1, person="tel-4711-canary", channel="web"))
    kept = rows(home, "SELECT address, person FROM inbox") + rows(home, "SELECT address, person FROM outbox")
    assert not any("4711" in value for row in kept for value in row)


async def test_numbers_and_names_are_masked_in_the_files_and_the_log(
    desk: Responder, home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    words = f"我叫王小明，{ID}，电话13800138000，{WAIVER}"
    reply = await desk.respond(typed(words, 1))
    monkeypatch.setattr(composer, "answer_turn", fail)
    await desk.respond(typed(words, 2))
    for canary in (ID, "13800138000", "王小明"):
        assert canary.encode() not in raw_bytes(home)
        assert canary not in caplog.text
        assert canary not in reply.text
    assert rows(home, "SELECT text FROM question LIMIT 1") == [(f"我叫**,6109**********001X,电话138****8000,{WAIVER}",)]


async def test_one_who_typed_a_number_is_told_that_it_is_masked(desk: Responder) -> None:
    reply = await desk.respond(typed(f"{WAIVER} 13800138000"))
    assert reply.services == ("edu-waiver",)
    assert reply.blocks[-1].text == desk.content.messages["common.masked"]


async def test_number_in_a_button_is_masked(desk: Responder, home: Path) -> None:
    await desk.respond(pressed("useful:13800138000"))
    assert b"13800138000" not in raw_bytes(home)


async def test_number_at_the_cut_of_a_long_message_is_masked(desk: Responder, home: Path, config: Config) -> None:
    kept = 2 * config.limits.message_characters
    for number, before in enumerate(range(kept - 18, kept)):
        await desk.respond(typed("学" * before + ID, number))
    assert not [text for (text,) in rows(home, "SELECT text FROM inbox") if ID[:8] in text]


async def test_what_is_told_in_the_dialogue_is_no_question_for_review(desk: Responder, home: Path) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("去年冬月起就咳，咳得睡不着", 2))
    await desk.respond(typed("74", 3))
    assert rows(home, "SELECT text FROM question") == []


async def test_what_is_told_in_the_dialogue_goes_with_the_conversation(
    desk: Responder, home: Path, clock: Clock, config: Config
) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    clock.now += timedelta(hours=config.retention.conversation_hours, seconds=1)
    await desk.delete_expired()
    assert rows(home, "SELECT text FROM inbox WHERE text != ''") == []
    assert rows(home, "SELECT state FROM conversation") == []
    assert rows(home, "SELECT reply FROM outbox") == []


async def test_ordinary_questions_outlive_the_conversation(
    desk: Responder, home: Path, clock: Clock, config: Config
) -> None:
    await desk.respond(typed(WAIVER, 1))
    clock.now += timedelta(hours=config.retention.conversation_hours, seconds=1)
    await desk.delete_expired()
    assert rows(home, "SELECT text FROM inbox WHERE text != ''") != []


async def test_forget_clears_the_facts_at_once(desk: Responder, home: Path) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    await desk.respond(typed("/forget", 3))
    assert all("74" not in state for (state,) in rows(home, "SELECT state FROM conversation"))
    assert [text for (text,) in rows(home, "SELECT text FROM inbox") if text] == []


async def test_no_fact_is_logged(desk: Responder, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    assert "七十四" not in caplog.text
    assert "74" not in caplog.text


async def test_an_error_is_logged_with_its_place_and_without_what_was_told(
    desk: Responder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(turn: Turn) -> Reply:
        raise ValueError(turn.text)

    monkeypatch.setattr("bot.composer.answer_turn", stumble)
    await desk.respond(typed("我婆七十四，瘫在床上", 1))
    assert "ValueError" in caplog.text
    assert "in stumble" in caplog.text
    assert "瘫" not in caplog.text


async def test_results_are_shown_to_their_person_only_and_kept_nowhere(desk: Responder, home: Path) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    query = "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox), (SELECT state FROM conversation)"
    before = rows(home, query)
    assert any("74岁" in block.text for block in await desk.open_results("telegram", "7"))
    assert await desk.open_results("telegram", "8") == ()
    assert await desk.open_results("web", "7") == ()
    assert rows(home, query) == before


async def test_results_are_gone_with_the_conversation(desk: Responder, clock: Clock, config: Config) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    clock.now += timedelta(hours=config.retention.conversation_hours, seconds=1)
    assert await desk.open_results("telegram", "7") == ()


async def test_results_are_forgotten_at_once(desk: Responder) -> None:
    await desk.respond(typed("我能享受啥", 1))
    await desk.respond(typed("七十四", 2))
    await desk.respond(typed("/forget", 3))
    assert await desk.open_results("telegram", "7") == ()
