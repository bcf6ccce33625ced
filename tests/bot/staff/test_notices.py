from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Config
from bot.database import Database
from bot.library import Library
from bot.respond import Responder
from bot.staff.notices import news_of, tell_askers
from tests.bot.world import NOON, Clock, drain, pressed, rows, typed

MISS = "无人机执照在哪考"
WAITING = "SELECT address FROM notice_request"


@pytest.fixture
async def waiting(desk: Responder, home: Path) -> Path:
    """A home where somebody waits for an answer."""
    await desk.receive([typed(MISS, 1), pressed("tell", 2)])
    await drain(desk)
    return home


async def tell(database: Database, library: Library, target: str = "edu-loan") -> int:
    async def work(connection: object) -> int:
        await connection.exec_driver_sql("UPDATE question SET group_id = 1")  # type: ignore[attr-defined]
        return await tell_askers(connection, library.edition, [1], target, NOON)  # type: ignore[arg-type]

    return await database.transact(work)


def test_wish_is_kept_with_the_address(waiting: Path) -> None:
    assert rows(waiting, WAITING) == [("7",)]


async def test_answer_is_brought_and_the_address_is_gone(
    waiting: Path, desk: Responder, database: Database, library: Library
) -> None:
    assert await tell(database, library) == 1
    [news] = await drain(desk)
    assert news.services == ("edu-loan",)
    assert news.blocks[0].text.count(MISS) == 1
    assert (rows(waiting, WAITING), rows(waiting, "SELECT DISTINCT address FROM outbox")) == ([], [("",)])


async def test_matter_elsewhere_is_brought_too(database: Database, library: Library) -> None:
    matter = next(iter(library.edition.content.elsewhere.values()))
    news = news_of(library.edition, MISS, matter.id, NOON)
    assert news is not None
    assert matter.title in news.text


def test_no_news_of_an_entry_that_is_gone(library: Library) -> None:
    assert news_of(library.edition, MISS, "edu-nothing", NOON) is None


async def test_wish_of_two_presses_is_one(waiting: Path, desk: Responder) -> None:
    await desk.receive([pressed("tell", 3)])
    await drain(desk)
    assert rows(waiting, WAITING) == [("7",)]


async def test_wish_ends_with_the_retention_of_its_question(
    waiting: Path, desk: Responder, config: Config, clock: Clock
) -> None:
    clock.now += timedelta(days=config.retention.questions_days + 1)
    await desk.delete_expired()
    assert rows(waiting, WAITING) == []


async def test_channel_that_cannot_bring_anything_promises_nothing(desk: Responder, home: Path) -> None:
    await desk.respond(typed(MISS, 1, channel="terminal"))
    reply = await desk.respond(pressed("tell", 2, channel="terminal"))
    assert "没找到" in reply.text
    assert rows(home, WAITING) == []


@pytest.fixture
async def waiting_browser(desk: Responder, home: Path) -> Path:
    """A home where somebody in a browser waits for an answer."""
    await desk.respond(typed(MISS, 1, channel="web"))
    reply = await desk.respond(pressed("tell", 2, channel="web"))
    assert "这个浏览器" in reply.text
    return home


async def test_browser_finds_its_answer_once_and_no_address_is_ever_kept(
    waiting_browser: Path, desk: Responder, database: Database, library: Library
) -> None:
    assert rows(waiting_browser, WAITING) == [("",)]
    assert await desk.take_news("web", "7") == []
    assert await tell(database, library) == 1
    assert await desk.take_news("web", "8") == []
    [news] = await desk.take_news("web", "7")
    assert news.services == ("edu-loan",)
    assert await desk.take_news("web", "7") == []
    assert rows(waiting_browser, WAITING) == []


async def test_answer_that_nobody_comes_for_goes_with_the_retention(
    waiting_browser: Path, desk: Responder, database: Database, library: Library, config: Config, clock: Clock
) -> None:
    await tell(database, library)
    clock.now += timedelta(days=config.retention.messages_days + 1)
    await desk.delete_expired()
    assert rows(waiting_browser, "SELECT count(*) FROM outbox WHERE state = 'new'") == [(1,)]
    clock.now += timedelta(days=config.retention.questions_days)
    await desk.delete_expired()
    await desk.delete_expired()
    assert rows(waiting_browser, "SELECT count(*) FROM outbox") == [(0,)]


async def test_who_is_forgotten_gets_no_answer(
    waiting_browser: Path, desk: Responder, database: Database, library: Library
) -> None:
    await desk.respond(typed("/forget", 3, channel="web"))
    assert await tell(database, library) == 0
    assert await desk.take_news("web", "7") == []
