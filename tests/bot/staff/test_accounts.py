from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.staff.accounts import AccountError, Accounts
from bot.staff.attempts import LONGEST_WAIT_S, SignInRefusedError
from bot.staff.audit import list_entries
from bot.staff.roles import Role
from tests.bot.world import Clock, raw_bytes, rows

GOOD = "我家门前两棵大核桃树"
OTHER = "后柳古镇的桥下有条鱼"


async def refused(accounts: Accounts, name: str = "王芳", password: str = OTHER) -> int:
    with pytest.raises(SignInRefusedError) as caught:
        await accounts.sign_in(name, password)
    return caught.value.wait_s


async def test_session_belongs_to_who_signed_in(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    signed_in = await accounts.sign_in(" 王芳", GOOD)
    found = await accounts.find(signed_in.token)
    assert found is not None
    assert (found.name, found.role) == ("王芳", Role.EDITOR)


async def test_neither_password_nor_token_is_in_the_store(accounts: Accounts, home: Path) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    kept = raw_bytes(home)
    assert "王芳".encode() in kept
    assert GOOD.encode() not in kept
    assert token.encode() not in kept


@pytest.mark.parametrize("token", ["", "x", "王" * 100])
async def test_made_up_token_opens_nothing(accounts: Accounts, token: str) -> None:
    assert await accounts.find(token) is None


async def test_session_ends_when_signed_out(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    await accounts.sign_out(token)
    assert await accounts.find(token) is None


async def test_session_ends_after_idle_time_but_not_while_used(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    for _ in range(3):
        clock.now += timedelta(minutes=50)
        assert await accounts.find(token)
    clock.now += timedelta(minutes=61)
    assert await accounts.find(token) is None


async def test_session_ends_after_a_working_day_however_it_is_used(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    for _ in range(14):
        clock.now += timedelta(minutes=50)
        await accounts.find(token)
    clock.now += timedelta(minutes=21)
    assert await accounts.find(token) is None


async def test_name_is_taken_however_it_is_typed(accounts: Accounts) -> None:
    await accounts.add("Wang", GOOD, Role.EDITOR)
    with pytest.raises(AccountError, match="name_taken"):
        await accounts.add(" ｗａｎｇ ", OTHER, Role.VIEWER)


@pytest.mark.parametrize("name", ["", "  ", "王\n芳", "名" * 33, "\ud800"])
async def test_unfit_name_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="name_unfit"):
        await accounts.add(name, GOOD, Role.VIEWER)


async def test_weak_password_makes_no_account(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="password_short"):
        await accounts.add("王芳", "123", Role.VIEWER)
    assert await accounts.all() == []


async def test_removed_account_is_out_at_once(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    await accounts.remove("王芳")
    assert await accounts.find(token) is None
    await refused(accounts, password=GOOD)


async def test_new_role_holds_in_open_sessions(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    await accounts.set_role("王芳", Role.VIEWER)
    found = await accounts.find(token)
    assert found is not None
    assert found.role is Role.VIEWER


async def test_new_password_ends_sessions_and_replaces_the_old(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    token = (await accounts.sign_in("王芳", GOOD)).token
    await accounts.set_password("王芳", OTHER)
    assert await accounts.find(token) is None
    await refused(accounts, password=GOOD)
    assert await accounts.sign_in("王芳", OTHER)


async def test_last_admin_stays(accounts: Accounts) -> None:
    await accounts.add("主任", GOOD, Role.ADMIN)
    with pytest.raises(AccountError, match="last_admin"):
        await accounts.remove("主任")
    with pytest.raises(AccountError, match="last_admin"):
        await accounts.set_role("主任", Role.EDITOR)
    await accounts.add("副主任", GOOD, Role.ADMIN)
    await accounts.remove("主任")
    assert [account.name for account in await accounts.all()] == ["副主任"]


async def test_unknown_account_is_told(accounts: Accounts) -> None:
    for task in (accounts.remove("谁"), accounts.set_role("谁", Role.ADMIN), accounts.set_password("谁", GOOD)):
        with pytest.raises(AccountError, match="name_unknown"):
            await task


async def test_wrong_passwords_cost_growing_waits(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    waits = []
    for _ in range(6):
        waits.append(await refused(accounts))
        clock.now += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 0, 2, 4, 8]


async def test_right_password_has_to_wait_too(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    for _ in range(4):
        await refused(accounts)
    assert await refused(accounts, password=GOOD) == 2
    clock.now += timedelta(seconds=2)
    assert await accounts.sign_in("王芳", GOOD)


async def test_right_password_clears_the_count(accounts: Accounts) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    for _ in range(3):
        await refused(accounts)
    await accounts.sign_in("王芳", GOOD)
    assert await refused(accounts) == 0


async def test_unknown_name_waits_like_a_known_one(accounts: Accounts, home: Path) -> None:
    assert [await refused(accounts, "没有这个人") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert "没有这个人".encode() not in raw_bytes(home)


async def test_many_attempts_at_once_gain_nothing(accounts: Accounts, home: Path) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    await asyncio.gather(*(refused(accounts) for _ in range(12)))
    assert rows(home, "SELECT failures FROM sign_in_attempt") == [(4,)]


async def test_wait_has_an_end(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    for _ in range(20):
        clock.now += timedelta(seconds=await refused(accounts))
    assert await refused(accounts) == LONGEST_WAIT_S


async def test_old_attempts_and_sessions_are_deleted(accounts: Accounts, clock: Clock, home: Path) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR)
    await accounts.sign_in("王芳", GOOD)
    await refused(accounts, "没有这个人")
    clock.now += timedelta(days=2)
    await accounts.sign_in("王芳", GOOD)
    assert rows(home, "SELECT count(*) FROM staff_session") == [(1,)]
    assert rows(home, "SELECT count(*) FROM sign_in_attempt") == [(0,)]


async def test_what_is_done_with_accounts_is_in_the_audit_trail(accounts: Accounts, store: Database) -> None:
    await accounts.add("王芳", GOOD, Role.EDITOR, "主任")
    await accounts.set_role("王芳", Role.VIEWER, "主任")
    await accounts.set_password("王芳", OTHER, "王芳")
    await accounts.remove("王芳", "主任")
    entries = await store.transact(list_entries)
    assert [(entry.actor, entry.verb, entry.subject) for entry in reversed(entries)] == [
        ("主任", "add account", "account:王芳"),
        ("主任", "change role", "account:王芳"),
        ("王芳", "change password", "account:王芳"),
        ("主任", "remove account", "account:王芳"),
    ]
