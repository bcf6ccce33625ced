"""A resident with a phone of 360 points' width talks to the real web chat."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.page_checks import Scheme, page_faults, show_as

# Learning the shipped content anew takes a minute, once: fixtures are not timed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(60, func_only=True)]

QUESTION = "高中学费免多少"
VAGUE = ("老人", "户口", "孩子", "补贴", "医院", "困难", "证明")


@pytest.fixture(scope="module")
def vague(address: str) -> str:
    """A word that the bot answers with a choice."""
    for word in VAGUE:
        if httpx.post(f"{address}/api/ask", json={"q": word}).json()["kind"] == "choose":
            return word
    pytest.fail(f"none of {VAGUE} leads to a choice")


def ask(page: Page, text: str) -> Locator:
    """Type a question, send it, and return the last exchange once it is the answer to it."""
    page.locator("#text").fill(text)
    page.locator(".send").click()
    last = page.locator("#last")
    expect(last.locator(".asked bdi")).to_have_text(text)
    return last


def title_of(last: Locator) -> str:
    return last.locator("h2").first.inner_text()


# Asking


def test_question_gets_its_card(page: Page) -> None:
    last = ask(page, QUESTION)
    assert "高中" in title_of(last)
    expect(last).to_contain_text("800元")
    expect(last.locator(".list.go")).to_be_visible()
    expect(last.locator('a[href="tel:12345"]').first).to_be_visible()


def test_question_is_answered_without_loading_the_page_anew(page: Page) -> None:
    page.evaluate("window.isSamePage = true")
    ask(page, QUESTION)
    assert page.evaluate("window.isSamePage") is True
    expect(page.locator("#text")).to_have_value("")


def test_example_is_one_tap(page: Page) -> None:
    example = page.locator(".examples button").first
    words = example.inner_text()
    example.click()
    expect(page.locator("#last .asked bdi")).to_have_text(words)


def test_answer_stays_after_a_reload(page: Page) -> None:
    title = title_of(ask(page, QUESTION))
    page.reload()
    assert title_of(page.locator("#last")) == title


@pytest.mark.parametrize(("question", "title"), [("婚前检查要钱吗", "婚前检查"), ("房子遭了水灾找谁", "灾害")])
def test_smoke_question_finds_its_service(page: Page, question: str, title: str) -> None:
    assert title in title_of(ask(page, question))


def test_fire_shows_the_number_to_call_first(page: Page) -> None:
    last = ask(page, "屋里着火了")
    call = last.locator(".alarm a.call").first
    expect(call).to_have_attribute("href", "tel:119")
    expect(call).to_be_in_viewport()


def test_script_typed_as_a_question_is_only_shown(page: Page) -> None:
    attack = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    ask(page, attack)
    page.reload()
    expect(page.locator("#last .asked bdi")).to_have_text(attack)
    assert "taken" not in page.title()


def test_two_quick_taps_ask_once(page: Page) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.locator("#text").fill(QUESTION)
    page.locator(".send").dblclick()
    expect(page.locator("#last")).to_be_visible()
    assert len(asked) == 1


def test_same_question_can_be_asked_again(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#text").fill(QUESTION)
    page.locator(".send").click()
    expect(page.locator(".exchange:not(.pending)")).to_have_count(2)
    page.reload()
    expect(page.locator(".exchange")).to_have_count(2)


# Choosing and following up


def test_choice_is_pressed(page: Page, vague: str) -> None:
    option = ask(page, vague).locator("button.choice").first
    title = option.inner_text()
    option.click()
    expect(page.locator("#last .asked bdi")).to_have_text(title)
    assert title_of(page.locator("#last")) == title


def test_choice_is_typed_as_a_number(page: Page, vague: str) -> None:
    title = ask(page, vague).locator("button.choice").first.inner_text()
    assert title_of(ask(page, "1")) == title


def test_choice_can_be_pressed_only_once(page: Page, vague: str) -> None:
    ask(page, vague).locator("button.choice").last.click()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".exchange").first.locator("button.choice").first).to_be_disabled()


def test_follow_up_is_typed(page: Page) -> None:
    title = title_of(ask(page, QUESTION))
    assert title_of(ask(page, "在哪办")) == f"{title}：在哪办"


def test_follow_up_is_pressed(page: Page) -> None:
    last = ask(page, QUESTION)
    last.get_by_role("button", name="要带啥").click()
    expect(page.locator("#last .asked bdi")).to_have_text("要带啥")
    expect(page.locator("#last .list.bring")).to_be_visible()


def test_answer_can_be_called_useful(page: Page) -> None:
    last = ask(page, QUESTION)
    last.get_by_role("button", name="有用").click()
    expect(page.locator("#last .asked bdi")).to_have_text("有用")


# Without scripts


def test_without_scripts_a_question_gets_its_card(plain_page: Page) -> None:
    assert "高中" in title_of(ask(plain_page, QUESTION))
    assert plain_page.url.endswith("/#last")
    expect(plain_page.locator("#last h2").first).to_be_in_viewport()


def test_without_scripts_a_choice_is_pressed(plain_page: Page, vague: str) -> None:
    option = ask(plain_page, vague).locator("button.choice").first
    title = option.inner_text()
    option.click()
    assert title_of(plain_page.locator("#last")) == title


def test_without_scripts_a_follow_up_is_pressed(plain_page: Page) -> None:
    ask(plain_page, QUESTION).get_by_role("button", name="在哪办").click()
    expect(plain_page.locator("#last h2").first).to_contain_text("在哪办")


def test_without_scripts_large_type_is_switched_on(plain_page: Page) -> None:
    plain_page.get_by_role("button", name="大字").click()
    expect(plain_page.locator("html")).to_have_class("large")


def test_without_scripts_everything_is_forgotten(plain_page: Page) -> None:
    ask(plain_page, QUESTION)
    plain_page.get_by_role("link", name="隐私").click()
    plain_page.get_by_role("link", name="删掉我的记录").click()
    plain_page.get_by_role("button", name="确定删掉").click()
    plain_page.goto("/")
    expect(plain_page.locator(".exchange")).to_have_count(0)


# When the line is bad


def test_form_takes_over_where_the_script_gets_no_answer(page: Page) -> None:
    def break_fetch(route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()
        else:
            route.fulfill(status=502, body="bad gateway")

    page.route("**/ask", break_fetch)
    assert "高中" in title_of(ask(page, QUESTION))
    assert page.url.endswith("/#last")
    expect(page.locator(".exchange")).to_have_count(1)


def test_form_takes_over_for_a_pressed_button(page: Page) -> None:
    last = ask(page, QUESTION)
    page.route("**/ask", lambda route: route.continue_() if route.request.is_navigation_request() else route.abort())
    last.get_by_role("button", name="在哪办").click()
    expect(page.locator("#last h2").first).to_contain_text("在哪办")


def test_words_stay_in_the_box_without_a_network(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("#text").fill(QUESTION)
    page.locator(".send").click()
    expect(page.locator("#problem")).to_contain_text("没连上网")
    expect(page.locator("#text")).to_have_value(QUESTION)
    page.context.set_offline(False)
    page.locator(".send").click()
    expect(page.locator("#last .asked bdi")).to_have_text(QUESTION)
    expect(page.locator("#problem")).to_have_text("")


def test_words_stay_in_the_box_when_they_were_not_taken(page: Page) -> None:
    refusal = {"status": 429, "headers": {"X-Partial": "1", "Content-Type": "text/html; charset=utf-8"}}
    page.route("**/ask", lambda route: route.fulfill(**refusal, body='<p class="problem">慢一点</p>'))
    page.locator("#text").fill(QUESTION)
    page.locator(".send").click()
    expect(page.get_by_role("alert")).to_have_text("慢一点")
    expect(page.locator("#text")).to_have_value(QUESTION)
    expect(page.locator(".exchange")).to_have_count(0)


# Large type


def test_large_type_is_24_points(page: Page) -> None:
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_class("large")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"


def test_large_type_keeps_what_is_being_typed(page: Page) -> None:
    page.locator("#text").fill("写了一半")
    page.get_by_role("button", name="大字").click()
    expect(page.get_by_role("button", name="大字", pressed=True)).to_be_visible()
    expect(page.locator("#text")).to_have_value("写了一半")


def test_large_type_is_remembered_and_switched_off(page: Page) -> None:
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_class("large")
    page.reload()
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).not_to_have_class("large")


# Keyboard and screen reader


def test_first_tab_stop_leads_to_the_input(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    expect(page.locator("#text")).to_have_value("x")


def test_keyboard_alone_asks_and_follows_up(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#last .asked bdi")).to_have_text(QUESTION)
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#last button").last).to_be_focused()
    page.locator("#last").get_by_role("button", name="在哪办").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#last h2").first).to_contain_text("在哪办")
    expect(page.locator("#last")).to_be_focused()


def test_shift_enter_starts_a_new_line(page: Page) -> None:
    page.locator("#text").press_sequentially("一")
    page.locator("#text").press("Shift+Enter")
    page.locator("#text").press_sequentially("二")
    expect(page.locator("#text")).to_have_value("一\n二")


def test_focus_can_be_seen(page: Page) -> None:
    for _ in range(8):
        page.keyboard.press("Tab")
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"


def test_new_answer_is_put_where_screen_readers_listen(page: Page) -> None:
    ask(page, QUESTION)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator("article")).to_have_count(1)


# What every page keeps to


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("is_large", [False, True])
def test_page_is_fit_for_everyone(browser: Browser, address: str, vague: str, scheme: Scheme, is_large: bool) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto("/")
    show_as(page, scheme, is_large=is_large)
    faults = []
    for text in ("", QUESTION, "屋里着火了", vague, "长" * 300):
        if text:
            ask(page, text)
        faults += look_over(page, text or "home")
    for path in ("/privacy", "/forget", "/nothing"):
        page.goto(path)
        faults += look_over(page, path)
    context.close()
    assert faults == []


def look_over(page: Page, where: str) -> list[str]:
    """Return what is wrong with a page as it stands, each with the place."""
    faults = page_faults(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 360:
        faults.append(f"scrolls sideways: {width} px")
    if page.locator("h1").count() != 1 or page.locator("main").count() != 1:
        faults.append("not one h1 and one main")
    return [f"{where}: {fault}" for fault in faults]


def test_wide_screen_keeps_lines_readable(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    box = ask(page, QUESTION).locator(".reply").bounding_box()
    page.close()
    assert box is not None
    assert 600 < box["width"] < 850


def test_answer_can_be_photographed(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    picture = tmp_path / "chat.png"
    page.screenshot(path=picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
