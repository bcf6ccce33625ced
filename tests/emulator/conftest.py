"""One learnt model for all tests here, and one running program for those that do not kill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.emulator import Emulator, require_emulator
from tests.emulator.program import Program
from tests.real import MODELS, real_edition


@pytest.fixture(scope="session")
def node() -> str:
    return require_emulator()


@pytest.fixture(scope="session")
def models(node: str) -> Path:
    """A folder with the model of the content, kept from one run of the tests to the next."""
    del node  # without Node nothing need be learnt
    real_edition()
    return MODELS


@pytest.fixture
def telegram(node: str) -> Iterator[Emulator]:
    """A Telegram of one test."""
    emulator = Emulator(node)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def program(telegram: Emulator, models: Path, tmp_path: Path) -> Iterator[Program]:
    """A program of one test, not yet started."""
    program = Program(tmp_path / "program", telegram.api, models)
    yield program
    program.kill()


@pytest.fixture(scope="module")
def county(node: str) -> Iterator[Emulator]:
    """A Telegram that tests share; each test is another person."""
    emulator = Emulator(node)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture(scope="module")
def service(county: Emulator, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program that tests share, running."""
    program = Program(tmp_path_factory.mktemp("service") / "program", county.api, models)
    program.start()
    yield program
    program.kill()
