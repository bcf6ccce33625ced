"""Fixtures that the tests of `bot` share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Config
from bot.library import Library
from bot.respond import Responder
from tests.bot.world import Clock, config_of, open_desk, write_home


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small content, learnt once for all tests that do not change it."""
    root = tmp_path_factory.mktemp("library")
    write_home(root)
    config = config_of(root)
    return Library.open(config.content, root / "models", config.thresholds)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with settings and the small content, where the store will be."""
    write_home(tmp_path)
    return tmp_path


@pytest.fixture
def config(home: Path) -> Config:
    return config_of(home)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(config: Config, library: Library, clock: Clock) -> AsyncIterator[Responder]:
    """A responder on the small content with a store of its own in `home`."""
    async with open_desk(config, library, clock) as responder:
        yield responder
