"""Pages on accounts: an admin adds, changes and removes them; everyone changes the own password and links a chat."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import HTMLResponse, Response

from bot.channels.console_pages import ConsolePages
from bot.channels.console_visit import CONSOLE, Visit
from bot.staff.accounts import AccountError, Accounts
from bot.staff.attempts import SignInRefusedError
from bot.staff.chat_links import CODE_LASTS
from bot.staff.passwords import make_password
from bot.staff.roles import Role

ACCOUNTS = f"{CONSOLE}/accounts"
PASSWORD = f"{CONSOLE}/password"
LINK = f"{CONSOLE}/link"


class AccountPages:
    """Shows and changes accounts."""

    def __init__(self, accounts: Accounts, pages: ConsolePages) -> None:
        """Work on the accounts of a store."""
        self._accounts, self._pages = accounts, pages

    async def show(self, visit: Visit) -> HTMLResponse:
        """Show all accounts, and the form for a new one with what was typed into it."""
        return await self._show(visit)

    async def add(self, visit: Visit) -> Response:
        """Make an account, and show its password once."""
        name, password = visit.form.text("name"), make_password()
        try:
            account = await self._accounts.add(name, password, _role(visit), visit.account.name)
        except AccountError as error:
            return await self._show(visit, error.key, 422)
        return self._pages.page(visit, "new_password.html", account=account.name, password=password)

    async def change(self, visit: Visit) -> Response:
        """Give an account another role or a new password, or remove it."""
        name, task, actor = visit.form.text("name"), visit.form.text("task"), visit.account.name
        try:
            if task == "password":
                password = make_password()
                await self._accounts.set_password(name, password, actor)
                return self._pages.page(visit, "new_password.html", account=name, password=password)
            if task == "remove":
                await self._accounts.remove(name, actor)
            else:
                await self._accounts.set_role(name, _role(visit), actor)
        except AccountError as error:
            return await self._show(visit, error.key, 422)
        return self._pages.go(ACCOUNTS, "removed" if task == "remove" else "role")

    async def show_password(self, visit: Visit) -> HTMLResponse:
        """Show the form for an own new password."""
        return self._pages.page(visit, "password.html", problem="")

    async def change_password(self, visit: Visit) -> Response:
        """Give the visitor a new password; all own sessions end."""
        values = dict(visit.form.pairs)
        name, new = visit.account.name, values.get("new", "")
        if new != values.get("repeated", ""):
            return self._password_problem(visit, "console.password_differs")
        try:
            await self._accounts.sign_out((await self._accounts.sign_in(name, values.get("old", ""))).token)
            await self._accounts.set_password(name, new, name)
        except SignInRefusedError:
            return self._password_problem(visit, "console.password_old_wrong")
        except AccountError as error:
            return self._password_problem(visit, error.key)
        return self._pages.go(f"{CONSOLE}/login")

    async def make_code(self, visit: Visit) -> Response:
        """Show once a code by which the visitor links the own Telegram chat."""
        code = await self._accounts.make_link_code(visit.account.name, visit.account.name)
        return self._pages.page(visit, "link_code.html", code=code, minutes=CODE_LASTS // timedelta(minutes=1))

    def _password_problem(self, visit: Visit, key: str) -> HTMLResponse:
        return self._pages.page(visit, "password.html", 422, problem=self._pages.sentence(key))

    async def _show(self, visit: Visit, problem: str = "", status: int = 200) -> HTMLResponse:
        return self._pages.page(
            visit,
            "accounts.html",
            status,
            accounts=await self._accounts.all(),
            problem=self._pages.sentence(problem) if problem else "",
        )


def _role(visit: Visit) -> Role:
    role = visit.form.text("role")
    return Role(role) if role in list(Role) else Role.VIEWER
