from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.staff.account_commands import make_first_admin, offer_first_admin
from bot.staff.accounts import Accounts
from bot.staff.roles import Role
from tests.bot.world import rows

TYPED = "我家门前两棵大核桃树"
PASSWORD = re.compile(r"密码：([a-z2-9-]{19})  （只显示这一次）")


def run(home: Path, *arguments: str) -> int:
    return main(["--config", str(home / "config.yaml"), "staff", *arguments])


def test_new_account_gets_a_password_that_is_shown_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "add", "王芳", "--role", "editor") == 0
    assert PASSWORD.search(capsys.readouterr().out)
    assert rows(home, "SELECT name, role FROM staff") == [("王芳", "editor")]


def test_accounts_are_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list") == 0
    assert "还没有账号" in capsys.readouterr().out
    run(home, "add", "王芳")
    capsys.readouterr()
    run(home, "list")
    assert re.search("王芳.*查看", capsys.readouterr().out)


def test_account_is_removed(home: Path) -> None:
    run(home, "add", "王芳")
    assert run(home, "remove", "王芳") == 0
    assert rows(home, "SELECT count(*) FROM staff") == [(0,)]


def test_role_and_password_are_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, "add", "王芳")
    before = rows(home, "SELECT password_hash FROM staff")
    assert run(home, "role", "王芳", "--role", "admin") == 0
    assert run(home, "password", "王芳") == 0
    assert len(PASSWORD.findall(capsys.readouterr().out)) == 2
    assert rows(home, "SELECT role FROM staff") == [("admin",)]
    assert rows(home, "SELECT password_hash FROM staff") != before


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("add",), 2, "要写名字"),
        (("role", "王芳"), 2, "要写角色"),
        (("remove", "谁"), 1, "没有这个名字"),
        (("add", "王\n芳"), 1, "看不见的字符"),
    ],
)
def test_mistake_is_told_in_a_line(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, said: str
) -> None:
    assert run(home, *arguments) == status
    [line] = capsys.readouterr().err.splitlines()[-1:]
    assert said in line


async def test_first_admin_is_made_once(accounts: Accounts) -> None:
    password = await make_first_admin(accounts)
    assert password
    assert (await accounts.sign_in("admin", password)).account.role is Role.ADMIN
    assert await make_first_admin(accounts) is None


async def test_where_there_are_accounts_the_operator_is_told_which_to_use(accounts: Accounts) -> None:
    await accounts.add("李明", TYPED, Role.EDITOR)
    assert "--role admin" in await offer_first_admin(accounts)
    await accounts.add("王芳", TYPED, Role.ADMIN)
    assert "staff password 王芳" in await offer_first_admin(accounts)
    assert len(await accounts.all()) == 2
