"""What a person may get, on a phone and on paper, in Debian's Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_checks import Scheme, page_faults, show_as
from tests.browser.test_web_card import is_grey, pages_of
from tests.browser.test_web_chat import ask

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60, func_only=True)]

STORY = "我婆86了吃低保一个人住农村 我娃上初三 看看能享受哪些政策"


@pytest.fixture
def results(page: Page) -> Page:
    """The page of results, come to from the chat."""
    ask(page, STORY)
    ask(page, "先看结果").locator("a.button").click()
    page.wait_for_url("**/results")
    return page


def test_results_stand_by_counter_with_papers_and_reasons(results: Page) -> None:
    expect(results.locator("h1")).to_have_text("老人可能享受得到的")
    first = results.locator(".openable").first
    expect(first.locator("h3")).to_contain_text("先去")
    expect(first.locator("li").first).to_contain_text("因为：")
    expect(results.locator(".say", has_text="要带的").first).to_be_visible()
    expect(results.locator(".sheet-body")).to_contain_text("还说到孩子")


def test_each_is_opened_by_its_button(results: Page) -> None:
    button = results.locator("button.open").first
    title = button.inner_text()
    button.click()
    results.wait_for_url("**/#last")
    expect(results.locator("#last h2").first).to_have_text(title)


def test_in_the_chat_each_is_opened_by_its_button(page: Page) -> None:
    ask(page, STORY)
    button = ask(page, "先看结果").locator("button.open").first
    title = button.inner_text()
    button.click()
    expect(page.locator("#last h2").first).to_have_text(title)
    expect(page.locator(".past button.open:enabled")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("is_large", [False, True])
def test_page_is_fit_for_everyone(results: Page, scheme: Scheme, is_large: bool) -> None:
    show_as(results, scheme, is_large=is_large)
    results.wait_for_url("**/results")
    assert page_faults(results) == []
    assert results.evaluate("document.documentElement.scrollWidth") <= 360


def test_page_prints_on_one_sheet_in_black_and_white(results: Page) -> None:
    assert pages_of(results) == 1
    results.emulate_media(media="print", color_scheme="dark")
    for selector in (".top", ".sheet-tools"):
        expect(results.locator(selector)).to_be_hidden()
    colours = results.evaluate(
        """() => [...document.querySelectorAll(".sheet, .sheet *")]
          .filter((e) => e.checkVisibility())
          .flatMap((e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""
    )
    assert {colour for colour in colours if not is_grey(colour)} == set()


def test_page_prints_by_its_button(results: Page) -> None:
    results.evaluate("window.print = () => { window.isPrinted = true }")
    results.get_by_role("button", name="打印").click()
    assert results.evaluate("window.isPrinted") is True


def test_without_results_the_page_says_what_to_do(page: Page) -> None:
    page.goto("/results")
    expect(page.locator("h1")).to_have_text("还没有结果")
