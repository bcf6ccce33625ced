"""The report of `evaluate` on a phone and on a desk, without network and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from bot.evaluation.report import write_report
from bot.question_files import Group, Verdict
from tests.bot.evaluation.results import outside, result, view
from tests.bot.world import NOON
from tests.browser.page_checks import page_faults
from tests.browser.phone import SCREEN
from tests.real import real_edition

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60, func_only=True)]
WIDE = 1440


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which every service of the content failed once in one view, and none in the other."""
    edition = real_edition()
    ids = list(edition.content.services)
    story = "我" * 60
    wrong = [result(Verdict.WRONG, story, expected=key, given=ids[-1], probability=0.3) for key in ids]
    right = [result(Verdict.RIGHT, expected=key, sort="situation") for key in ids]
    danger = outside(Verdict.MISSED, Group.URGENT, text="屋里着火了")
    path = tmp_path_factory.mktemp("report") / "report.html"
    page = write_report([view("一些题", *wrong, danger), view("另一些题", *right)], edition, NOON.date())
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(params=[SCREEN["width"], WIDE])
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    """The report, opened from the disk; it may ask for nothing but itself."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    context = browser.new_context(
        viewport={"width": request.param, "height": 740}, java_script_enabled=False, offline=True
    )
    opened = context.new_page()
    opened.on("request", note)
    opened.goto(report.as_uri())
    yield opened
    assert asked == [report.as_uri()]
    context.close()


def test_page_is_as_wide_as_its_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_page_can_be_read(page: Page) -> None:
    assert page_faults(page) == []


def test_figures_are_drawn_inside_their_cards(page: Page) -> None:
    figures = page.locator("svg").all()
    assert len(figures) == 4
    for figure in figures:
        box, card = figure.bounding_box(), figure.locator("xpath=ancestor::section").bounding_box()
        assert box is not None
        assert card is not None
        assert box["width"] > 250
        assert card["x"] <= box["x"]
        assert box["x"] + box["width"] <= card["x"] + card["width"]


def test_figures_speak_to_those_who_cannot_see_them(page: Page) -> None:
    assert page.get_by_role("img").first.get_attribute("aria-label")
    assert page.locator("svg:not([aria-label])").count() == 0


def test_more_services_unfold(page: Page) -> None:
    folded = page.locator("details", has=page.locator("summary", has_text="其余")).first
    row = folded.locator(".row").first
    assert not row.is_visible()
    folded.locator("summary").click()
    assert row.is_visible()


def test_page_prints(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("svg").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"
