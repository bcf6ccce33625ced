"""The one-trip card on a phone and on paper, in Debian's Chromium."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Literal

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from handlers.trip_card import card_blocks, make_referral
from handlers.turn import MOST_FOUND, block_text
from tests.browser.page_checks import Scheme, page_faults, show_as
from tests.browser.phone import SCREEN
from tests.browser.test_web_chat import ask
from tests.real import real_edition

pytestmark = pytest.mark.browser

QUESTIONS = ("低保怎么申请", "高中学费免多少")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture
def card(page: Page) -> Page:
    """The page of a card of two matters, come to from the chat."""
    for question in QUESTIONS:
        ask(page, question)
    ask(page, "给我列个单子").get_by_role("link", name="打印").click()
    page.wait_for_url("**/card/*")
    return page


def test_card_is_asked_for_in_words(page: Page) -> None:
    for question in QUESTIONS:
        ask(page, question)
    last = ask(page, "给我列个单子")
    expect(last.locator("h2").first).to_have_text("办事单：一共2件事")


def test_card_is_asked_for_by_its_button(page: Page) -> None:
    ask(page, QUESTIONS[0]).get_by_role("button", name="办事单").click()
    expect(page.locator("#last .asked bdi")).to_have_text("办事单")
    expect(page.locator("#last h2").first).to_have_text("办事单：一共1件事")


def test_matter_is_taken_off_the_card(page: Page) -> None:
    for question in QUESTIONS:
        ask(page, question)
    ask(page, "给我列个单子").get_by_role("button", name="不办：普通高中免学费").click()
    expect(page.locator("#last h2").first).to_have_text("办事单：一共1件事")


def test_page_shows_the_card_and_its_code(card: Page) -> None:
    expect(card.locator("h1")).to_have_text("办事单：一共2件事")
    expect(card.locator(".code b")).to_have_text(re.compile(r"^\d{4}-\d{4}$"))
    expect(card.locator(".list.go")).to_have_count(2)


def test_every_list_of_the_card_stands_under_its_heading(card: Page) -> None:
    for section in card.locator(".sheet section.list").all():
        heading, items = section.locator("h3").bounding_box(), section.locator("ul").bounding_box()
        assert heading is not None
        assert items is not None
        assert heading["y"] + heading["height"] <= items["y"] + 1, section.inner_text()


def test_page_opens_on_another_phone_without_cookies(card: Page, browser: Browser) -> None:
    other = browser.new_context(viewport=SCREEN, java_script_enabled=False)
    opened = other.new_page()
    opened.goto(card.url)
    expect(opened.locator("h1")).to_have_text("办事单：一共2件事")
    assert other.cookies() == []
    other.close()


def test_qr_code_is_large_enough_to_scan(card: Page) -> None:
    box = card.locator(".qr svg").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"])
    assert box["width"] >= 140


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_qr_code_read_by_a_phone_opens_the_card(card: Page, media: Literal["screen", "print"], scheme: Scheme) -> None:
    card.emulate_media(media=media, color_scheme=scheme)
    picture = Image.open(BytesIO(card.locator(".qr").screenshot()))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [card.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("is_large", [False, True])
def test_page_is_fit_for_everyone(card: Page, scheme: Scheme, is_large: bool) -> None:
    show_as(card, scheme, is_large=is_large)
    card.wait_for_url("**/card/*")
    assert page_faults(card) == []
    assert card.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("is_large", [False, True])
def test_card_in_the_chat_is_fit_for_everyone(page: Page, is_large: bool) -> None:
    show_as(page, "light", is_large=is_large)
    for question in (*QUESTIONS, "给我列个单子"):
        last = ask(page, question)
    assert page_faults(page) == []
    link, reply = last.locator("a.button").bounding_box(), last.locator(".reply").bounding_box()
    assert link is not None
    assert reply is not None
    assert link["x"] + link["width"] < reply["x"] + reply["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_page_prints_by_its_button(card: Page) -> None:
    card.evaluate("window.print = () => { window.isPrinted = true }")
    card.get_by_role("button", name="打印").click()
    assert card.evaluate("window.isPrinted") is True


def test_card_prints_on_one_sheet(card: Page) -> None:
    assert pages_of(card) == 1


def test_longest_card_prints_on_one_sheet(page: Page) -> None:
    content = real_edition().content

    def length(key: str) -> int:
        card = make_referral(content, (key,), "", "me")
        return sum(map(len, map(block_text, card_blocks(content, card, NOW))))

    longest = sorted(content.services, key=length)[-MOST_FOUND:]
    for key in longest:
        page.request.post("/ask", form={"action": f"show:{key}"})
    page.reload()
    page.locator("#last").get_by_role("button", name="办事单").click()
    expect(page.locator("#last h2").first).to_have_text(f"办事单：一共{MOST_FOUND}件事")
    page.locator("#last a.button").click()
    page.wait_for_url("**/card/*")
    assert pages_of(page) == 1


def test_paper_is_black_and_white_without_what_cannot_be_pressed(card: Page) -> None:
    card.emulate_media(media="print", color_scheme="dark")
    for selector in (".top", ".sheet-tools"):
        expect(card.locator(selector)).to_be_hidden()
    colours = card.evaluate(
        """() => [...document.querySelectorAll(".sheet, .sheet *")]
          .filter((e) => e.checkVisibility() && !e.closest("svg"))
          .flatMap((e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""
    )
    assert {colour for colour in colours if not is_grey(colour)} == set()


def is_grey(colour: str) -> bool:
    red, green, blue, *_ = map(float, re.findall(r"[\d.]+", colour))
    return red == green == blue


def pages_of(page: Page) -> int:
    return len(PAGE_OF_PDF.findall(page.pdf(prefer_css_page_size=True)))


def test_missing_card_says_what_to_do(page: Page) -> None:
    page.goto("/card/12345671")
    expect(page.locator("h1")).to_have_text("单子打不开了")
