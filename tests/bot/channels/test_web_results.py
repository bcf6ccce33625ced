"""The page of what a person may get over HTTP, with a desk that knows one visitor's results."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.web_view import group_buttons, opened_items
from bot.database import StoreError
from handlers.turn import Block, Button, Kind, Reply, Style
from knowledge.content import read_content
from knowledge.models import Content
from tests.bot.channels import test_web
from tests.bot.channels.test_web import CONTENT, SCRIPT, RoteDesk, ask, open_client

OPEN = Button("高中免学费", "show:edu-highschool-waiver")
LIST = Block(Style.LIST, "先去县教育局", (f"高中免学费——规划保证的。因为：{SCRIPT}",), (OPEN,))
RESULTS = Reply(
    Kind.SCREEN,
    (Block(Style.TITLE, "孩子可能享受得到的"), LIST),
    ("edu-highschool-waiver",),
    buttons=(OPEN,),
    has_page=True,
)


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)[0]


@pytest.fixture
def desk(content: Content, monkeypatch: pytest.MonkeyPatch) -> RoteDesk:
    monkeypatch.setitem(test_web.REPLIES, "看结果", RESULTS)
    return RoteDesk(content)


@pytest.fixture
async def client(desk: RoteDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(desk) as opened:
        yield opened


async def test_results_have_a_page_with_a_button_for_each(client: httpx.AsyncClient) -> None:
    await ask(client, "看结果")
    page = await client.get("/results")
    assert page.status_code == 200
    assert "<h1>孩子可能享受得到的</h1>" in page.text
    assert f'value="{OPEN.action}"' in page.text


async def test_a_button_of_the_page_is_a_question_in_the_chat(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, "看结果")
    response = await client.post("/ask", data={"action": OPEN.action, "nonce": "一"})
    assert response.headers["location"] == "/#last"
    assert desk.asked[-1].action == OPEN.action


async def test_results_in_the_chat_lead_to_their_page(client: httpx.AsyncClient) -> None:
    await ask(client, "看结果")
    assert 'href="/results"' in (await client.get("/")).text


async def test_each_service_is_opened_in_the_list_and_not_once_more_below(client: httpx.AsyncClient) -> None:
    await ask(client, "看结果")
    assert (await client.get("/")).text.count(f'value="{OPEN.action}"') == 1
    assert group_buttons(RESULTS).services == ()


async def test_nobody_sees_the_results_of_another(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, "看结果")
    async with open_client(desk) as stranger:
        assert (await stranger.get("/results")).status_code == 404
        stranger.cookies.set("visitor", "f" * 32)
        assert (await stranger.get("/results")).status_code == 404


async def test_without_results_it_is_told_how_to_get_them(client: httpx.AsyncClient, content: Content) -> None:
    page = await client.get("/results")
    assert page.status_code == 404
    assert content.messages["web.results_none"] in page.text


async def test_the_page_is_kept_by_no_browser(client: httpx.AsyncClient) -> None:
    await ask(client, "看结果")
    assert (await client.get("/results")).headers["cache-control"] == "no-store"


async def test_what_was_told_is_only_shown(client: httpx.AsyncClient) -> None:
    await ask(client, "看结果")
    page = (await client.get("/results")).text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


async def test_a_store_that_fails_is_said_plainly(client: httpx.AsyncClient, desk: RoteDesk, content: Content) -> None:
    await ask(client, "看结果")
    desk.fault = StoreError("数据库用不了：/srv/onewindow.db")
    page = await client.get("/results")
    assert page.status_code == 503
    assert content.messages["web.results_trouble"].partition("。")[0] in page.text
    assert "onewindow.db" not in page.text


async def test_a_change_of_type_size_comes_back_to_the_page(client: httpx.AsyncClient) -> None:
    response = await client.post("/size", data={"size": "large", "back": "/results"})
    assert response.headers["location"] == "/results"


def test_an_item_is_cut_behind_the_label_of_its_button() -> None:
    assert opened_items(LIST) == [(OPEN, f"规划保证的。因为：{SCRIPT}")]


def test_an_item_that_begins_otherwise_is_shown_whole() -> None:
    block = Block(Style.LIST, "", ("因为：念高中",), (OPEN,))
    assert opened_items(block) == [(OPEN, "因为：念高中")]
