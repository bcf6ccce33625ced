"""A clerk turns a miss into a live answer and takes it back, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Dialog, FilePayload, Page, StorageState, ViewportSize, expect

from bot.bulk.service_sheets import PHRASINGS
from tests.bot.bulk.books import changed
from tests.browser.console_server import MISSED, PASSWORD, serve_console
from tests.browser.page_checks import colour_faults, id_faults, label_faults

# Learning the small content takes some seconds, once: fixtures are not timed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(60, func_only=True)]

SCREENS: dict[str, ViewportSize] = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1440, "height": 900}}
PAGES = (
    "queue",
    "queue/1",
    "services",
    "services/edu-loan",
    "services/new",
    "departments",
    "departments/education",
    "departments/education/windows/education-county",
    "departments/education/windows/new",
    "bulk",
    "changes",
    "upkeep",
    "figures",
    "referrals?code=1234",
    "accounts",
    "password",
)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a console whose content the tests may change."""
    with serve_console(tmp_path_factory.mktemp("console")) as served:
        yield served


@pytest.fixture(scope="module")
def session(browser: Browser, console: str) -> StorageState:
    """The cookies of the director, who signs in once: the door holds up crowds."""
    context = browser.new_context(base_url=console, locale="zh-CN")
    context.set_default_timeout(15_000)
    sign_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=SCREENS)
