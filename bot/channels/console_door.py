"""In and out of the console: name, password, back-off. What was typed before the password was asked for comes back."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.console_pages import DOOR_COOKIE, ConsolePages
from bot.channels.console_routes import Gate
from bot.channels.console_visit import CONSOLE, SESSION_COOKIE, Form, Visit, keep_session, read_form
from bot.channels.http_guard import FloodGate
from bot.staff.accounts import Accounts
from bot.staff.attempts import SignInRefusedError

TRIES_PER_MINUTE = 2
"""Of one network address ten times as many, see `FloodGate`."""


class Door:
    """Asks for name and password."""

    def __init__(self, accounts: Accounts, pages: ConsolePages, gate: Gate) -> None:
        """Let in whom the accounts know."""
        self._accounts, self._pages, self._gate = accounts, pages, gate
        self._flood = FloodGate(TRIES_PER_MINUTE)

    async def show(self, request: Request) -> Response:
        """Show the form; who is signed in already goes on."""
        if await self._accounts.find(request.cookies.get(SESSION_COOKIE, "")):
            return RedirectResponse(CONSOLE, 303)
        return self._pages.door(request, Form((("path", CONSOLE), ("back", CONSOLE))), status=200)

    async def sign_in(self, request: Request) -> Response:
        """Check name and password, and go on to where it was wanted."""
        form, _ = await read_form(request)
        mark = request.cookies.get(DOOR_COOKIE, "")
        if not mark or not hmac.compare_digest(mark.encode(), form.text("mark").encode()):
            return self._refuse(request, form, "console.door_old", 403)
        if not self._flood.admits(request, ""):
            return self._refuse(request, form, "console.door_busy", 429)
        try:
            signed_in = await self._accounts.sign_in(form.text("name"), _password(form))
        except SignInRefusedError as error:
            key = "console.door_wait" if error.wait_s else "console.door_wrong"
            return self._refuse(request, form, key, 403, seconds=error.wait_s)
        visit = Visit(signed_in.account, signed_in.token, CONSOLE, form=Form.from_json(form.text("kept")))
        return keep_session(await self._go_on(visit, form), request, signed_in.token)

    async def sign_out(self, visit: Visit) -> Response:
        """End the session."""
        await self._accounts.sign_out(visit.token)
        response = RedirectResponse(f"{CONSOLE}/login", 303)
        response.delete_cookie(SESSION_COOKIE, path=CONSOLE)
        return response

    async def _go_on(self, visit: Visit, form: Form) -> Response:
        if not visit.form.pairs:
            return RedirectResponse(_own_address(form.text("back")), 303)
        filled = await self._gate.show_again(
            Visit(visit.account, visit.token, visit.path, form=visit.form, notice="console.typed_kept"),
            form.text("path"),
        )
        if filled is not None:
            return filled
        return self._pages.page(visit, "kept.html", pairs=visit.form.pairs, is_gone=False)

    def _refuse(self, request: Request, form: Form, key: str, status: int, **values: object) -> Response:
        problem = self._pages.sentence(key, **values)
        return self._pages.door(request, form, name=form.text("name"), problem=problem, status=status)


def _password(form: Form) -> str:
    """Return the password as typed, white space and all."""
    return next((value for key, value in form.pairs if key == "password"), "")


def _own_address(address: str) -> str:
    r"""Return an address of the console as it is, and the console's start page for any other.

    >>> _own_address("/staff/groups?page=2"), _own_address("//evil.example/staff/"), _own_address("/staff/../x")
    ('/staff/groups?page=2', '/staff', '/staff')
    """
    path = address.partition("?")[0]
    is_own = path == CONSOLE or (path.startswith(CONSOLE + "/") and ".." not in path and "\\" not in path)
    return address if is_own else CONSOLE
