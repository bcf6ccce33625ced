"""Draws the picture of the README anew: `python -m tests.browser.picture`."""

from __future__ import annotations

from pathlib import Path

from tests.browser.chat_server import ROOT, serve_chat
from tests.browser.phone import SCREEN, open_chromium
from tests.real import MODELS

PICTURE = ROOT / "docs-web-chat.png"
QUESTION = "高中学费免多少"


def draw_picture(target: Path) -> None:
    """Ask one question on a phone and save what the screen shows as PNG."""
    with serve_chat(MODELS) as address, open_chromium() as browser:
        page = browser.new_page(viewport=SCREEN, device_scale_factor=2, locale="zh-CN", reduced_motion="reduce")
        page.goto(address)
        page.get_by_role("button", name=QUESTION).click()
        page.locator("#last h2").wait_for()
        page.screenshot(path=target)


if __name__ == "__main__":
    draw_picture(PICTURE)