def clerk(browser: Browser, console: str, session: StorageState, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser in which the director is signed in; nothing may go wrong in its scripts or against its policy."""
    faults: list[str] = []
    context = browser.new_context(
        base_url=console, viewport=SCREENS[request.param], locale="zh-CN", storage_state=session
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    page.goto("/staff/queue")
    yield page
    context.close()
    assert faults == []


def sign_in(page: Page) -> None:
    page.goto("/staff")
    page.get_by_label("名字").fill("主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="待办")).to_be_visible()


def teach(clerk: Page) -> None:
    """Add the missed question to a service, and publish that."""
    clerk.goto("/staff/queue?state=all")
    clerk.get_by_role("link", name=MISSED).click()
    clerk.get_by_label("是别的服务").fill("edu-loan 生源地助学贷款")
    clerk.get_by_role("button", name="先看会怎样").first.click()
    expect(clerk.get_by_role("heading", name="发布以前先看")).to_be_visible()
    expect(clerk.locator(".diff .new")).to_contain_text([MISSED])
    clerk.get_by_role("button", name="发布，马上生效").click()
    expect(clerk.get_by_role("status")).to_contain_text("已经生效")


def answer_to(console: str, question: str) -> list[str]:
    reply = httpx.post(f"{console}/api/ask", json={"q": question}, timeout=20).json()
    return list(reply["services"])


def test_miss_becomes_a_live_answer_and_is_taken_back(clerk: Page, console: str) -> None:
    assert answer_to(console, MISSED) == []
    teach(clerk)
    assert answer_to(console, MISSED) == ["edu-loan"]
    clerk.get_by_role("button", name="撤回这次改动").click()
    expect(clerk.get_by_role("status")).to_contain_text("撤回了")
    assert answer_to(console, MISSED) == []


def test_no_page_is_wider_than_the_screen(clerk: Page) -> None:
    for name in PAGES:
        clerk.goto(f"/staff/{name}")
        assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_every_page_works_without_javascript(browser: Browser, console: str, session: StorageState) -> None:
    context = browser.new_context(
        base_url=console, viewport=SCREENS["phone"], java_script_enabled=False, storage_state=session
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    for name in (*PAGES, "audit"):
        page.goto(f"/staff/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.goto("/staff/queue")
    page.get_by_role("checkbox", name=MISSED).check()
    page.get_by_label("原因", exact=True).last.fill("试一试")
    page.get_by_role("button", name="不用管").click()
    expect(page.get_by_role("status")).to_contain_text("处理好了")
    page.goto("/staff/queue?state=dismissed")
    page.get_by_role("checkbox", name=MISSED).check()
    page.get_by_role("button", name="放回待办").click()
    page.goto(f"/staff/queue?text={MISSED[:2]}&channel=web")
    expect(page.get_by_role("link", name=MISSED)).to_be_visible()
    page.goto("/staff/services/edu-loan")
    page.get_by_label("加一条什么条件").select_option("age")
    page.get_by_role("button", name="加一条").click()
    expect(page.get_by_role("group", name="第 1 条")).to_be_visible()
    page.get_by_text("在第 1 组里再加").click()
    page.get_by_role("button", name="在里面另开一小组").click()
    expect(page.get_by_role("group", name="第 1.1 组")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_half_a_new_service_is_kept_and_gone_on_with(clerk: Page) -> None:
    clerk.goto("/staff/services/new")
    clerk.get_by_label("名称", exact=True).fill("校车只写了名字")
    clerk.get_by_role("button", name="先存着，以后接着写").click()
    expect(clerk.get_by_role("status")).to_contain_text("存好了")
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert label_faults(clerk) + id_faults(clerk) + colour_faults(clerk) == []
    clerk.get_by_role("link", name="校车只写了名字").click()
    expect(clerk.get_by_label("名称", exact=True)).to_have_value("校车只写了名字")
    clerk.goto("/staff/changes")
    clerk.get_by_role("button", name="不要了").click()
    expect(clerk.get_by_role("status")).to_contain_text("不要了")


def test_leaving_a_long_form_with_something_typed_is_asked_first(clerk: Page) -> None:
    clerk.goto("/staff/services/edu-loan")
    clerk.get_by_label("给谁", exact=True).fill("打了很久")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    clerk.on("dialog", stay)
    clerk.get_by_role("link", name="待办").click()
    clerk.wait_for_url("**/staff/queue")
    assert asked == ["beforeunload"]


def test_who_asked_in_a_browser_finds_the_answer_on_top_once(clerk: Page, browser: Browser, console: str) -> None:
    resident = browser.new_context(base_url=console, viewport=SCREENS["phone"], java_script_enabled=False).new_page()
    resident.set_default_timeout(15_000)
    resident.goto("/")
    resident.get_by_role("textbox").fill(MISSED)
    resident.get_by_role("button", name="发送").click()
    resident.get_by_role("button", name="有答案了告诉我").click()
    expect(resident.get_by_text("这个浏览器").first).to_be_visible()
    teach(clerk)
    resident.goto("/")
    expect(resident.get_by_role("region", name="你以前问的，有答案了")).to_contain_text("生源地助学贷款")
    assert resident.evaluate("document.documentElement.scrollWidth <= innerWidth")
    resident.goto("/")
    expect(resident.get_by_role("region", name="你以前问的，有答案了")).to_have_count(0)
    clerk.get_by_role("button", name="撤回这次改动").click()
    resident.context.close()


def test_window_that_was_asked_is_what_residents_hear(clerk: Page, console: str) -> None:
    clerk.goto("/staff/departments/education/windows/education-county")
    clerk.get_by_label("地址").fill("政务中心五楼")
    clerk.get_by_role("button", name="先看会怎样").click()
    expect(clerk.get_by_role("heading", name="发布以前先看")).to_be_visible()
    clerk.get_by_role("button", name="发布，马上生效").click()
    expect(clerk.get_by_role("status")).to_contain_text("已经生效")
    assert "政务中心五楼" in httpx.post(f"{console}/api/ask", json={"q": "教育局在哪"}, timeout=20).json()["text"]
    clerk.get_by_role("button", name="撤回这次改动").click()
    expect(clerk.get_by_role("status")).to_contain_text("撤回了")


def test_new_condition_is_looked_at_on_people_before_it_goes_on(clerk: Page) -> None:
    clerk.goto("/staff/services/edu-loan")
    clerk.get_by_label("加一条什么条件").select_option("age")
    clerk.get_by_role("button", name="加一条").click()
    clerk.get_by_label("最低").fill("18")
    clerk.get_by_role("button", name="先看会怎样").last.click()
    expect(clerk.get_by_role("heading", name="照这个条件，这些人会怎样")).to_be_visible()
    clerk.get_by_label("对，就是这样").check()
    clerk.get_by_role("button", name="先看会怎样").last.click()
    expect(clerk.get_by_role("heading", name="发布以前先看")).to_be_visible()
    expect(clerk.locator(".diff .new").first).to_be_visible()
    clerk.get_by_role("button", name="不要了").click()


def test_figures_are_printed_without_the_menu(clerk: Page) -> None:
    clerk.goto("/staff/figures")
    clerk.emulate_media(media="print")
    expect(clerk.get_by_role("navigation")).to_have_count(0)
    expect(clerk.get_by_role("heading", name="数据")).to_be_visible()


def test_every_page_can_be_read_and_used_by_everybody(clerk: Page) -> None:
    for name in PAGES:
        clerk.goto(f"/staff/{name}")
        assert label_faults(clerk) + id_faults(clerk) + colour_faults(clerk) == [], name


def test_questions_are_tried_and_sent_as_a_file(clerk: Page) -> None:
    clerk.goto("/staff/bulk")
    clerk.get_by_label("问题 一行一句").fill(f"{MISSED}\n助学贷款咋申请\n" + "村卫生室在哪\n" * 200)
    clerk.get_by_role("button", name="试一试").click()
    expect(clerk.get_by_role("status")).to_contain_text("202 句都试了")
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert label_faults(clerk) + id_faults(clerk) + colour_faults(clerk) == []
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="存成 Excel").click()
    assert download.value.suggested_filename == "trial.xlsx"


def test_workbook_is_changed_and_given_back(clerk: Page) -> None:
    def change(book: Workbook) -> None:
        book[PHRASINGS].append(["edu-loan", "ask", "屋头供不起娃念大学"])

    clerk.goto("/staff/bulk")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="存成 Excel").click()
    data = changed(download.value.path().read_bytes(), change)
    book: FilePayload = {"name": "服务.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    clerk.get_by_label("改好的文件").set_input_files(book)
    clerk.get_by_role("button", name="先看会怎样").click()
    expect(clerk.locator(".diff .new")).to_contain_text(["屋头供不起娃念大学"])


def test_queue_is_worked_by_keyboard(clerk: Page) -> None:
    clerk.goto("/staff/queue?state=all")
    clerk.keyboard.press("j")
    clerk.keyboard.press("x")
    expect(clerk.locator("input[name=group]").first).to_be_checked()
    clerk.keyboard.press("/")
    expect(clerk.locator("[data-search]")).to_be_focused()
    clerk.keyboard.type("xj")
    expect(clerk.locator("[data-search]")).to_have_value("xj")
    expect(clerk.locator("input[name=group]").first).to_be_checked()
    clerk.locator(".group .asked").first.focus()
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("heading", name=MISSED)).to_be_visible()


def test_long_edit_comes_back_after_a_new_sign_in(clerk: Page) -> None:
    clerk.goto("/staff/services/edu-loan")
    clerk.get_by_label("回答", exact=False).nth(0).fill("打了很久的新回答")
    clerk.context.clear_cookies(name="staff")
    clerk.get_by_role("button", name="先看会怎样").click()
    expect(clerk.get_by_text("您刚才写的都还在")).to_be_visible()
    clerk.get_by_label("名字").fill("主任")
    clerk.get_by_label("密码").fill(PASSWORD)
    clerk.get_by_role("button", name="登录").click()
    expect(clerk.get_by_role("status")).to_contain_text("都在")
    assert "打了很久的新回答" in clerk.content()
