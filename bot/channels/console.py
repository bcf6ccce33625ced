"""The staff console: server-rendered pages beside the web chat. Served by `serve`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from bot.channels.console_accounts import ACCOUNTS, PASSWORD, AccountPages
from bot.channels.console_door import Door
from bot.channels.console_pages import ConsolePages
from bot.channels.console_routes import Gate, Page
from bot.channels.console_visit import CONSOLE, Visit
from bot.channels.http_guard import BodyLimit, BodyTooBigError, SecurityHeaders, shield
from bot.database import StoreError
from bot.staff.accounts import Accounts
from bot.staff.roles import Role
from knowledge.models import Content

log = logging.getLogger(__name__)

MOST_BODY_BYTES = 1024 * 1024
"""Long forms; a whole service with its phrasings is under 20 KB."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the console works on."""

    accounts: Accounts
    """Who may come in."""
    content: Callable[[], Content]
    """The content in use."""
    zone: ZoneInfo
    """Where the staff's clock goes."""


def create_console_app(rooms: Rooms) -> Starlette:
    """Return the console, for the paths at and below `CONSOLE`."""
    pages = ConsolePages(rooms.content, rooms.zone)
    table: list[Page] = []
    gate = Gate(rooms.accounts, pages, table)
    door = Door(rooms.accounts, pages, gate)
    table += list_pages(rooms, pages, door)
    app = Starlette(
        routes=[
            Route(f"{CONSOLE}/login", door.show),
            Route(f"{CONSOLE}/login", door.sign_in, methods=["POST"]),
            *gate.routes(),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(BodyLimit, most_bytes=MOST_BODY_BYTES)],
        exception_handlers=_Troubles(pages).handlers(),
    )
    app.router.redirect_slashes = False
    return app


def list_pages(rooms: Rooms, pages: ConsolePages, door: Door) -> list[Page]:
    """Return every page that needs a session, with the least role that may use it."""
    accounts = AccountPages(rooms.accounts, pages)

    async def show_home(visit: Visit) -> Response:
        return pages.page(visit, "home.html")

    return [
        Page("GET", CONSOLE, Role.VIEWER, show_home),
        Page("POST", f"{CONSOLE}/logout", Role.VIEWER, door.sign_out),
        Page("GET", PASSWORD, Role.VIEWER, accounts.show_password),
        Page("POST", PASSWORD, Role.VIEWER, accounts.change_password, again=accounts.show_password),
        Page("GET", ACCOUNTS, Role.ADMIN, accounts.show),
        Page("POST", ACCOUNTS, Role.ADMIN, accounts.add, again=accounts.show),
        Page("POST", f"{ACCOUNTS}/change", Role.ADMIN, accounts.change),
    ]


class _Troubles:
    """Says what went wrong in a plain sentence."""

    def __init__(self, pages: ConsolePages) -> None:
        self._pages = pages

    def handlers(self) -> dict[type[Exception], ExceptionHandler]:
        return {
            HTTPException: self._tell_http,
            BodyTooBigError: self._tell_too_big,
            StoreError: self._tell_store,
            Exception: self._tell_failed,
        }

    async def _tell_http(self, _request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._tell("console.not_found" if status in (404, 405) else "console.bad_form", status)

    async def _tell_too_big(self, _request: Request, _error: Exception) -> Response:
        return self._tell("console.too_big", 413)

    async def _tell_store(self, _request: Request, error: Exception) -> Response:
        log.error("console: %s", error)
        return self._tell("console.not_kept", 503)

    async def _tell_failed(self, request: Request, _error: Exception) -> Response:
        response = self._tell("console.failed", 500)
        # Starlette answers this outside of all middleware, and passes the error on to the server's log.
        shield(response.headers, request.url.path, 500)
        return response

    def _tell(self, key: str, status: int) -> HTMLResponse:
        return HTMLResponse(self._pages.bare(key), status)
