"""What the tests of the channels share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from argon2 import PasswordHasher

from bot.channels import backoff
from bot.config import Config
from bot.library import Library
from bot.staff import passwords
from tests.bot.channels.console_site import Site, open_site
from tests.bot.world import Clock


@pytest.fixture(autouse=True)
def timedelta_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the channel sets it: the library then gives durations without a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let waits between tries pass at once."""
    monkeypatch.setattr(backoff, "FIRST_S", 0.001)
    monkeypatch.setattr(backoff, "MOST_S", 0.002)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with as little work as the library allows."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))


@pytest.fixture
async def site(config: Config, library: Library, clock: Clock) -> AsyncIterator[Site]:
    """The console on the small content."""
    async with open_site(config, library, clock) as opened:
        yield opened
