"""Fixtures that the tests of the staff room share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from argon2 import PasswordHasher

from bot.assembly import open_store
from bot.config import Config, Secret
from bot.database import Database
from bot.identity import Hasher
from bot.library import Library
from bot.respond import Responder
from bot.staff import passwords
from bot.staff.accounts import Accounts
from bot.staff.chat import StaffChat
from bot.staff.chat_tasks import StaffTasks
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from tests.bot.staff.chat_room import ChatRoom
from tests.bot.world import Clock


@pytest.fixture
async def database(config: Config, desk: Responder) -> AsyncIterator[Database]:
    """A second connection to the store of `desk`."""
    opened = await Database.open(config.database)
    yield opened
    await opened.close()


@pytest.fixture
def queue(database: Database, library: Library, clock: Clock) -> ReviewQueue:
    return ReviewQueue(database, library, clock)


@pytest.fixture
def opened(config: Config) -> Library:
    """A library of a content folder that the test changes."""
    return Library.open(config.content, config.data / "models", config.thresholds)


@pytest.fixture
async def publisher(database: Database, opened: Library, config: Config, clock: Clock) -> AsyncIterator[Publisher]:
    publisher = Publisher(database, opened, config, clock)
    yield publisher
    await publisher.finish_late()


@pytest.fixture
async def store(config: Config) -> AsyncIterator[Database]:
    """A store of its own in `home`."""
    async with open_store(config) as opened:
        yield opened


@pytest.fixture
def accounts(store: Database, config: Config, clock: Clock) -> Accounts:
    return Accounts(store, config.staff, clock)


@pytest.fixture
async def room(config: Config, clock: Clock) -> AsyncIterator[ChatRoom]:
    """A chat on a content folder that the test may change."""
    library = Library.open(config.content, config.data / "models", config.thresholds)
    async with open_store(config) as database:
        publisher = Publisher(database, library, config, clock)
        tasks = StaffTasks(database, publisher, lambda: library.edition.content, clock)
        queue = ReviewQueue(database, library, clock)
        staff = StaffChat(queue, lambda: library.edition.content, clock, tasks.wake, config.timezone)
        desk = Responder(database, library, config, Hasher(Secret("key")), clock, staff)
        yield ChatRoom(desk, tasks, Accounts(database, config.staff, clock), library, database)
        await publisher.finish_late()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with as little work as the library allows."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
