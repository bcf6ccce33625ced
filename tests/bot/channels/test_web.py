"""The web chat over HTTP, with a desk that answers by rote."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from bot.channels.http_guard import MOST_BODY_BYTES, SECURITY_HEADERS
from bot.channels.web import create_web_app
from bot.database import StoreError
from bot.messages import Card, Exchange, Incoming
from handlers.turn import Block, Button, Kind, Reply, Style
from knowledge.content import read_content
from knowledge.models import Content
from knowledge.trip.referral import Matter, Referral

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
SERVICE = "edu-highschool-waiver"
SCRIPT = '<script>alert("x")</script>'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

CARD = Reply(
    kind=Kind.ANSWER,
    blocks=(
        Block(Style.TITLE, "高中免学费"),
        Block(Style.TEXT, "每学期免800元，门诊报120元。"),
        Block(Style.LIST, "要带的", ("户口本", "打12345问")),
        Block(Style.NOTE, "出处：第三章"),
    ),
    services=(SERVICE,),
    buttons=(
        Button("在哪办", f"detail:{SERVICE}:where"),
        Button("助学贷款", "show:edu-student-loan"),
        Button("有用", f"useful:{SERVICE}"),
        Button("不是这个", f"useless:{SERVICE}"),
    ),
)
CHOICE = Reply(
    kind=Kind.CHOOSE,
    blocks=(Block(Style.CHOICE, "哪一个？", ("低保金", "高龄补贴", "都不是")),),
    options=("soc-dibao", "svc-elder-subsidy"),
    buttons=(
        Button("低保金", "show:soc-dibao"),
        Button("高龄补贴", "show:svc-elder-subsidy"),
        Button("都不是", "neither"),
    ),
)
DANGER = Reply(
    kind=Kind.URGENT,
    blocks=(Block(Style.ALARM, "先打电话：119（消防救援）、120（救护车）"), Block(Style.TEXT, "先离开屋子。")),
    numbers=("119", "120"),
)
LISTED = Reply(
    kind=Kind.DETAIL,
    blocks=(Block(Style.TITLE, "办事单"),),
    services=(SERVICE, "soc-dibao"),
    buttons=(Button("不办：低保", "drop:soc-dibao"),),
    referral=Referral((Matter(SERVICE, "education"),), code="12345671"),
)
SHEET = Card(
    "1234-5671",
    (
        Block(Style.TITLE, "办事单：一共1件事"),
        Block(Style.LIST, "先去哪里", ("先去：县教育局", SCRIPT)),
        Block(Style.NOTE, "先打12345问一声"),
    ),
    address="",
    days_kept=60,
)
REPLIES = {"高中": CARD, "补贴": CHOICE, "着火了": DANGER, "列个单子": LISTED}


@dataclass
class RoteDesk:
    """Answers by `REPLIES`, each message id once, and remembers everything."""

    content: Content
    """What the pages take their words from."""
    fault: Exception | None = None
    """Raised by every call, when set."""
    asked: list[Incoming] = field(default_factory=list)
    """Messages answered, without repetitions."""
    exchanges: dict[str, list[Exchange]] = field(default_factory=dict)
    """By address."""
    news: dict[str, list[Reply]] = field(default_factory=dict)
    """Answers that came since, by address."""

    async def respond(self, incoming: Incoming) -> Reply:
        await self.check_ready()
        reply = REPLIES.get(incoming.text) or Reply(Kind.HANDOFF, (Block(Style.TEXT, f"答：{incoming.text}"),))
        if incoming.external_id not in {before.external_id for before in self.asked}:
            self.asked.append(incoming)
            exchange = Exchange(incoming.text, incoming.action, reply)
            self.exchanges.setdefault(incoming.address, []).append(exchange)
        return reply

    async def history(self, _channel: str, address: str) -> list[Exchange]:
        await self.check_ready()
        return list(self.exchanges.get(address, ()))

    async def take_news(self, _channel: str, address: str) -> list[Reply]:
        await self.check_ready()
        return self.news.pop(address, [])

    async def open_card(self, typed: str) -> Card | None:
        await self.check_ready()
        return SHEET if typed in ("12345671", "1234-5671") else None

    async def open_results(self, _channel: str, address: str) -> tuple[Block, ...]:
        await self.check_ready()
        shown = [exchange.reply.blocks for exchange in self.exchanges.get(address, ()) if exchange.reply.has_page]
        return shown[-1] if shown else ()

    async def check_ready(self) -> None:
        if self.fault is not None:
            raise self.fault


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)[0]


@pytest.fixture
def desk(content: Content) -> RoteDesk:
    return RoteDesk(content)


def open_client(
    desk: RoteDesk, messages_per_minute: int = 30, address: str = "http://window.test"
) -> httpx.AsyncClient:
    app = create_web_app(desk, messages_per_minute)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.7", 4711))
    return httpx.AsyncClient(transport=transport, base_url=address)


@pytest.fixture
async def client(desk: RoteDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(desk) as opened:
        yield opened


async def ask(client: httpx.AsyncClient, text: str = "高中", **fields: str) -> httpx.Response:
    """Type a question on the page, as a browser without JavaScript sends it."""
    page = await client.get("/")
    return await client.post("/ask", data={"text": text, "nonce": nonce_of(page), **fields})


async def page_after(client: httpx.AsyncClient, text: str) -> str:
    await ask(client, text)
    return (await client.get("/")).text


def nonce_of(page: httpx.Response) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', page.text)
    assert found
    return found[1]


def box_of(page: httpx.Response) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


# The page


async def test_home_greets_and_offers_examples(client: httpx.AsyncClient, content: Content) -> None:
    page = (await client.get("/")).text
    assert content.messages["common.start"] in page
    examples = content.messages["web.examples"].split("|")
    assert len(re.findall(r'<button name="text" value="', page)) == len(examples) >= 3


async def test_page_says_its_language_and_holds_no_inline_code(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "高中")
    assert '<html lang="zh-CN">' in page
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", page)


async def test_every_address_on_the_page_is_our_own(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "高中")
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(("/", "#", "tel:")) for address in addresses)


async def test_visitor_cookie_lasts_a_session_and_hides_from_scripts(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/")).headers["set-cookie"].lower()
    assert re.match(r"visitor=[0-9a-f]{32};", cookie)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert not re.search(r"max-age|expires|secure", cookie)


async def test_visitor_cookie_is_secure_on_https(desk: RoteDesk) -> None:
    async with open_client(desk, address="https://window.test") as client:
        assert "secure" in (await client.get("/")).headers["set-cookie"].lower()


async def test_cookie_of_a_strange_shape_is_replaced(client: httpx.AsyncClient) -> None:
    page = await client.get("/", headers={"Cookie": "visitor=../../etc"})
    assert re.match(r"visitor=[0-9a-f]{32};", page.headers["set-cookie"])


# Asking


async def test_question_is_answered_on_the_page_after_a_redirect(client: httpx.AsyncClient) -> None:
    answer = await ask(client, "高中")
    assert (answer.status_code, answer.headers["location"]) == (303, "/#last")
    page = (await client.get("/")).text
    assert "<h2>高中免学费</h2>" in page
    assert 'id="last"' in page


async def test_question_reaches_the_desk_as_the_visitors(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, "高中")
    message = desk.asked[0]
    assert (message.channel, message.text, message.action) == ("web", "高中", "")
    assert message.address == client.cookies["visitor"]


async def test_same_form_sent_twice_is_answered_once(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    data = {"text": "高中", "nonce": nonce_of(await client.get("/"))}
    for _ in range(2):
        assert (await client.post("/ask", data=data)).status_code == 303
    assert len(desk.asked) == 1


async def test_another_question_from_an_old_page_is_answered(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    nonce = nonce_of(await client.get("/"))
    for text in ("高中", "补贴"):
        await client.post("/ask", data={"text": text, "nonce": nonce})
    assert [message.text for message in desk.asked] == ["高中", "补贴"]


async def test_same_question_from_a_new_page_is_asked_again(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, "高中")
    await ask(client, "高中")
    assert len(desk.asked) == 2


async def test_nonce_of_one_visitor_shows_nothing_to_another(desk: RoteDesk) -> None:
    async with open_client(desk) as first, open_client(desk) as second:
        nonce = nonce_of(await first.get("/"))
        await second.get("/")
        for client in (first, second):
            await client.post("/ask", data={"text": "高中", "nonce": nonce})
    assert len({message.address for message in desk.asked}) == 2


async def test_pressed_button_reaches_the_desk_and_shows_its_label(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, text="", action=f"detail:{SERVICE}:where")
    assert (desk.asked[0].text, desk.asked[0].action) == ("", f"detail:{SERVICE}:where")
    assert "<bdi>在哪办</bdi>" in (await client.get("/")).text


async def test_multipart_form_is_read_as_well(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    page = await client.get("/")
    parts = {"text": (None, "高中"), "nonce": (None, nonce_of(page))}
    assert (await client.post("/ask", files=parts)).status_code == 303
    assert desk.asked[0].text == "高中"


async def test_uploaded_file_is_refused(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    assert (await client.post("/ask", files={"text": ("a.txt", b"x")})).status_code == 400
    assert not desk.asked


async def test_typed_markup_is_shown_as_text(client: httpx.AsyncClient) -> None:
    page = await page_after(client, SCRIPT)
    assert f"<bdi>{html.escape(SCRIPT).replace('&quot;', '&#34;')}</bdi>" in page
    assert "<script>alert" not in page


async def test_browser_without_cookies_gets_its_answer_at_once(client: httpx.AsyncClient, content: Content) -> None:
    answer = await client.post("/ask", data={"text": "高中", "nonce": "n"})
    assert answer.status_code == 200
    assert "<h2>高中免学费</h2>" in answer.text
    assert content.messages["web.no_cookie"] in answer.text


async def test_browser_without_cookies_is_answered_once(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    for _ in range(2):
        client.cookies.clear()
        answer = await client.post("/ask", data={"text": "高中", "nonce": "n"})
        assert "<h2>高中免学费</h2>" in answer.text
    assert len(desk.asked) == 1


async def test_address_of_the_form_leads_home(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ask")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# The piece of a page for our script


async def test_script_gets_the_new_exchange_only(client: httpx.AsyncClient) -> None:
    await ask(client, "补贴")
    answer = await client.post("/ask", data={"text": "高中", "nonce": "n"}, headers={"X-Partial": "1"})
    assert (answer.status_code, answer.headers["x-partial"]) == (200, "1")
    assert answer.text.count("<article") == 1
    assert "<html" not in answer.text
    assert "<h2>高中免学费</h2>" in answer.text


async def test_script_gets_a_fresh_nonce(client: httpx.AsyncClient) -> None:
    answers = [
        await client.post("/ask", data={"text": "高中", "nonce": "n"}, headers={"X-Partial": "1"}) for _ in range(2)
    ]
    nonces = {re.findall(r'data-nonce="([^"]+)"', answer.text)[0] for answer in answers}
    assert len(nonces) == 2


async def test_script_gets_a_sentence_when_nothing_is_kept(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    desk.fault = StoreError("locked")
    answer = await client.post("/ask", data={"text": "高中", "nonce": "n"}, headers={"X-Partial": "1"})
    assert (answer.status_code, answer.headers["x-partial"]) == (503, "1")
    assert answer.text.strip().startswith('<p class="problem">')


# How a reply looks


async def test_card_shows_lists_notes_and_tappable_hotline(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "高中")
    assert "<li>户口本</li>" in page
    assert '<p class="note">出处：第三章</p>' in page
    assert '打<a class="tel" href="tel:12345">12345</a>问' in page


async def test_figure_that_looks_like_an_emergency_number_is_no_link(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "高中")
    assert "门诊报120元" in page


async def test_alarm_numbers_are_big_links_with_their_names(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "着火了")
    alarm = page[page.index('<div class="alarm">') :]
    assert '<a class="call" href="tel:119"><b>119</b> <span>消防救援</span></a>' in alarm
    assert alarm.index("先打电话") < alarm.index("tel:119") < alarm.index("tel:120")


async def test_choice_shows_each_option_once_as_a_button(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "补贴")
    assert '<button class="choice" name="action" value="show:soc-dibao">低保金</button>' in page
    assert page.count("高龄补贴") == 1
    assert 'value="neither">都不是</button>' in page


async def test_choice_left_behind_stays_readable_without_buttons(client: httpx.AsyncClient) -> None:
    await ask(client, "补贴")
    page = await page_after(client, "高中")
    assert '<span class="choice">低保金</span>' in page
    assert 'value="show:soc-dibao"' not in page


async def test_only_the_last_reply_has_buttons(client: httpx.AsyncClient) -> None:
    await ask(client, "高中")
    page = await page_after(client, "高中")
    assert page.count(f'value="detail:{SERVICE}:where"') == 1


async def test_feedback_comes_after_all_other_buttons(client: httpx.AsyncClient) -> None:
    page = await page_after(client, "高中")
    places = [page.index(f'value="{name}:') for name in ("detail", "show", "useful", "useless")]
    assert places == sorted(places)


async def test_answer_without_a_title_has_a_heading_for_screen_readers(
    client: httpx.AsyncClient, content: Content
) -> None:
    page = await page_after(client, "别的事")
    assert f'<h2 class="unseen">{content.messages["web.answered"]}</h2>' in page


# Type size


async def test_large_type_is_switched_on_and_off_without_script(client: httpx.AsyncClient) -> None:
    answer = await client.post("/size", data={"size": "large", "back": "/privacy"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/privacy")
    large = (await client.get("/")).text
    assert '<html lang="zh-CN" class="large">' in large
    assert 'aria-pressed="true"' in large
    await client.post("/size", data={"size": "normal"})
    assert 'class="large"' not in (await client.get("/")).text


async def test_size_switch_never_leads_to_another_site(client: httpx.AsyncClient) -> None:
    answer = await client.post("/size", data={"size": "large", "back": "//evil.example/"})
    assert answer.headers["location"] == "/"


# Privacy


async def test_privacy_page_tells_what_the_desk_says(client: httpx.AsyncClient) -> None:
    assert "答：/privacy" in (await client.get("/privacy")).text


async def test_privacy_page_is_asked_of_the_desk_once(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    for _ in range(3):
        await client.get("/privacy")
    assert len(desk.asked) == 1


async def test_privacy_page_leaves_the_conversation_alone(client: httpx.AsyncClient) -> None:
    await client.get("/")
    await client.get("/privacy")
    assert "/privacy</bdi>" not in (await client.get("/")).text


async def test_forgetting_asks_first(client: httpx.AsyncClient, desk: RoteDesk, content: Content) -> None:
    page = (await client.get("/forget")).text
    assert content.messages["web.forget_ask"] in page
    assert not desk.asked


async def test_forgetting_tells_the_desk_and_drops_the_cookie(
    client: httpx.AsyncClient, desk: RoteDesk, content: Content
) -> None:
    await ask(client)
    visitor = client.cookies["visitor"]
    page = await client.post("/forget")
    assert content.messages["common.forgotten"] in page.text
    assert (desk.asked[-1].text, desk.asked[-1].address) == ("/forget", visitor)
    assert "visitor" not in client.cookies


async def test_forgetting_a_stranger_asks_nothing_of_the_desk(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    assert (await client.post("/forget")).status_code == 200
    assert not desk.asked


# JSON


async def test_api_returns_the_reply_of_the_contract(client: httpx.AsyncClient) -> None:
    reply = (await client.post("/api/ask", json={"q": "高中"})).json()
    assert set(reply) == {
        "q", "kind", "services", "options", "aspect", "numbers", "departments", "confidence", "text",
    }  # fmt: skip
    assert (reply["q"], reply["kind"], reply["services"]) == ("高中", "answer", [SERVICE])


async def test_api_keeps_one_conversation_for_each_user(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    for user in ("a", "a", 7):
        await client.post("/api/ask", json={"q": "高中", "user": user})
    assert [message.address for message in desk.asked] == ["api:a", "api:a", "api:7"]


async def test_api_without_user_starts_a_fresh_conversation(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    for _ in range(2):
        await client.post("/api/ask", json={"q": "高中"})
    first, second = (message.address for message in desk.asked)
    assert first != second


async def test_api_user_is_never_a_visitor_of_the_pages(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client)
    await client.post("/api/ask", json={"q": "高中", "user": client.cookies["visitor"]})
    assert desk.asked[0].address != desk.asked[1].address


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"", "web.api_json"),
        (b"{", "web.api_json"),
        (b"\xff\xfe", "web.api_json"),
        (b"[" * 60_000, "web.api_json"),
        (b'["q"]', "web.api_json"),
        (b"null", "web.api_json"),
        (b"{}", "web.api_q"),
        (b'{"q": 5}', "web.api_q"),
        (b'{"q": null}', "web.api_q"),
        (b'{"q": "a", "user": ["x"]}', "web.api_user"),
        (b'{"q": "a", "user": true}', "web.api_user"),
        (b'{"q": "a", "user": "' + b"x" * 100 + b'"}', "web.api_user"),
    ],
)
async def test_api_says_what_is_wrong_with_a_message(
    client: httpx.AsyncClient, content: Content, body: bytes, key: str
) -> None:
    answer = await client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"error": content.messages[key]})


async def test_api_survives_half_a_character(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = await client.post("/api/ask", content=b'{"q": "a\\ud83d"}', headers=headers)
    assert (answer.status_code, answer.json()["q"]) == (200, "a?")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_api_takes_nothing_that_a_foreign_form_can_send(
    client: httpx.AsyncClient, desk: RoteDesk, kind: str
) -> None:
    answer = await client.post("/api/ask", content=b'{"q": "a"}', headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert not desk.asked


async def test_api_refuses_another_method_in_json(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/ask")
    assert (answer.status_code, list(answer.json())) == (405, ["error"])
    assert answer.headers["allow"] == "POST"


# Too much


async def too_much() -> AsyncIterator[bytes]:
    for _ in range(20):
        yield b"x" * 4096


@pytest.mark.parametrize("path", ["/ask", "/api/ask", "/size"])
async def test_body_over_the_limit_is_refused(client: httpx.AsyncClient, desk: RoteDesk, path: str) -> None:
    kind = "application/json" if path == "/api/ask" else FORM["Content-Type"]
    answer = await client.post(path, content=b"x" * (MOST_BODY_BYTES + 1), headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert not desk.asked


async def test_body_of_unsaid_length_is_stopped_on_the_way(client: httpx.AsyncClient, content: Content) -> None:
    answer = await client.post("/ask", content=too_much(), headers=FORM)
    assert answer.status_code == 413
    assert content.messages["web.too_big"] in answer.text


async def test_body_at_the_limit_is_taken(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await client.get("/")
    body = urlencode({"nonce": "n", "text": ""}).encode()
    answer = await client.post("/ask", content=body + b"x" * (MOST_BODY_BYTES - len(body)), headers=FORM)
    assert answer.status_code == 303
    assert len(desk.asked) == 1


async def test_ten_thousand_characters_typed_on_the_page_are_taken(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    page = await client.get("/")
    parts = {"text": (None, "我" * 10_000), "nonce": (None, nonce_of(page))}
    assert (await client.post("/ask", files=parts)).status_code == 303
    assert len(desk.asked[0].text) == 10_000


async def test_flood_of_a_visitor_is_slowed_and_the_text_stays(desk: RoteDesk, content: Content) -> None:
    async with open_client(desk, messages_per_minute=2) as client:
        answers = [await ask(client, "高中") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert content.messages["common.too_fast"].split("。")[0] in answers[2].text
    assert 'href="tel:120"' in answers[2].text
    assert box_of(answers[2]) == "高中"
    assert len(desk.asked) == 2


async def test_flood_of_one_visitor_leaves_another_alone(desk: RoteDesk) -> None:
    async with open_client(desk, messages_per_minute=1) as client:
        await ask(client)
        assert (await ask(client)).status_code == 429
        client.cookies.clear()
        assert (await ask(client)).status_code == 303


async def test_browsers_without_cookies_do_not_count_as_one(desk: RoteDesk) -> None:
    async with open_client(desk, messages_per_minute=1) as client:
        for _ in range(3):
            client.cookies.clear()
            assert (await client.post("/ask", data={"text": "高中"})).status_code == 200


async def test_flood_of_an_address_is_slowed_whoever_it_says_it_is(desk: RoteDesk) -> None:
    async with open_client(desk, messages_per_minute=1) as client:
        answers = [await client.post("/api/ask", json={"q": "a"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert list(answers[10].json()) == ["error"]


# Other sites


@pytest.mark.parametrize("path", ["/ask", "/forget", "/size"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_form_of_another_site_is_refused(
    client: httpx.AsyncClient, desk: RoteDesk, content: Content, path: str, headers: dict[str, str]
) -> None:
    answer = await client.post(path, data={"text": "高中"}, headers=headers)
    assert answer.status_code == 403
    assert content.messages["web.cross_site"] in answer.text
    assert not desk.asked


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://window.test"},
        {"Origin": "null"},
        {},
    ],
)
async def test_form_of_our_own_page_is_taken(
    client: httpx.AsyncClient, desk: RoteDesk, headers: dict[str, str]
) -> None:
    await client.get("/")
    await client.post("/ask", data={"text": "高中"}, headers=headers)
    assert len(desk.asked) == 1


# Failures


@pytest.mark.parametrize("path", ["/", "/privacy"])
async def test_pages_say_when_the_store_is_away(
    client: httpx.AsyncClient, desk: RoteDesk, content: Content, path: str
) -> None:
    await client.get("/")
    desk.fault = StoreError("secret/file.db is locked")
    answer = await client.get(path)
    assert answer.status_code == 503
    assert html.escape(content.messages["common.not_kept"]).split("12345")[0] in answer.text
    assert "secret" not in answer.text


async def test_question_that_was_not_kept_stays_in_the_box(
    client: httpx.AsyncClient, desk: RoteDesk, content: Content
) -> None:
    await client.get("/")
    desk.fault = StoreError("locked")
    answer = await client.post("/ask", data={"text": "高中", "nonce": "n"})
    assert answer.status_code == 503
    assert content.messages["common.not_kept"].split("12345")[0] in answer.text
    assert box_of(answer) == "高中"


async def test_api_says_when_the_store_is_away(client: httpx.AsyncClient, desk: RoteDesk, content: Content) -> None:
    desk.fault = StoreError("locked")
    answer = await client.post("/api/ask", json={"q": "高中"})
    assert (answer.status_code, answer.json()) == (503, {"error": content.messages["common.not_kept"]})


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("POST", "/ask"), ("GET", "/privacy"), ("POST", "/api/ask")]
)
async def test_fault_of_ours_is_a_plain_sentence(
    client: httpx.AsyncClient, desk: RoteDesk, content: Content, method: str, path: str
) -> None:
    await client.get("/")
    desk.fault = RuntimeError("boom")
    body = {"json": {"q": "a"}} if path == "/api/ask" else {}
    answer = await client.request(method, path, **body)  # type: ignore[arg-type]  # httpx types each option apart
    assert answer.status_code == 500
    assert content.messages["web.failed"].split("12345")[0] in answer.text
    assert not re.search(r"boom|Traceback|RuntimeError", answer.text)


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.css", "/static/../web.py", "/ask/"])
async def test_wrong_address_is_told_plainly(client: httpx.AsyncClient, content: Content, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert content.messages["web.not_found"] in answer.text


# Around


@pytest.mark.parametrize(("path", "status"), [("/livez", 200), ("/readyz", 200), ("/robots.txt", 200)])
async def test_plain_addresses_answer(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


async def test_robots_are_asked_to_stay_away(client: httpx.AsyncClient) -> None:
    assert "Disallow: /\n" in (await client.get("/robots.txt")).text


async def test_ready_says_in_one_line_that_it_is_not(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    desk.fault = StoreError("/data/secret.db")
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert len(answer.text.splitlines()) == 1
    assert "secret" not in answer.text
    assert (await client.get("/livez")).status_code == 200


ROUTES = [
    ("GET", "/"), ("POST", "/ask"), ("GET", "/ask"), ("POST", "/api/ask"), ("GET", "/api/ask"), ("POST", "/size"),
    ("GET", "/privacy"), ("GET", "/forget"), ("POST", "/forget"), ("GET", "/livez"), ("GET", "/readyz"),
    ("GET", "/robots.txt"), ("GET", "/static/chat.css"), ("GET", "/static/chat.js"), ("GET", "/static/icon.svg"),
    ("GET", "/nothing"), ("DELETE", "/"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("fault", [None, StoreError("away"), RuntimeError("boom")])
async def test_every_response_carries_the_security_headers(
    client: httpx.AsyncClient, desk: RoteDesk, method: str, path: str, fault: Exception | None
) -> None:
    await client.get("/")
    desk.fault = fault
    answer = await client.request(method, path)
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    is_static = path.startswith("/static/")
    assert ("no-store" in answer.headers["cache-control"]) is not is_static


async def test_policy_lets_in_nothing_but_our_own_files(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/")).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    sources = {source for part in policy.split("; ") for source in part.split(" ")[1:]}
    assert sources == {"'none'", "'self'"}


async def test_static_files_of_the_page_exist(client: httpx.AsyncClient) -> None:
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', (await client.get("/")).text)
    assert len(set(addresses)) == 4
    for address in addresses:
        assert (await client.get(html.unescape(address))).status_code == 200


async def test_answer_that_came_since_stands_above_all_once(client: httpx.AsyncClient, desk: RoteDesk) -> None:
    await ask(client, "没人答得上的")
    visitor = client.cookies["visitor"]
    desk.news[visitor] = [CARD]
    desk.exchanges[visitor].append(Exchange("", "", CARD))
    page = (await client.get("/")).text
    assert page.index("你以前问的，有答案了") < page.index('class="intro"')
    assert page.count(CARD.blocks[0].text) == 1
    assert page.count('id="last"') == 1
    again = (await client.get("/")).text
    assert "你以前问的，有答案了" not in again
    assert again.index('class="intro"') < again.index(CARD.blocks[0].text)


async def test_browser_that_waits_for_an_answer_is_known_for_longer(client: httpx.AsyncClient) -> None:
    first = await ask(client, "没人答得上的")
    assert "set-cookie" not in first.headers
    waiting = await ask(client, "", action="tell")
    assert f"visitor={client.cookies['visitor']}" in waiting.headers["set-cookie"]
    assert "Max-Age=15552000" in waiting.headers["set-cookie"]
