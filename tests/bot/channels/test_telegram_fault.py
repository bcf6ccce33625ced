"""Tests of `bot.channels.telegram_fault`: what may be sent again, and what may not."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram_fault import Fault, classify, explain, seconds_to_wait
from bot.database import StoreError


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(NetworkError("x"), httpx.ConnectError("refused")),
        caused(TimedOut(), httpx.ConnectTimeout("slow")),
        caused(TimedOut(), httpx.PoolTimeout("busy")),
        NetworkError("Bad Gateway"),
        caused(NetworkError("Bad Gateway"), TelegramError("Invalid server response")),
        caused(Forbidden("a page of a proxy"), TelegramError("Invalid server response")),
        InvalidToken("Not Found"),
        Conflict("x"),
    ],
)
def test_surely_not_sent(error: Exception) -> None:
    assert classify(error) is Fault.NOT_SENT


def test_too_many_requests_is_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert classify(RetryAfter(3)) is Fault.NOT_SENT


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ReadTimeout("slow")),
        caused(TimedOut(), httpx.WriteTimeout("slow")),
        TelegramError("Invalid server response"),
        caused(NetworkError("x"), UnicodeEncodeError("utf-8", "x", 0, 1, "surrogates")),
        KeyError("result"),
    ],
)
def test_probably_sent(error: Exception) -> None:
    assert classify(error) is Fault.UNANSWERED


@pytest.mark.parametrize("cause", [httpx.ReadError("reset"), httpx.RemoteProtocolError("disconnected")])
def test_perhaps_sent(cause: Exception) -> None:
    assert classify(caused(NetworkError("x"), cause)) is Fault.CUT_OFF


@pytest.mark.parametrize(
    "error",
    [Forbidden("bot was blocked by the user"), BadRequest("Chat not found"), ChatMigrated(-5)],
)
def test_never_taken(error: Exception) -> None:
    assert classify(error) is Fault.REFUSED


@pytest.mark.parametrize("text", ["Message is not modified: same", "Query is too old and response timeout expired"])
def test_harmless(text: str) -> None:
    assert classify(BadRequest(text)) is Fault.NONE


@pytest.mark.parametrize("is_new_way", ["true", "false"])
@pytest.mark.filterwarnings("ignore:.*:telegram.warnings.PTBDeprecationWarning")
def test_the_wait_asked_for_is_read_in_both_ways_of_the_library(
    is_new_way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", is_new_way)
    assert seconds_to_wait(RetryAfter(3)) == 3.0


def test_the_log_never_tells_the_token_nor_what_was_written() -> None:
    token = "123456789:" + "A" * 35
    assert token not in explain(InvalidToken(f"The token `{token}` was rejected"))
    assert explain(ValueError("低保")) == "ValueError"
    assert explain(StoreError("数据库用不了")) == "数据库用不了"
