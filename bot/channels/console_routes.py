"""What stands before every page of the console: session, role and form token. Used by `console`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from bot.channels.console_pages import ConsolePages
from bot.channels.console_visit import (
    CONSOLE,
    KEEP,
    SESSION_COOKIE,
    TASK_FIELD,
    UNFINISHED_FIELD,
    Visit,
    has_csrf,
    read_form,
    read_query,
)
from bot.staff.accounts import Accounts
from bot.staff.roles import Role
from bot.staff.unfinished import UnfinishedForms

KEPT_AT = f"{CONSOLE}/changes"
"""Where forms kept half done are listed."""
NAMING_FIELDS = ("title", "name", "place", "key", "id")
"""Fields by the first of which that is filled in a form is called."""
Answer = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the console."""

    method: str
    """GET or POST."""
    path: str
    """As Starlette writes it, such as `/staff/groups/{group}`."""
    role: Role
    """The least role that may use it."""
    answer: Answer
    """What it does."""
    again: Answer | None = None
    """Shows the form again with what was typed, where the password had to be asked for meanwhile."""


class Gate:
    """Lets requests through to the pages."""

    def __init__(
        self, accounts: Accounts, pages: ConsolePages, table: Sequence[Page], unfinished: UnfinishedForms
    ) -> None:
        """Guard the pages of a table; their forms may be kept half done."""
        self._accounts, self._pages, self._table, self._unfinished = accounts, pages, table, unfinished

    def routes(self) -> list[Route]:
        """Return the routes of all pages."""
        return [Route(page.path, self._guard(page), methods=[page.method]) for page in self._table]

    def _guard(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def guard(request: Request) -> Response:
            form, files = await read_form(request)
            token = request.cookies.get(SESSION_COOKIE, "")
            account = await self._accounts.find(token) if token else None
            if account is None:
                return self._pages.door(request, form)
            visit = Visit(account, token, request.url.path, dict(request.path_params), read_query(request), form, files)
            return await self._let_through(page, visit)

        return guard

    async def _let_through(self, page: Page, visit: Visit) -> Response:
        if not visit.account.role.allows(page.role):
            return self._pages.trouble(visit, "console.role_needed", 403)
        if page.method == "POST" and not has_csrf(visit.token, visit.form):
            # A tab that was open while the password was asked for in another one has an old token: nothing typed is
            # lost, and nothing is done before it is sent once more.
            if page.again is None:
                return self._pages.trouble(visit, "console.form_old", 403)
            return await page.again(replace(visit, notice="console.send_again"))
        if page.again is not None and visit.form.text(TASK_FIELD) == KEEP:
            return await self._keep(visit)
        answer = await page.answer(visit)
        number = visit.form.number(UNFINISHED_FIELD)
        if number is not None and answer.status_code == HTTPStatus.SEE_OTHER:
            await self._unfinished.drop(number)
        return answer

    async def _keep(self, visit: Visit) -> Response:
        """Keep a form half done, and go to where it waits."""
        typed = visit.form.without(TASK_FIELD, UNFINISHED_FIELD).to_json()
        name = next(filter(None, map(visit.form.text, NAMING_FIELDS)), "")
        number = visit.form.number(UNFINISHED_FIELD)
        await self._unfinished.keep(visit.account.name, visit.path, name, typed, number)
        return self._pages.go(KEPT_AT, "kept")

    async def show_again(self, visit: Visit, path: str) -> Response | None:
        """Return the form at a path, filled with what was typed; None where there is none for this role."""
        for page in self._table:
            scope = {"type": "http", "path": path, "method": page.method, "root_path": "", "headers": []}
            match, found = Route(page.path, _no_page, methods=[page.method]).matches(scope)
            if match is Match.FULL and page.again is not None and visit.account.role.allows(page.role):
                return await page.again(replace(visit, path=path, params=found["path_params"]))
        return None


async def _no_page(_request: Request) -> Response:
    raise NotImplementedError
