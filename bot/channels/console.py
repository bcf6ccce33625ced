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

from bot.channels.console_accounts import ACCOUNTS, LINK, PASSWORD, AccountPages
from bot.channels.console_audit import AUDIT, AuditPages
from bot.channels.console_bulk import BULK, IMPORT, TRIAL, BulkPages
from bot.channels.console_change import CHANGES, ChangePages
from bot.channels.console_department import DEPARTMENTS, DepartmentPages
from bot.channels.console_door import Door
from bot.channels.console_figures import FIGURES, FigurePages
from bot.channels.console_group import GroupPages
from bot.channels.console_pages import ConsolePages
from bot.channels.console_queue import QUEUE, QueuePages
from bot.channels.console_referral import REFERRALS, ReferralPages
from bot.channels.console_routes import Gate, Page
from bot.channels.console_service import SERVICES, ServicePages
from bot.channels.console_unfinished import UNFINISHED, UnfinishedPages
from bot.channels.console_upkeep import UPKEEP, UpkeepPages
from bot.channels.console_visit import CONSOLE
from bot.channels.http_guard import BodyLimit, BodyTooBigError, SecurityHeaders, shield
from bot.database import Database, StoreError
from bot.library import Edition
from bot.staff.accounts import Accounts
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from bot.staff.roles import Role
from bot.staff.unfinished import UnfinishedForms
from bot.times import Clock
from knowledge.models import Content

log = logging.getLogger(__name__)

MOST_BODY_BYTES = 4 * 1024 * 1024
"""Long forms and workbooks: all services in one are half a megabyte, a whole service in a form is under 20 KB."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the console works on."""

    accounts: Accounts
    """Who may come in."""
    edition: Callable[[], Edition]
    """The content in use with what answers from it."""
    database: Database
    """Where cards and questions are kept."""
    queue: ReviewQueue
    """The questions to look at."""
    publisher: Publisher
    """Makes changes of the content live."""
    zone: ZoneInfo
    """Where the staff's clock goes."""
    clock: Clock
    """Tells the time, aware."""

    def content(self) -> Content:
        """Return the content in use."""
        return self.edition().content


def create_console_app(rooms: Rooms) -> Starlette:
    """Return the console, for the paths at and below `CONSOLE`."""
    pages = ConsolePages(rooms.content, rooms.zone)
    table: list[Page] = []
    gate = Gate(rooms.accounts, pages, table, UnfinishedForms(rooms.database, rooms.clock))
    door = Door(rooms.accounts, pages, gate)
    table += list_pages(rooms, pages, door, gate)
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


def list_pages(rooms: Rooms, pages: ConsolePages, door: Door, gate: Gate) -> list[Page]:
    """Return every page that needs a session, with the least role that may use it."""
    audit = AuditPages(rooms.database, pages)
    referrals = ReferralPages(rooms.database, pages, rooms.content, rooms.clock)
    figures = FigurePages(rooms.database, pages, rooms.content, rooms.clock, rooms.zone)
    upkeep = UpkeepPages(rooms.database, pages, rooms.content, rooms.clock, rooms.zone)
    return [
        *_list_queue_pages(rooms, pages),
        *_list_service_pages(rooms, pages),
        *_list_change_pages(rooms, pages, gate),
        *_list_department_pages(rooms, pages),
        *_list_bulk_pages(rooms, pages),
        Page("GET", UPKEEP, Role.VIEWER, upkeep.show),
        Page("GET", AUDIT, Role.VIEWER, audit.show),
        Page("GET", FIGURES, Role.VIEWER, figures.show),
        Page("GET", f"{FIGURES}.csv", Role.VIEWER, figures.send_csv),
        Page("GET", f"{FIGURES}.xlsx", Role.VIEWER, figures.send_xlsx),
        Page("GET", REFERRALS, Role.COUNTER, referrals.show),
        Page("POST", REFERRALS, Role.COUNTER, referrals.mark, again=referrals.show),
        *_list_account_pages(rooms, pages, door),
    ]


def _list_queue_pages(rooms: Rooms, pages: ConsolePages) -> list[Page]:
    queue = QueuePages(rooms.queue, pages, rooms.clock)
    group = GroupPages(rooms.queue, rooms.publisher, pages, rooms.content)
    one_group = f"{QUEUE}/{{group}}"
    return [
        Page("GET", CONSOLE, Role.VIEWER, queue.go_there),
        Page("GET", QUEUE, Role.VIEWER, queue.show),
        Page("POST", QUEUE, Role.EDITOR, queue.decide, again=queue.show_form),
        Page("GET", one_group, Role.VIEWER, group.show),
        Page("POST", f"{one_group}/phrasings", Role.EDITOR, group.add, again=group.show),
        Page("POST", f"{one_group}/elsewhere", Role.EDITOR, group.send_elsewhere, again=group.show),
        Page("POST", f"{one_group}/decide", Role.EDITOR, group.decide, again=group.show),
    ]


