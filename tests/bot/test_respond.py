"""Tests of `bot.respond`: each message answered once, all or nothing, in order, and what fails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import composer, store
from bot.config import Config
from bot.database import StoreError
from bot.library import Library
from bot.respond import Responder
from bot.store import MOST_ATTEMPTS
from handlers.turn import Kind
from tests.bot.world import (
    CLINIC,
    FOLLOW_UP,
    LOAN,
    WAIVER,
    Clock,
    drain,
    fail,
    fail_later,
    open_desk,
    pressed,
    rows,
    typed,
)

COUNTS = """SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox), (SELECT count(*) FROM question),
(SELECT count(*) FROM conversation)"""


async def test_same_id_gets_the_same_reply_and_one_effect(desk: Responder, home: Path) -> None:
    first, again = await desk.respond(typed(WAIVER)), await desk.respond(typed(WAIVER))
    assert first.blocks == again.blocks
    assert first.services == again.services == ("edu-waiver",)
    assert rows(home, COUNTS) == [(1, 1, 1, 1)]


async def test_same_id_with_other_words_gets_the_first_reply(desk: Responder) -> None:
    await desk.respond(typed(WAIVER))
    assert (await desk.respond(typed(LOAN))).services == ("edu-waiver",)


async def test_message_received_twice_is_answered_once(desk: Responder) -> None:
    assert await desk.receive([typed(WAIVER), typed(WAIVER)]) == 1
    assert await desk.receive([typed(WAIVER)]) == 0
    assert len(await drain(desk)) == 1


async def test_message_answered_before_is_not_answered_again(desk: Responder) -> None:
    await desk.receive([typed(WAIVER)])
    await drain(desk)
    await desk.receive([typed(WAIVER)])
    assert await drain(desk) == []


async def test_button_pressed_twice_is_one_feedback(desk: Responder, home: Path) -> None:
    await desk.respond(typed(WAIVER, 1))
    for _ in range(2):
        await desk.respond(pressed("useful:edu-waiver", 2))
    assert rows(home, "SELECT count(*) FROM feedback") == [(1,)]


async def test_new_message_after_all_old_ones_expired_is_answered(desk: Responder, clock: Clock) -> None:
    await desk.respond(typed(WAIVER, 1))
    clock.now += timedelta(days=8)
    await desk.delete_expired()
    assert (await desk.respond(typed(LOAN, 2))).services == ("edu-loan",)


async def test_messages_of_a_person_are_answered_in_order(desk: Responder) -> None:
    await desk.receive([typed(WAIVER, 1), typed(FOLLOW_UP, 2), typed(CLINIC, 3)])
    assert [reply.services[:1] for reply in await drain(desk)] == [
        ("edu-waiver",),
        ("edu-waiver",),
        ("hlt-clinic",),
    ]


async def test_a_flood_does_not_delay_another_person(desk: Responder) -> None:
    await desk.receive([typed(WAIVER, number, "flood") for number in range(100)])
    await desk.receive([typed(CLINIC, 1, "other")])
    await desk.answer_waiting("telegram")
    outgoing = await desk.take_replies("telegram", (), 9)
    assert ("hlt-clinic",) in [one.reply.services for one in outgoing]


async def test_reply_at_once_comes_after_what_waited(desk: Responder) -> None:
    await desk.receive([typed(WAIVER, 1)])
    assert (await desk.respond(typed(FOLLOW_UP, 2))).aspect == "bring"


async def test_history_is_in_order(desk: Responder) -> None:
    await desk.respond(typed(WAIVER, 1, channel="web"))
    await desk.respond(pressed("detail:edu-waiver:bring", 2, channel="web"))
    history = await desk.history("web", "7")
    assert [(one.text, one.action) for one in history] == [(WAIVER, ""), ("", "detail:edu-waiver:bring")]
    assert await desk.history("web", "8") == []


@pytest.mark.parametrize("step", ["keep_reply", "keep_question", "end_message"])
async def test_failure_in_the_middle_keeps_nothing_and_the_next_try_answers(
    desk: Responder, home: Path, step: str
) -> None:
    await desk.receive([typed(WAIVER)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, step, fail_later)
        with pytest.raises(RuntimeError):
            await desk.answer_waiting("telegram")
    assert rows(home, COUNTS) == [(1, 0, 0, 0)]
    assert rows(home, "SELECT state FROM inbox") == [("new",)]
    assert [reply.services for reply in await drain(desk)] == [("edu-waiver",)]


async def test_failed_feedback_keeps_no_reply_either(desk: Responder, home: Path) -> None:
    await desk.receive([pressed("useful:edu-waiver")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "keep_feedback", fail_later)
        with pytest.raises(RuntimeError):
            await desk.answer_waiting("telegram")
    assert rows(home, "SELECT count(*) FROM outbox") == [(0,)]
    assert len(await drain(desk)) == 1


async def test_what_could_not_be_answered_at_once_is_not_kept(desk: Responder, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "keep_reply", fail_later)
        with pytest.raises(RuntimeError):
            await desk.respond(typed(WAIVER))
    assert rows(home, "SELECT count(*) FROM inbox") == [(0,)]
    assert (await desk.respond(typed(WAIVER))).services == ("edu-waiver",)


async def test_batch_is_kept_whole_or_not_at_all(desk: Responder, home: Path) -> None:
    keep, calls = store.keep_message, [0]

    async def fail_third(*arguments: Any) -> int | None:
        calls[0] += 1
        if calls[0] == 3:
            raise RuntimeError("injected")
        return await keep(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "keep_message", fail_third)
        with pytest.raises(RuntimeError):
            await desk.receive([typed("一", number) for number in range(4)])
    assert rows(home, "SELECT count(*) FROM inbox") == [(0,)]


async def test_messages_left_waiting_are_answered_after_a_restart(
    config: Config, library: Library, clock: Clock
) -> None:
    async with open_desk(config, library, clock) as desk:
        await desk.receive([typed(WAIVER, 1), typed(CLINIC, 1, "8")])
    async with open_desk(config, library, clock) as desk:
        await desk.count_restart()
        replies = await drain(desk)
    assert {reply.services for reply in replies} == {("edu-waiver",), ("hlt-clinic",)}


async def test_replies_left_in_the_outbox_go_out_after_a_restart(
    config: Config, library: Library, clock: Clock
) -> None:
    async with open_desk(config, library, clock) as desk:
        await desk.receive([typed(WAIVER)])
        await desk.answer_waiting("telegram")
    async with open_desk(config, library, clock) as desk:
        assert [one.reply.services for one in await desk.take_replies("telegram", (), 9)] == [("edu-waiver",)]


async def test_conversation_goes_on_after_a_restart(config: Config, library: Library, clock: Clock) -> None:
    async with open_desk(config, library, clock) as desk:
        await desk.respond(typed(WAIVER, 1))
    async with open_desk(config, library, clock) as desk:
        assert (await desk.respond(typed(FOLLOW_UP, 2))).services == ("edu-waiver",)


async def test_failing_handler_gives_a_plain_sentence(desk: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composer, "answer_turn", fail)
    reply = await desk.respond(typed(WAIVER))
    assert (reply.kind, reply.text) == (Kind.HANDOFF, desk.content.messages["common.failed"])


async def test_question_that_made_a_handler_fail_is_put_up_for_review(
    desk: Responder, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "answer_turn", fail)
    await desk.respond(typed(WAIVER))
    assert rows(home, "SELECT text, review FROM question") == [(WAIVER, "failed")]


async def test_failing_handler_keeps_the_conversation(desk: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.respond(typed(WAIVER, 1))
    with monkeypatch.context() as patch:
        patch.setattr(composer, "answer_turn", fail)
        await desk.respond(typed(FOLLOW_UP, 2))
    assert (await desk.respond(typed(FOLLOW_UP, 3))).services == ("edu-waiver",)


async def test_failing_privacy_notice_is_no_exception(desk: Responder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composer, "privacy_text", fail)
    assert (await desk.respond(typed("/privacy"))).kind is Kind.HANDOFF


async def test_message_that_outlived_too_many_restarts_gets_a_plain_sentence(desk: Responder, home: Path) -> None:
    await desk.receive([typed(WAIVER)])
    for _ in range(MOST_ATTEMPTS):
        await desk.count_restart()
    [reply] = await drain(desk)
    assert reply.text == desk.content.messages["common.failed"]
    assert rows(home, "SELECT state FROM inbox") == [("dead",)]
    assert rows(home, "SELECT review FROM question") == [("failed",)]


async def test_one_restart_fewer_is_answered(desk: Responder) -> None:
    await desk.receive([typed(WAIVER)])
    for _ in range(MOST_ATTEMPTS - 1):
        await desk.count_restart()
    assert [reply.services for reply in await drain(desk)] == [("edu-waiver",)]


async def test_store_that_cannot_be_written_is_told(desk: Responder, config: Config) -> None:
    await desk.check_ready()
    Path(config.data / "onewindow.db").unlink()  # noqa: ASYNC240  nothing else waits
    with pytest.raises(StoreError):
        await desk.check_ready()
    with pytest.raises(StoreError):
        await desk.receive([typed(WAIVER)])
