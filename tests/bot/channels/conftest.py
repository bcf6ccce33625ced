"""Settings that the Telegram tests share."""

from __future__ import annotations

import pytest

from bot.channels import backoff


@pytest.fixture(autouse=True)
def timedelta_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the channel sets it: the library then gives durations without a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let waits between tries pass at once."""
    monkeypatch.setattr(backoff, "FIRST_S", 0.001)
    monkeypatch.setattr(backoff, "MOST_S", 0.002)
