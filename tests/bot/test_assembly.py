from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import open_library, open_responder
from bot.config import Config
from bot.database import StoreError
from bot.library import Library
from tests.bot.world import FOLLOW_UP, LOAN, WAIVER, Clock, rows, typed
from tests.knowledge.matching.tiny_encoder import write_tiny_encoder


def test_library_is_of_the_folder_of_the_config(config: Config) -> None:
    assert set(open_library(config).edition.content.services) == {"edu-waiver", "edu-loan", "hlt-clinic"}
    assert list((config.data / "models").glob("*.npz"))


def test_the_sentence_encoder_of_the_config_is_used(config: Config, tmp_path: Path) -> None:
    opened = open_library(replace(config, encoder=write_tiny_encoder(tmp_path, "学费束脩", "借贷款", "村卫生室病")))
    assert opened.edition.understander.rank("交束脩吗")[0].signals[-1] == pytest.approx(1, abs=0.01)


async def test_what_is_kept_is_there_for_the_next_one(config: Config, library: Library, home: Path) -> None:
    for number, question in enumerate((WAIVER, FOLLOW_UP)):
        async with open_responder(config, library) as desk:
            reply = await desk.respond(typed(question, number))
    assert reply.services == ("edu-waiver",)
    assert rows(home, "SELECT count(*) FROM question") == [(2,)]


async def test_what_is_not_kept_leaves_no_store(config: Config, library: Library) -> None:
    async with open_responder(config, library, is_kept=False) as desk:
        assert (await desk.respond(typed(LOAN))).services == ("edu-loan",)
    assert not _names(config.data, "onewindow.db*")


async def test_clock_is_the_given_one(config: Config, library: Library, home: Path) -> None:
    async with open_responder(config, library, clock=Clock()) as desk:
        await desk.respond(typed(LOAN))
    assert rows(home, "SELECT asked_at FROM question") == [("2026-11-23 12:00:00.000000",)]


async def test_store_is_closed_after_an_exception_too(config: Config, library: Library, home: Path) -> None:
    with pytest.raises(RuntimeError):
        async with open_responder(config, library):
            raise RuntimeError
    assert not _names(home / "data", "*-wal")


async def test_store_that_cannot_be_opened_is_told(config: Config, library: Library) -> None:
    broken = replace(config, database="sqlite+aiosqlite:////proc/version/store.db")
    with pytest.raises(StoreError):
        async with open_responder(broken, library):
            pass


def _names(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]
