"""Draws the pictures of the editors' guide anew: `make pictures`.

A clerk teaches the bot a question that it was not sure of, on a copy of the shipped content, and publishes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chat_server import ROOT
from tests.browser.console_server import PASSWORD, serve_console
from tests.browser.phone import SCREEN, open_chromium
from tests.real import CONTENT, MODELS

PICTURES = ROOT / "knowledge" / "pictures"
TALL: ViewportSize = {"width": SCREEN["width"], "height": 1800}
DESK: ViewportSize = {"width": 1100, "height": 700}
MISSED = ("河坝头还放露天戏不", "二胡找哪个学")
"""Questions that the shipped content is not sure of; the first is the one that is taught."""
SERVICE = "cul-village-shows"
WINDOW = "civil/windows/civil-county"
PATIENCE_MS = 120_000
"""The first preview asks all check questions once."""


def draw_pictures(folder: Path) -> None:
    """Save what a clerk sees, one PNG a step, in a folder."""
    with (
        tempfile.TemporaryDirectory() as home,
        serve_console(Path(home), MISSED, CONTENT, MODELS) as address,
        open_chromium() as browser,
    ):
        with _screen(browser, address, DESK) as desk:
            _draw_desk(desk, folder)
        with _screen(browser, address, SCREEN) as phone:
            _draw_teaching(phone, folder)


def _draw_desk(page: Page, folder: Path) -> None:
    _sign_in(page)
    _save(page, folder / "queue.png")
    page.goto(f"/staff/services/{SERVICE}")
    _save(page, folder / "service.png")
    page.goto(f"/staff/services/{SERVICE}#confirmed")
    _save(page, folder / "confirmed.png")
    page.goto(f"/staff/departments/{WINDOW}")
    _save(page, folder / "window.png")


def _draw_teaching(page: Page, folder: Path) -> None:
    _save(page, folder / "door.png")
    _sign_in(page)
    page.get_by_role("link", name=MISSED[0]).click()
    proposed = page.locator(f'input[name="service"][value="{SERVICE}"]')
    if proposed.count():
        proposed.check()
    else:
        page.get_by_label("是别的服务").fill(SERVICE)
    page.locator(".main-action").screenshot(path=folder / "group.png", animations="disabled")
    page.get_by_role("button", name="先看会怎样").first.click()
    page.get_by_role("button", name="发布，马上生效").wait_for()
    page.set_viewport_size(TALL)  # so that the bar with the button stands below the page, not over it
    page.locator("main").screenshot(path=folder / "preview.png", animations="disabled")
    page.set_viewport_size(SCREEN)
    page.get_by_role("button", name="发布，马上生效").click()
    page.get_by_role("status").wait_for()
    page.locator("main").screenshot(path=folder / "published.png", animations="disabled")
    page.goto("/staff/upkeep")
    _save(page, folder / "upkeep.png")


@contextmanager
def _screen(browser: Browser, address: str, size: ViewportSize) -> Iterator[Page]:
    """Yield a page at the door of the console, sharp enough to read and small enough to keep."""
    scale = 1.25 if size is SCREEN else 1
    context = browser.new_context(
        base_url=address, viewport=size, device_scale_factor=scale, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/staff")
    yield page
    context.close()


def _sign_in(page: Page) -> None:
    page.get_by_label("名字").fill("主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="待办").wait_for()


def _save(page: Page, path: Path) -> None:
    page.screenshot(path=path, animations="disabled")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    draw_pictures(PICTURES)
