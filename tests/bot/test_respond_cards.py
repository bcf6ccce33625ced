"""Tests of `bot.respond`: one-trip cards, kept by their code and opened again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Config
from bot.library import Library
from bot.referral.records import Verdict, keep_verdict
from bot.referral.referral_code import new_code, show_code
from bot.respond import Responder
from handlers.turn import Reply
from tests.bot.world import CLINIC, FOLLOW_UP, LOAN, WAIVER, Clock, drain, open_desk, pressed, rows, typed

LIST = "列单子"


@pytest.fixture
async def told(config: Config, library: Library, clock: Clock) -> AsyncIterator[Responder]:
    """A responder that knows the address of its web chat."""
    web = replace(config.web, address="https://yichuang.example.cn")
    async with open_desk(replace(config, web=web), library, clock) as responder:
        yield responder


async def ask_card(desk: Responder, channel: str = "terminal") -> Reply:
    for number, question in enumerate((WAIVER, CLINIC)):
        await desk.respond(typed(question, number, channel=channel))
    return await desk.respond(typed(LIST, "card", channel=channel))


def code_of(reply: Reply) -> str:
    assert reply.referral is not None
    return reply.referral.code


async def test_a_card_is_kept_under_the_code_it_tells(desk: Responder, home: Path) -> None:
    reply = await ask_card(desk)
    code = code_of(reply)
    assert show_code(code) in reply.text
    assert rows(home, "SELECT code, service, window FROM referral_matter") == [
        (code, "edu-waiver", "education"),
        (code, "hlt-clinic", "town"),
    ]


async def test_a_card_is_opened_by_its_code_however_typed(desk: Responder) -> None:
    reply = await ask_card(desk)
    card = await desk.open_card(f" {show_code(code_of(reply))} ")
    assert card is not None
    assert card.code == show_code(code_of(reply))
    assert reply.blocks[: len(card.blocks)] == card.blocks


@pytest.mark.parametrize("code", ["", "1234", new_code(), "../../etc/passwd", "12345678'--"])
async def test_what_is_no_card_opens_nothing(desk: Responder, code: str) -> None:
    assert await desk.open_card(code) is None


async def test_a_card_ends_with_its_retention(desk: Responder, clock: Clock, config: Config) -> None:
    code = code_of(await ask_card(desk))
    clock.now += timedelta(days=config.retention.referrals_days)
    await desk.delete_expired()
    assert await desk.open_card(code) is not None
    clock.now += timedelta(seconds=1)
    await desk.delete_expired()
    assert await desk.open_card(code) is None


async def test_what_counters_said_ends_with_its_own_retention(
    desk: Responder, clock: Clock, config: Config, home: Path
) -> None:
    code = code_of(await ask_card(desk))
    now = clock.now.replace(tzinfo=None)
    verdict = Verdict(code, "hlt-clinic", "town", "civil", "", "小王", now)
    await desk._database.transact(lambda connection: keep_verdict(connection, verdict))
    clock.now += timedelta(days=config.retention.verdicts_days)
    await desk.delete_expired()
    assert rows(home, "SELECT service FROM referral_verdict") == [("hlt-clinic",)]
    clock.now += timedelta(seconds=1)
    await desk.delete_expired()
    assert rows(home, "SELECT service FROM referral_verdict") == []


async def test_a_card_names_no_person_and_outlives_forget(desk: Responder, home: Path) -> None:
    code = code_of(await ask_card(desk))
    [[person]] = rows(home, "SELECT DISTINCT person FROM inbox")
    for table in ("referral", "referral_matter"):
        assert all(person not in map(str, row) for row in rows(home, f"SELECT * FROM {table}"))  # noqa: S608  our names
    await desk.respond(typed("/forget", "forget", channel="terminal"))
    assert await desk.open_card(code) is not None


async def test_questions_that_led_to_a_card_are_named_on_it(desk: Responder, home: Path) -> None:
    await ask_card(desk)
    asked = "SELECT q.text FROM referral_matter m JOIN question q ON q.id = m.question_id ORDER BY m.id"
    assert rows(home, asked) == [(WAIVER,), (CLINIC,)]


async def test_the_same_wish_twice_gives_two_cards_that_both_open(desk: Responder) -> None:
    first = code_of(await ask_card(desk))
    second = code_of(await desk.respond(typed(LIST, "again", channel="terminal")))
    assert first != second
    assert await desk.open_card(first)
    assert await desk.open_card(second)


async def test_a_message_repeated_gets_the_same_card(desk: Responder) -> None:
    first, second = await ask_card(desk), await desk.respond(typed(LIST, "card", channel="terminal"))
    assert code_of(first) == code_of(second)


async def test_the_page_is_named_where_it_is_known(told: Responder) -> None:
    reply = await ask_card(told)
    assert f"https://yichuang.example.cn/card/{code_of(reply)}" in reply.text


async def test_the_page_is_not_named_where_nobody_knows_it(desk: Responder) -> None:
    assert "/card/" not in (await ask_card(desk)).text


async def test_in_the_web_chat_the_page_is_a_link_not_a_line(told: Responder) -> None:
    assert "/card/" not in (await ask_card(told, "web")).text


async def test_a_card_reaches_telegram_with_its_code(desk: Responder) -> None:
    for number, action in enumerate(("show:edu-loan", "trip:edu-loan")):
        await desk.receive([pressed(action, number)])
    [_, card] = await drain(desk)
    assert show_code(code_of(card)) in card.text
    assert card.services == ("edu-loan",)


async def test_a_rejected_service_is_not_on_the_card(desk: Responder) -> None:
    for number, question in enumerate((WAIVER, LOAN)):
        await desk.respond(typed(question, number))
    await desk.respond(pressed("useless:edu-loan", "no"))
    assert (await desk.respond(typed(LIST, "card"))).services == ("edu-waiver",)


@pytest.mark.parametrize("shown", ["{code}", "{group}", " {group} "])
async def test_a_code_typed_by_anybody_brings_its_card(desk: Responder, shown: str) -> None:
    code = code_of(await ask_card(desk))
    typed_code = shown.format(code=code, group=show_code(code))
    reply = await desk.respond(typed(typed_code, 1, person="somebody else", channel="json"))
    assert (reply.services, code_of(reply)) == (("edu-waiver", "hlt-clinic"), code)
    assert show_code(code) in reply.text


async def test_after_a_typed_code_follow_ups_are_about_its_card(desk: Responder) -> None:
    code = code_of(await ask_card(desk))
    await desk.respond(typed(code, 1, person="8"))
    assert (await desk.respond(typed(FOLLOW_UP, 2, person="8"))).services == ("edu-waiver",)


async def test_a_typed_code_makes_no_second_card(desk: Responder, home: Path) -> None:
    code = code_of(await ask_card(desk))
    await desk.respond(typed(code, 1, person="8"))
    assert rows(home, "SELECT code FROM referral") == [(code,)]


async def test_a_number_that_is_no_card_is_a_number(desk: Responder) -> None:
    assert (await desk.respond(typed(new_code(), 1))).referral is None
