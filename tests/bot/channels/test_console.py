"""Who gets through to which page of the console, over HTTP."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.routing import Route

from bot.channels.console import MOST_BODY_BYTES, Rooms, create_console_app, list_pages
from bot.channels.console_door import Door
from bot.channels.console_pages import ConsolePages
from bot.channels.console_routes import Gate, Page
from bot.channels.console_visit import csrf_token
from bot.channels.http_guard import SECURITY_HEADERS
from bot.staff.account_store import Account
from bot.staff.chat_links import redeem_code
from bot.staff.roles import Role
from bot.staff.unfinished import UnfinishedForms
from tests.bot.channels.console_site import PASSWORD, Site, field
from tests.bot.world import NOON, Clock

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def rooms(site: Site) -> Rooms:
    return site.rooms


@pytest.fixture
def client(site: Site) -> httpx.AsyncClient:
    return site.client


async def sign_in(client: httpx.AsyncClient, role: Role = Role.ADMIN, password: str = PASSWORD) -> httpx.Response:
    mark = field((await client.get("/staff/login")).text, "mark")
    return await client.post("/staff/login", data={"mark": mark, "name": f"某{role}", "password": password})


def table(rooms: Rooms) -> list[Page]:
    pages = ConsolePages(rooms.content, rooms.zone)
    gate = Gate(rooms.accounts, pages, [], UnfinishedForms(rooms.database, rooms.clock))
    return list_pages(rooms, pages, Door(rooms.accounts, pages, gate), gate)


def address_of(page: Page) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", "1", page.path)


def test_every_route_of_the_console_stands_in_the_table_or_at_the_door(rooms: Rooms) -> None:
    served = {(route.path, method) for route in routes_of(rooms) for method in route.methods or () if method != "HEAD"}
    guarded = {(page.path, page.method) for page in table(rooms)}
    assert served - guarded == {("/staff/login", "GET"), ("/staff/login", "POST")}
    assert guarded <= served


def routes_of(rooms: Rooms) -> list[Route]:
    """Return every route of the console as it is served."""
    routes = create_console_app(rooms).routes
    assert all(isinstance(route, Route) for route in routes)
    return [route for route in routes if isinstance(route, Route)]


@pytest.mark.parametrize("role", Role)
async def test_each_role_gets_the_least_it_needs(rooms: Rooms, role: Role) -> None:
    writing = {page.path for page in table(rooms) if page.method == "POST" and role.allows(page.role)}
    own = {"/staff/logout", "/staff/password", "/staff/link"}
    expected = {Role.VIEWER: own, Role.COUNTER: own | {"/staff/referrals"}}
    if role in expected:
        assert writing == expected[role]
    else:
        assert ("/staff/accounts" in writing) == (role is Role.ADMIN)


@pytest.mark.parametrize("role", [None, *Role])
async def test_each_page_is_open_to_its_role_and_those_above(
    client: httpx.AsyncClient, rooms: Rooms, role: Role | None
) -> None:
    for page in table(rooms):
        token = (await rooms.accounts.sign_in(f"某{role}", PASSWORD)).token if role else ""
        client.cookies.set("staff", token)
        data = {"csrf": csrf_token(token)} if page.method == "POST" else None
        answer = await client.request(page.method, address_of(page), data=data)
        if role is None:
            assert answer.status_code == 401, page
        else:
            assert (answer.status_code == 403) == (not role.allows(page.role)), (page, answer.status_code)
        assert answer.status_code < 500, page


async def test_no_form_is_taken_without_its_token(client: httpx.AsyncClient, rooms: Rooms) -> None:
    await sign_in(client)
    for page in table(rooms):
        if page.method == "POST":
            answer = await client.post(address_of(page), data={"csrf": "0" * 64, "name": "新人", "role": "admin"})
            assert answer.status_code in (200, 403, 404), page
    assert [account.name for account in await rooms.accounts.all()] == [f"某{role}" for role in Role]
    assert (await client.get("/staff/queue")).status_code == 200


async def test_form_of_another_session_does_nothing_and_comes_back_filled(
    client: httpx.AsyncClient, rooms: Rooms
) -> None:
    await sign_in(client)
    old = csrf_token(client.cookies["staff"])
    client.cookies.clear()
    await sign_in(client)
    answer = await client.post("/staff/accounts", data={"csrf": old, "name": "新来的", "role": "editor"})
    assert 'value="新来的"' in answer.text
    assert field(answer.text, "csrf") == csrf_token(client.cookies["staff"])
    assert len(await rooms.accounts.all()) == len(Role)


async def test_what_was_typed_survives_the_end_of_the_session(
    client: httpx.AsyncClient, rooms: Rooms, clock: Clock
) -> None:
    await sign_in(client)
    typed = {"csrf": csrf_token(client.cookies["staff"]), "name": '新来的"<b>', "role": "editor"}
    clock.now += timedelta(hours=2)
    door = await client.post("/staff/accounts", data=typed)
    assert door.status_code == 401
    names = ("mark", "path", "back", "kept")
    again = {name: field(door.text, name) for name in names} | {"name": "某admin", "password": "记错了的密码呀呀呀"}
    door = await client.post("/staff/login", data=again)
    assert door.status_code == 403
    again = {name: field(door.text, name) for name in names} | {"name": "某admin", "password": PASSWORD}
    filled = await client.post("/staff/login", data=again)
    assert field(filled.text, "csrf") == csrf_token(client.cookies["staff"])
    assert html.escape('新来的"<b>').replace("&quot;", "&#34;") in filled.text
    assert '<option value="editor" selected>' in filled.text
    assert len(await rooms.accounts.all()) == len(Role)


async def test_step_without_a_form_is_shown_after_a_new_sign_in(client: httpx.AsyncClient, clock: Clock) -> None:
    await sign_in(client)
    clock.now += timedelta(hours=2)
    door = await client.post("/staff/accounts/change", data={"name": "某editor", "task": "remove"})
    again = {name: field(door.text, name) for name in ("mark", "path", "back", "kept")}
    answer = await client.post("/staff/login", data=again | {"name": "某admin", "password": PASSWORD})
    assert answer.status_code == 200
    assert "某editor" in answer.text


async def test_after_signing_in_one_goes_on_to_where_one_wanted(client: httpx.AsyncClient) -> None:
    door = await client.get("/staff/accounts?done=role")
    data = {name: field(door.text, name) for name in ("mark", "path", "back")}
    answer = await client.post("/staff/login", data=data | {"name": "某admin", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/accounts?done=role")


@pytest.mark.parametrize("back", ["//evil.example/staff", "https://evil.example", "/staff/../x", "/ask", "/staff\\x"])
async def test_nobody_is_sent_to_another_site(client: httpx.AsyncClient, back: str) -> None:
    mark = field((await client.get("/staff/login")).text, "mark")
    data = {"mark": mark, "back": back, "name": "某admin", "password": PASSWORD}
    answer = await client.post("/staff/login", data=data)
    assert answer.headers["location"] == "/staff"


async def test_sign_in_form_of_another_browser_is_refused(client: httpx.AsyncClient) -> None:
    mark = field((await client.get("/staff/login")).text, "mark")
    client.cookies.clear()
    answer = await client.post("/staff/login", data={"mark": mark, "name": "某admin", "password": PASSWORD})
    assert answer.status_code == 403
    assert "staff" not in client.cookies


async def test_wrong_password_is_told_and_then_costs_time(client: httpx.AsyncClient) -> None:
    answers = [await sign_in(client, password="记错了的密码呀呀呀") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {403}
    assert "过2秒" not in answers[0].text
    assert "过2秒" in answers[3].text
    assert "过2秒" in (await sign_in(client)).text


async def test_crowd_at_the_door_is_told_to_wait(client: httpx.AsyncClient) -> None:
    statuses = [(await sign_in(client, Role.VIEWER, "不对不对不对不对不对呀")).status_code for _ in range(21)]
    assert statuses[-1] == 429


async def test_signing_out_ends_the_session(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    token = client.cookies["staff"]
    answer = await client.post("/staff/logout", data={"csrf": csrf_token(token)})
    assert answer.headers["location"] == "/staff/login"
    client.cookies.set("staff", token)
    assert (await client.get("/staff")).status_code == 401


async def test_cookie_is_out_of_reach_of_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    cookie = next(line for line in (await sign_in(client)).headers.get_list("set-cookie") if line.startswith("staff="))
    assert {"HttpOnly", "SameSite=lax", "Path=/staff"} <= set(cookie.split("; "))


@pytest.mark.parametrize("address", ["/staff/login", "/staff", "/staff/nothing"])
async def test_every_answer_is_shielded(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address)
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert answer.headers["cache-control"] == "no-store"


async def test_unknown_page_is_told(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    answer = await client.get("/staff/nothing")
    assert answer.status_code == 404
    assert "没有这一页" in answer.text


async def test_form_that_is_too_big_is_told(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    answer = await client.post("/staff/accounts", content=b"x" * (MOST_BODY_BYTES + 1), headers=FORM)
    assert answer.status_code == 413


async def test_admin_keeps_the_accounts(client: httpx.AsyncClient, rooms: Rooms) -> None:
    await sign_in(client)
    token = {"csrf": csrf_token(client.cookies["staff"])}
    page = await client.post("/staff/accounts", data=token | {"name": "李明", "role": "counter"})
    found = re.search(r'class="secret">([a-z2-9-]{19})<', page.text)
    assert found
    assert (await rooms.accounts.sign_in("李明", found[1])).account.role is Role.COUNTER
    await client.post("/staff/accounts/change", data=token | {"name": "李明", "task": "role", "role": "editor"})
    assert (await rooms.accounts.sign_in("李明", found[1])).account.role is Role.EDITOR
    await client.post("/staff/accounts/change", data=token | {"name": "李明", "task": "remove"})
    assert "李明" not in {account.name for account in await rooms.accounts.all()}


async def test_refused_account_keeps_what_was_typed(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    token = {"csrf": csrf_token(client.cookies["staff"])}
    page = await client.post("/staff/accounts", data=token | {"name": "某editor", "role": "counter"})
    assert page.status_code == 422
    assert 'value="某editor"' in page.text
    assert "已经有账号" in page.text


async def test_everyone_changes_the_own_password(client: httpx.AsyncClient, rooms: Rooms) -> None:
    await sign_in(client, Role.VIEWER)
    new = "后柳古镇的桥下有条鱼"
    token = {"csrf": csrf_token(client.cookies["staff"])}
    wrong = await client.post("/staff/password", data=token | {"old": "不对", "new": new, "repeated": new})
    assert wrong.status_code == 422
    differs = await client.post("/staff/password", data=token | {"old": PASSWORD, "new": new, "repeated": new + "儿"})
    assert differs.status_code == 422
    done = await client.post("/staff/password", data=token | {"old": PASSWORD, "new": new, "repeated": new})
    assert done.headers["location"] == "/staff/login"
    assert (await rooms.accounts.sign_in("某viewer", new)).account.role is Role.VIEWER
    assert (await client.get("/staff")).status_code == 401


async def test_typed_passwords_are_not_written_into_the_sign_in_page(client: httpx.AsyncClient) -> None:
    form = {"old": PASSWORD, "new": "后柳古镇的桥下有条鱼", "repeated": "后柳古镇的桥下有条鱼"}
    door = await client.post("/staff/password", data=form)
    assert door.status_code == 401
    assert PASSWORD not in door.text
    assert "后柳" not in door.text


async def test_code_for_telegram_is_shown_once_and_links_its_own_account(
    client: httpx.AsyncClient, rooms: Rooms
) -> None:
    await sign_in(client, Role.COUNTER)
    page = await client.post("/staff/link", data={"csrf": csrf_token(client.cookies["staff"])})
    found = re.search(r'class="secret">/staff ([a-z-]{14})<', page.text)
    assert found

    async def redeem(connection: AsyncConnection) -> Account:
        return await redeem_code(connection, "hash of a chat", found[1], NOON.replace(tzinfo=None))

    assert (await rooms.database.transact(redeem)).name == "某counter"
    assert found[1] not in (await client.get("/staff/password")).text
