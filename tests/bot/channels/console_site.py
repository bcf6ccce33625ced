"""The console on the small content for its tests: rooms with an account of each role, a browser's forms and fields."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import httpx

from bot.channels.console import Rooms, create_console_app
from bot.channels.console_visit import csrf_token
from bot.config import Config
from bot.database import Database
from bot.library import Library
from bot.respond import Responder
from bot.staff.accounts import Accounts
from bot.staff.queue import ReviewQueue
from bot.staff.roles import Role
from tests.bot.channels.console_rote import RotePublisher
from tests.bot.world import Clock, open_desk, typed

PASSWORD = "我家门前两棵大核桃树"


@dataclass(frozen=True, slots=True)
class Site:
    """A console with all it works on."""

    rooms: Rooms
    """What the pages work on."""
    publisher: RotePublisher
    """The publisher among them."""
    desk: Responder
    """Where residents ask."""
    client: httpx.AsyncClient
    """A browser."""

    async def ask(self, *questions: str, person: str = "7", channel: str = "telegram") -> None:
        """Let a resident ask."""
        for question in questions:
            await self.desk.respond(typed(question, f"{question} of {person}", person, channel))

    async def enter(self, role: Role = Role.EDITOR) -> None:
        """Sign in as somebody with a role."""
        token = (await self.rooms.accounts.sign_in(f"某{role}", PASSWORD)).token
        self.client.cookies.set("staff", token)

    async def post(self, address: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form of the session."""
        token = csrf_token(self.client.cookies["staff"])
        return await self.client.post(address, data={"csrf": token, **fields})

    async def text(self, address: str) -> str:
        """Return a page that must be there."""
        page = await self.client.get(address)
        assert page.status_code == 200, (address, page.status_code)
        return page.text


@asynccontextmanager
async def open_site(config: Config, library: Library, clock: Clock) -> AsyncIterator[Site]:
    """Yield a console with accounts 某viewer, 某counter, 某editor and 某admin."""
    publisher = RotePublisher()
    async with open_desk(config, library, clock) as desk:
        database = await Database.open(config.database)
        accounts = Accounts(database, config.staff, clock)
        for role in Role:
            await accounts.add(f"某{role}", PASSWORD, role)
        rooms = Rooms(
            accounts=accounts,
            edition=lambda: library.edition,
            database=database,
            queue=ReviewQueue(database, library, clock),
            publisher=publisher,
            zone=ZoneInfo("Asia/Shanghai"),
            clock=clock,
        )
        transport = httpx.ASGITransport(create_console_app(rooms), raise_app_exceptions=False, client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://window.test") as client:
            yield Site(rooms, publisher, desk, client)
        await database.close()


def field(page: str, name: str) -> str:
    """Return the value of an input on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, (name, page)
    return html.unescape(found[1])


def area(page: str, name: str) -> str:
    """Return the text of a text area on a page."""
    found = re.search(rf'<textarea name="{name}"[^>]*>([^<]*)</textarea>', page)
    assert found, (name, page)
    return html.unescape(found[1])
