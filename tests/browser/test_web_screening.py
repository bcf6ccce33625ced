"""A resident with a phone lets the bot find what they may get, by taps and by typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.page_checks import page_faults
from tests.browser.phone import SCREEN

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60, func_only=True)]


def say(page: Page, text: str) -> Locator:
    page.locator("#text").fill(text)
    page.locator(".send").click()
    last = page.locator("#last")
    expect(last.locator(".asked bdi")).to_have_text(text)
    return last


def tap(page: Page, label: str) -> Locator:
    page.locator("#last").get_by_role("button", name=label, exact=True).click()
    last = page.locator("#last")
    expect(last.locator(".asked bdi")).to_have_text(label)
    return last


def finish(page: Page) -> Locator:
    """Look at the results, whatever question waits."""
    say(page, "先看结果")
    last = page.locator("#last")
    expect(last.locator("h2").first).to_contain_text("可能享受得到的")
    return last


def test_it_begins_with_one_tap_and_ends_with_results_by_counter(page: Page) -> None:
    page.get_by_role("button", name="看看我能享受啥").click()
    tap(page, "家里老人")
    tap(page, "80岁及以上")
    last = finish(page)
    expect(last).to_contain_text("80岁及以上")
    expect(last).to_contain_text("先去")
    last.locator("button.open").first.click()
    expect(page.locator("#last .list.go")).to_be_visible()


def test_a_typed_story_is_read(page: Page) -> None:
    last = say(page, "我婆86了一个人住 看看她能享受哪些政策")
    expect(last).to_contain_text("86岁")
    expect(last).to_contain_text("一个人住")


def test_questions_and_results_are_fit_for_a_phone(page: Page) -> None:
    say(page, "我能享受啥")
    tap(page, "我自己")
    for last in (say(page, "72"), finish(page)):
        assert last.count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"]
        assert page_faults(page) == []


def test_it_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=SCREEN, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="看看我能享受啥").click()
    page.goto("/")
    page.locator("#last").get_by_role("button", name="我自己", exact=True).click()
    expect(page.locator("#last")).to_contain_text("多大年纪")
    context.close()
