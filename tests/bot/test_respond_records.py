"""Tests of `bot.respond`: the conversation that is remembered, and what is recorded for staff."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot import composer
from bot.config import Config
from bot.library import Library
from bot.respond import Responder
from handlers.handoff import hand_off
from handlers.turn import Kind
from tests.bot.world import (
    FOLLOW_UP,
    WAIVER,
    Clock,
    pressed,
    rows,
    typed,
)


async def test_follow_up_is_about_the_last_service(desk: Responder) -> None:
    await desk.respond(typed(WAIVER, 1))
    reply = await desk.respond(typed(FOLLOW_UP, 2))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("edu-waiver",), "bring")


async def test_conversation_expires(desk: Responder, clock: Clock, config: Config) -> None:
    await desk.respond(typed(WAIVER, 1))
    clock.now += timedelta(hours=config.retention.conversation_hours, seconds=1)
    assert (await desk.respond(typed(FOLLOW_UP, 2))).services == ()


async def test_conversation_lasts_its_hours(desk: Responder, clock: Clock, config: Config) -> None:
    await desk.respond(typed(WAIVER, 1))
    clock.now += timedelta(hours=config.retention.conversation_hours)
    assert (await desk.respond(typed(FOLLOW_UP, 2))).services == ("edu-waiver",)


async def test_persons_and_channels_do_not_share_a_conversation(desk: Responder) -> None:
    await desk.respond(typed(WAIVER, 1))
    assert (await desk.respond(typed(FOLLOW_UP, 2, "8"))).services == ()
    assert (await desk.respond(typed(FOLLOW_UP, 2, channel="web"))).services == ()


async def test_service_that_is_gone_from_the_content_is_left_out(desk: Responder, library: Library) -> None:
    await desk.respond(typed(WAIVER, 1))
    known = dict(library.edition.content.services)
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(cast(dict[str, Any], library.edition.content.services), "edu-waiver")
        assert (await desk.respond(typed(FOLLOW_UP, 2))).services == ()
    assert dict(library.edition.content.services) == known


async def test_unanswered_question_is_put_up_for_review(
    desk: Responder, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "answer_turn", hand_off)
    await desk.respond(typed(WAIVER))
    assert rows(home, "SELECT text, kind, review FROM question") == [(WAIVER, "handoff", "unanswered")]


async def test_answered_question_needs_no_review(desk: Responder, home: Path) -> None:
    await desk.respond(typed(WAIVER))
    assert rows(home, "SELECT kind, services, review FROM question") == [("answer", '["edu-waiver"]', "")]


@pytest.mark.parametrize(
    ("action", "verdict", "review"),
    [
        ("useful:edu-waiver", "useful", ""),
        ("useless:edu-waiver", "useless", "rejected"),
        ("neither", "neither", "rejected"),
    ],
)
async def test_verdict_is_recorded(desk: Responder, home: Path, action: str, verdict: str, review: str) -> None:
    await desk.respond(typed(WAIVER, 1))
    await desk.respond(pressed(action, 2))
    assert rows(home, "SELECT verdict FROM feedback") == [(verdict,)]
    assert rows(home, "SELECT review FROM question") == [(review,)]


@pytest.mark.parametrize("action", ["show:edu-loan", "detail:edu-waiver:where", "not_text"])
async def test_other_buttons_are_neither_question_nor_verdict(desk: Responder, home: Path, action: str) -> None:
    await desk.respond(pressed(action))
    assert rows(home, "SELECT count(*) FROM question") == rows(home, "SELECT count(*) FROM feedback") == [(0,)]
