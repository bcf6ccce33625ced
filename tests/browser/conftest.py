"""The served chat and the phones that look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chat_server import serve_chat
from tests.browser.phone import MISSING, SCREEN, find_chromium, open_chromium
from tests.real import MODELS


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of the web chat with the shipped content."""
    with serve_chat(MODELS) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, but fail under CI=true.

    Closed with the module: Playwright keeps an event loop running, in which no coroutine test could run.
    """
    if find_chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with open_chromium() as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    context = browser.new_context(base_url=address, viewport=SCREEN, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """The home page; nothing may go wrong in its scripts or against its content security policy."""
    faults: list[str] = []
    opened = phone.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    opened.goto("/")
    yield opened
    assert faults == []


@pytest.fixture
def plain_page(browser: Browser, address: str) -> Iterator[Page]:
    """The home page where no script runs."""
    context = browser.new_context(base_url=address, viewport=SCREEN, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto("/")
    yield opened
    context.close()
