"""Fixtures that the tests of the staff room share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.config import Config
from bot.database import Database
from bot.library import Library
from bot.respond import Responder
from bot.staff.queue import ReviewQueue
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
