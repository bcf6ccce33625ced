"""The page of a one-trip card over HTTP, with a desk that knows one card."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest

from bot.channels.web_card import LONGEST_ADDRESS, draw_qr
from bot.database import StoreError
from bot.messages import Card
from handlers.turn import Block, Style
from knowledge.content import read_content
from knowledge.models import Content
from tests.bot.channels import test_web
from tests.bot.channels.test_web import CONTENT, SCRIPT, SHEET, RoteDesk, open_client

PATH = "/card/12345671"


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)[0]


@pytest.fixture
def desk(content: Content) -> RoteDesk:
    return RoteDesk(content)


@pytest.fixture
async def client(desk: RoteDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(desk) as opened:
        yield opened


Show = Callable[[Card], None]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Let the desk's one card be another."""
    return lambda card: monkeypatch.setattr(test_web, "SHEET", card)


async def test_a_card_is_opened_by_its_code(client: httpx.AsyncClient) -> None:
    response = await client.get(PATH)
    assert response.status_code == 200
    for shown in ("<h1>办事单：一共1件事</h1>", "先去：县教育局", "1234-5671", "60天"):
        assert shown in response.text


async def test_a_card_can_be_opened_by_the_code_as_printed(client: httpx.AsyncClient) -> None:
    assert (await client.get("/card/1234-5671")).status_code == 200


async def test_the_page_knows_nobody(client: httpx.AsyncClient) -> None:
    response = await client.get(PATH)
    assert "set-cookie" not in response.headers
    assert response.headers["cache-control"] == "no-store"


async def test_what_a_card_says_is_only_shown(client: httpx.AsyncClient) -> None:
    page = (await client.get(PATH)).text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


async def test_numbers_can_be_tapped(client: httpx.AsyncClient) -> None:
    assert 'href="tel:12345"' in (await client.get(PATH)).text


async def test_a_missing_card_tells_how_to_get_a_new_one(client: httpx.AsyncClient, content: Content) -> None:
    response = await client.get("/card/87654321")
    assert response.status_code == 404
    assert content.messages["trip.page_gone"] in response.text


@pytest.mark.parametrize("path", ["/card/%3Cscript%3E", "/card/..%2f..%2fetc", "/card/" + "9" * 2000, "/card/%ff"])
async def test_a_strange_code_is_a_missing_card(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_store_that_fails_is_said_plainly(client: httpx.AsyncClient, desk: RoteDesk, content: Content) -> None:
    desk.fault = StoreError("数据库用不了：/srv/onewindow.db")
    response = await client.get(PATH)
    assert response.status_code == 503
    assert content.messages["trip.page_trouble"].partition("。")[0] in response.text
    assert "onewindow.db" not in response.text


async def test_nobody_tries_all_codes(desk: RoteDesk) -> None:
    async with open_client(desk, messages_per_minute=1) as client:
        statuses = [(await client.get(f"/card/{number}")).status_code for number in range(12)]
    assert statuses[-1] == 429


async def test_the_page_names_the_address_of_the_settings(client: httpx.AsyncClient, show: Show) -> None:
    show(replace(SHEET, address="https://yichuang.example.cn/card/12345671"))
    assert "https://yichuang.example.cn/card/12345671" in (await client.get(PATH)).text


async def test_the_page_names_its_own_address_where_the_settings_name_none(client: httpx.AsyncClient) -> None:
    assert "http://window.test/card/12345671" in (await client.get(PATH)).text


async def test_a_long_card_is_printed_in_smaller_type(client: httpx.AsyncClient, show: Show) -> None:
    assert 'class="page sheet"' in (await client.get(PATH)).text
    show(replace(SHEET, blocks=(Block(Style.TITLE, "办事单"), Block(Style.NOTE, "长" * 1200))))
    assert 'class="page sheet long"' in (await client.get(PATH)).text


@pytest.mark.parametrize(("back", "to"), [(PATH, PATH), ("/card/../staff", "/"), ("//evil.example/card/12345671", "/")])
async def test_a_change_of_type_size_comes_back_to_the_card(client: httpx.AsyncClient, back: str, to: str) -> None:
    response = await client.post("/size", data={"size": "large", "back": back})
    assert response.headers["location"] == to


async def test_a_card_in_the_chat_leads_to_its_page(client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"text": "列个单子"}, headers={"X-Partial": "1"})
    assert f'href="{PATH}"' in page.text
    assert 'value="drop:soc-dibao"' in page.text


def test_a_qr_code_is_drawn_without_style_or_script() -> None:
    drawn = draw_qr("https://yichuang.example.cn/card/12345671")
    assert drawn is not None
    assert re.fullmatch(r"<svg [^<>]*>(?:<path [^<>]*/>)+</svg>", drawn)
    assert "style" not in drawn


def test_an_address_too_long_for_a_phone_is_not_drawn() -> None:
    assert draw_qr("https://" + "x" * LONGEST_ADDRESS) is None
