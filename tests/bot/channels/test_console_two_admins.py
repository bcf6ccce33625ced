"""Two at once on the console, with the real publisher behind it: each is told what the other did, nothing breaks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from bot.channels.console import create_console_app
from bot.config import Config
from bot.library import Library
from bot.staff.edits import NewWindow
from bot.staff.publishing import Publisher
from bot.staff.roles import Role
from tests.bot.channels.console_site import PASSWORD, Site, field
from tests.bot.world import Clock

CLINIC = "/staff/services/hlt-clinic"
WINDOW = "/staff/departments/education/windows/education-two"


@pytest.fixture
async def pair(site: Site, config: Config, clock: Clock) -> AsyncIterator[tuple[Site, Site]]:
    """Two admins with a browser each, on one console."""
    library = Library.open(config.content, config.data / "models", config.thresholds)
    publisher = Publisher(site.rooms.database, library, config, clock)
    rooms = replace(site.rooms, publisher=publisher, edition=lambda: library.edition)
    added = await publisher.draft([NewWindow("education", {"key": "education-two", "place": "", "phones": ()})], "甲")
    await publisher.publish(added.id, "甲")
    transport = httpx.ASGITransport(create_console_app(rooms), raise_app_exceptions=False)
    async with browser(site, transport, Role.ADMIN) as one, browser(site, transport, Role.EDITOR) as other:
        yield one, other
    await publisher.finish_late()


@asynccontextmanager
async def browser(site: Site, transport: httpx.ASGITransport, role: Role) -> AsyncIterator[Site]:
    async with httpx.AsyncClient(transport=transport, base_url="http://window.test") as client:
        client.cookies.set("staff", (await site.rooms.accounts.sign_in(f"某{role}", PASSWORD)).token)
        yield replace(site, client=client)


async def remove(who: Site, address: str) -> str:
    """Draft that something is removed, and return the address of the draft."""
    seal = field(await who.text(address), "seal")
    answer = await who.post(f"{address}/remove", seal=seal, reason="撤了")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_second_of_two_who_remove_the_same_is_told_and_nothing_breaks(pair: tuple[Site, Site]) -> None:
    one, other = pair
    first, second = await remove(one, WINDOW), await remove(other, WINDOW)
    assert (await one.post(f"{first}/publish")).status_code == 303
    told = await other.post(f"{second}/publish")
    assert told.status_code == 409
    assert "这份草稿过时了" in told.text
    assert "-    - {key: education-two" in told.text
    assert (await other.post(f"{second}/drop")).headers["location"] == "/staff/queue?done=dropped"
    assert "education-two" not in (await other.text("/staff/changes")).partition("发布过的")[0]
    assert "education-two" not in await other.text("/staff/departments/education")
    gone = await other.client.get(WINDOW)
    assert (gone.status_code, "没有这个部门或窗口" in gone.text) == (404, True)
    assert (await other.post(f"{WINDOW}/remove", seal="x", reason="撤了")).status_code == 409


async def test_second_of_two_who_take_a_change_back_is_told(pair: tuple[Site, Site]) -> None:
    one, other = pair
    assert (await one.post("/staff/changes/1/undo")).status_code == 303
    told = await other.post("/staff/changes/1/undo", reason="我也来撤")
    assert told.status_code == 409
    assert "已经撤回过了" in told.text


async def test_what_was_typed_on_an_entry_that_changed_meanwhile_comes_back_beside_the_other_change(
    pair: tuple[Site, Site],
) -> None:
    one, other = pair
    address = "/staff/departments/education"
    seal = field(await other.text(address), "seal")
    form = {"name": "县教育局", "aliases": "教育局\n教体局", "hotline": "", "matter": "看病报销", "who": "health"}
    done = await one.post(address, **form, handles="上学和资助的事", seal=seal)
    await one.post(f"{done.headers['location']}/publish")
    page = await other.post(address, **form, handles="我写了很久的", seal=seal)
    assert page.status_code == 422
    assert "我写了很久的</textarea>" in page.text
    assert "上学和资助的事" in page.text


async def test_what_a_stale_draft_says_is_not_lost(pair: tuple[Site, Site]) -> None:
    one, other = pair
    address = "/staff/departments/education"
    seal = field(await other.text(address), "seal")
    form = {"name": "县教育局", "aliases": "教育局\n教体局", "hotline": "", "matter": "看病报销", "who": "health"}
    mine = await other.post(address, **form, handles="我写了很久的", seal=seal)
    await remove_and_publish(one)
    page = await other.client.get(mine.headers["location"])
    assert page.status_code == 409
    assert "我写了很久的" in page.text


async def remove_and_publish(who: Site) -> None:
    assert (await who.post(f"{await remove(who, WINDOW)}/publish")).status_code == 303


async def test_draft_that_the_other_threw_away_is_told(pair: tuple[Site, Site]) -> None:
    one, other = pair
    draft = await remove(one, WINDOW)
    await one.post(f"{draft}/drop")
    for step in ("publish", "drop"):
        told = await other.post(f"{draft}/{step}")
        assert told.status_code in (404, 409)
        assert "没料到的错" not in told.text
