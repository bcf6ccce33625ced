"""Composition root: opens store, library and responder from a config and closes them again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Config
from bot.database import Database
from bot.errors import SettingsError
from bot.identity import Hasher, load_key
from bot.library import Library
from bot.respond import Responder, StaffDoor
from bot.times import Clock, utc_now
from knowledge.matching.encoder import Encoder, EncoderError

IN_MEMORY = "sqlite+aiosqlite://"
MODELS = "models"


def open_library(config: Config, *, is_learnt_later: bool = False) -> Library:
    """Return the library of the config; what `is_learnt_later` says, see `load_edition`.

    Raises `ContentError` with every problem where the content is bad, `SettingsError` where the sentence encoder is.
    """
    try:
        encoder = Encoder(config.encoder) if config.encoder else None
    except EncoderError as error:
        raise SettingsError(str(error)) from error
    return Library.open(
        config.content, config.data / MODELS, config.thresholds, encoder, is_learnt_later=is_learnt_later
    )


@asynccontextmanager
async def open_store(config: Config, *, is_kept: bool = True) -> AsyncIterator[Database]:
    """Yield the store of the config, or one in memory where nothing shall be kept.

    Raises `StoreError` where it cannot be opened.
    """
    database = await Database.open(config.database if is_kept else IN_MEMORY)
    try:
        yield database
    finally:
        await database.close()


def make_responder(
    config: Config,
    library: Library,
    database: Database,
    clock: Clock = utc_now,
    staff: StaffDoor | None = None,
) -> Responder:
    """Return a responder on an open store; raises `StoreError` where the hashing key cannot be read or made."""
    return Responder(database, library, config, Hasher(load_key(config.secret, config.data)), clock, staff)


@asynccontextmanager
async def open_responder(
    config: Config, library: Library, *, is_kept: bool = True, clock: Clock = utc_now
) -> AsyncIterator[Responder]:
    """Yield a responder on a store of its own, see `open_store`; raises `StoreError`."""
    async with open_store(config, is_kept=is_kept) as database:
        yield make_responder(config, library, database, clock)
