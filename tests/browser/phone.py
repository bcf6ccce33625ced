"""A resident's phone: Debian's Chromium without a window, on a screen of 360 by 740 points."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

SCREEN: ViewportSize = {"width": 360, "height": 740}
MISSING = "Chromium is missing: apt-get install chromium fonts-noto-cjk"


def find_chromium() -> str | None:
    """Return the path of Chromium, None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Yield a browser and close it; raises RuntimeError where Chromium is missing."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        # Inside a container Chromium's own sandbox cannot start; it only ever opens our own pages here.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