def _list_service_pages(rooms: Rooms, pages: ConsolePages) -> list[Page]:
    services = ServicePages(rooms.publisher, pages, rooms.content, rooms.queue)
    one_service = f"{SERVICES}/{{service}}"
    return [
        Page("GET", SERVICES, Role.VIEWER, services.list_all),
        Page("GET", f"{SERVICES}/new", Role.EDITOR, services.write),
        Page("POST", f"{SERVICES}/new", Role.EDITOR, services.create, again=services.write),
        Page("GET", one_service, Role.VIEWER, services.edit),
        Page("POST", one_service, Role.EDITOR, services.save, again=services.edit),
        Page("POST", f"{one_service}/remove", Role.ADMIN, services.remove),
    ]


def _list_change_pages(rooms: Rooms, pages: ConsolePages, gate: Gate) -> list[Page]:
    forms = UnfinishedForms(rooms.database, rooms.clock)
    changes, unfinished = ChangePages(rooms.publisher, pages, forms), UnfinishedPages(forms, pages, gate)
    one_change, one_form = f"{CHANGES}/{{change}}", f"{UNFINISHED}/{{form}}"
    return [
        Page("GET", CHANGES, Role.VIEWER, changes.list_all),
        Page("GET", one_change, Role.VIEWER, changes.show),
        Page("POST", f"{one_change}/publish", Role.EDITOR, changes.publish),
        Page("POST", f"{one_change}/drop", Role.EDITOR, changes.drop),
        Page("POST", f"{one_change}/undo", Role.EDITOR, changes.undo),
        Page("GET", one_form, Role.EDITOR, unfinished.go_on),
        Page("POST", f"{one_form}/drop", Role.EDITOR, unfinished.drop),
    ]


def _list_account_pages(rooms: Rooms, pages: ConsolePages, door: Door) -> list[Page]:
    accounts = AccountPages(rooms.accounts, pages)
    return [
        Page("POST", f"{CONSOLE}/logout", Role.VIEWER, door.sign_out),
        Page("GET", PASSWORD, Role.VIEWER, accounts.show_password),
        Page("POST", PASSWORD, Role.VIEWER, accounts.change_password, again=accounts.show_password),
        Page("POST", LINK, Role.VIEWER, accounts.make_code, again=accounts.show_password),
        Page("GET", ACCOUNTS, Role.ADMIN, accounts.show),
        Page("POST", ACCOUNTS, Role.ADMIN, accounts.add, again=accounts.show),
        Page("POST", f"{ACCOUNTS}/change", Role.ADMIN, accounts.change),
    ]


def _list_department_pages(rooms: Rooms, pages: ConsolePages) -> list[Page]:
    departments = DepartmentPages(rooms.publisher, pages, rooms.content)
    one_department = f"{DEPARTMENTS}/{{department}}"
    one_window = f"{one_department}/windows/{{window}}"
    return [
        Page("GET", DEPARTMENTS, Role.VIEWER, departments.list_all),
        Page("GET", one_department, Role.VIEWER, departments.edit),
        Page("POST", one_department, Role.EDITOR, departments.save, again=departments.edit),
        Page("GET", one_window, Role.VIEWER, departments.edit_window),
        Page("POST", one_window, Role.EDITOR, departments.save_window, again=departments.edit_window),
        Page("POST", f"{one_window}/remove", Role.EDITOR, departments.remove_window),
    ]


def _list_bulk_pages(rooms: Rooms, pages: ConsolePages) -> list[Page]:
    bulk = BulkPages(rooms.publisher, pages, rooms.edition, rooms.clock, rooms.zone)
    one_trial = f"{TRIAL}/{{trial}}"
    return [
        Page("GET", BULK, Role.EDITOR, bulk.show),
        Page("GET", f"{BULK}/services.xlsx", Role.EDITOR, bulk.send_services),
        Page("POST", IMPORT, Role.EDITOR, bulk.take_services, again=bulk.show),
        Page("POST", TRIAL, Role.EDITOR, bulk.begin_trial, again=bulk.show),
        Page("GET", f"{one_trial}.xlsx", Role.EDITOR, bulk.send_trial_xlsx),
        Page("GET", f"{one_trial}.csv", Role.EDITOR, bulk.send_trial_csv),
        Page("GET", one_trial, Role.EDITOR, bulk.show_trial),
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
