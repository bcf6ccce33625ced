from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import store
from bot.database import Database
from bot.referral import records
from bot.referral.records import Verdict
from bot.schema import question, referral_matter
from handlers.turn import Block, Kind, Reply, Style
from knowledge.trip.referral import Matter, Referral
from tests.bot.world import NOON, typed

NOW = NOON.replace(tzinfo=None)
CARD = Referral((Matter("edu-waiver", "education"), Matter("hlt-clinic", "town")), "后柳镇", "elder")


@pytest.fixture
async def connection() -> AsyncIterator[AsyncConnection]:
    """A connection in one transaction of a fresh store."""
    database = await Database.open("sqlite+aiosqlite://")
    async with database._engine.begin() as opened:
        yield opened
    await database.close()


def verdict(code: str, right: str = "civil", service: str = "hlt-clinic") -> Verdict:
    return Verdict(code, service, "town", right, "后柳镇", "小王", NOW)


async def ask(connection: AsyncConnection, person: str, *services: str) -> None:
    """Keep a question of a person that was answered with services."""
    number = await store.keep_message(connection, typed("问", f"{person}{services}"), person, NOW)
    [received] = [m for m in await store.waiting_messages(connection, person) if m.id == number]
    reply = Reply(Kind.ANSWER, (Block(Style.TEXT, "答"),), services=services)
    await store.keep_reply(connection, received, reply, NOW, is_sent=True)
    await store.keep_question(connection, received, reply, NOW)


async def reviews(connection: AsyncConnection) -> list[str]:
    return list((await connection.execute(select(question.c.review).order_by(question.c.id))).scalars())


async def test_a_card_is_found_by_its_code(connection: AsyncConnection) -> None:
    card = await records.keep_referral(connection, CARD, "p", NOW)
    assert await records.load_referral(connection, card.code) == replace(CARD, code=card.code)


async def test_an_unknown_code_finds_nothing(connection: AsyncConnection) -> None:
    assert await records.load_referral(connection, "12345671") is None


async def test_a_code_in_use_is_not_given_again(connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["12345671", "12345671", "12345688"])
    monkeypatch.setattr(records, "new_code", lambda: next(codes))
    given = [(await records.keep_referral(connection, CARD, "p", NOW)).code for _ in range(2)]
    assert given == ["12345671", "12345688"]


async def test_a_wrong_counter_puts_the_question_that_led_there_up_for_review(connection: AsyncConnection) -> None:
    await ask(connection, "p", "hlt-clinic")
    await ask(connection, "p", "edu-waiver")
    await ask(connection, "other", "hlt-clinic")
    card = await records.keep_referral(connection, CARD, "p", NOW)
    await records.keep_verdict(connection, verdict(card.code))
    assert await reviews(connection) == ["misrouted", "", ""]


async def test_a_right_counter_puts_nothing_up_for_review(connection: AsyncConnection) -> None:
    await ask(connection, "p", "hlt-clinic")
    card = await records.keep_referral(connection, CARD, "p", NOW)
    await records.keep_verdict(connection, verdict(card.code, right="town"))
    assert await reviews(connection) == [""]


async def test_a_verdict_takes_the_place_of_the_one_before(connection: AsyncConnection) -> None:
    card = await records.keep_referral(connection, CARD, "p", NOW)
    await records.keep_verdict(connection, verdict(card.code, right="civil"))
    await records.keep_verdict(connection, verdict(card.code, right="health"))
    assert [v.right for v in await records.load_verdicts(connection, card.code)] == ["health"]


async def test_cards_are_counted_by_service_and_counter(connection: AsyncConnection) -> None:
    for _ in range(2):
        await records.keep_referral(connection, CARD, "p", NOW)
    assert await records.count_referrals(connection) == {("edu-waiver", "education"): 2, ("hlt-clinic", "town"): 2}


async def test_an_old_card_is_deleted_and_what_counters_said_stays(connection: AsyncConnection) -> None:
    old = await records.keep_referral(connection, CARD, "p", NOW - timedelta(days=2))
    new = await records.keep_referral(connection, CARD, "p", NOW)
    await records.keep_verdict(connection, verdict(old.code))
    await records.delete_expired_referrals(connection, NOW - timedelta(days=1))
    assert await records.load_referral(connection, old.code) is None
    assert await records.load_referral(connection, new.code) is not None
    assert {row.code for row in await connection.execute(select(referral_matter.c.code))} == {new.code}
    assert len(await records.load_verdicts(connection)) == 1


async def test_what_counters_said_is_deleted_after_its_own_time(connection: AsyncConnection) -> None:
    card = await records.keep_referral(connection, CARD, "p", NOW)
    await records.keep_verdict(connection, verdict(card.code))
    await records.delete_expired_verdicts(connection, NOW)
    assert len(await records.load_verdicts(connection)) == 1
    await records.delete_expired_verdicts(connection, NOW + timedelta(seconds=1))
    assert await records.load_verdicts(connection) == []


async def test_a_verdict_is_a_case_labelled_with_its_question_also_without_its_card(
    connection: AsyncConnection,
) -> None:
    await ask(connection, "p", "hlt-clinic")
    card = await records.keep_referral(connection, CARD, "p", NOW)
    for service in ("hlt-clinic", "edu-waiver"):
        await records.keep_verdict(connection, verdict(card.code, service=service))
    await records.delete_expired_referrals(connection, NOW + timedelta(days=1))
    cases = await records.load_labelled_cases(connection)
    assert [(case.verdict.service, case.question) for case in cases] == [("edu-waiver", ""), ("hlt-clinic", "问")]
