"""Fills the templates of the console. Used by the modules of the console."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.channels.console_labels import LABELS
from bot.channels.console_visit import CONSOLE, Form, Visit
from bot.channels.page_templates import open_templates
from bot.staff.roles import Role
from bot.times import local_text
from knowledge.models import Content

DOOR_COOKIE = "staff_door"
DONE = "done"
NAVIGATION = (
    ("queue", f"{CONSOLE}/queue", "待办", Role.VIEWER),
    ("services", f"{CONSOLE}/services", "服务", Role.VIEWER),
    ("departments", f"{CONSOLE}/departments", "窗口", Role.VIEWER),
    ("bulk", f"{CONSOLE}/bulk", "批量", Role.EDITOR),
    ("changes", f"{CONSOLE}/changes", "改动", Role.VIEWER),
    ("upkeep", f"{CONSOLE}/upkeep", "保养", Role.VIEWER),
    ("figures", f"{CONSOLE}/figures", "数据", Role.VIEWER),
    ("referrals", f"{CONSOLE}/referrals", "办事单", Role.COUNTER),
    ("accounts", f"{CONSOLE}/accounts", "账号", Role.ADMIN),
)
"""The pages of the menu: key, address, label, least role."""


class ConsolePages:
    """Writes HTML."""

    def __init__(self, content: Callable[[], Content], zone: ZoneInfo) -> None:
        """Take words from the content in use at the time of writing; show times in a zone."""
        self._content = content
        self._environment = open_templates()
        self._environment.globals.update(
            LABELS, at=partial(_local, zone=zone), at_text=partial(_local_text, zone=zone), tuple=tuple
        )

    def page(self, visit: Visit, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page of the console from a template, with the notice of the visit on top."""
        menu = [entry for entry in NAVIGATION if visit.account.role.allows(entry[3])]
        html = self._write(template, visit=visit, menu=menu, notice=self._notice(visit), **values)
        return HTMLResponse(html, status)

    def trouble(self, visit: Visit, key: str, status: int) -> HTMLResponse:
        """Return a page that says what went wrong."""
        return self.page(visit, "trouble.html", status, text=self.sentence(key))

    def refusal(self, visit: Visit, error: Exception, status: int = 404) -> HTMLResponse:
        """Return a page that says what the staff room refused."""
        return self.page(visit, "trouble.html", status, text=in_words(error))

    def door(self, request: Request, form: Form, *, name: str = "", problem: str = "", status: int = 401) -> Response:
        """Return the page that asks for name and password, and keeps what was typed before."""
        mark = request.cookies.get(DOOR_COOKIE) or secrets.token_urlsafe(16)
        kept = form.text("kept") or (form.to_json() if request.method == "POST" and form.pairs else "")
        path = form.text("path") or request.url.path
        back = form.text("back") or (f"{path}?{request.url.query}" if request.url.query else path)
        html = self._write(
            "door.html", mark=mark, kept=kept, path=path, back=back, name=name, problem=problem, has_kept=bool(kept)
        )
        response = HTMLResponse(html, status)
        response.set_cookie(
            DOOR_COOKIE, mark, path=CONSOLE, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return response

    def bare(self, key: str) -> str:
        """Return a page for nobody in particular that says what went wrong."""
        return self._write("trouble.html", text=self.sentence(key))

    def sentence(self, key: str, **values: object) -> str:
        """Return a sentence of the content, filled."""
        return self._content().messages[key].format(**values)

    def go(self, address: str, done: str = "") -> RedirectResponse:
        """Return the order to go on to a page, which then says what was done: a key without `console.done_`."""
        sign = "&" if "?" in address else "?"
        return RedirectResponse(f"{address}{sign}{urlencode({DONE: done})}" if done else address, 303)

    def _notice(self, visit: Visit) -> str:
        key = visit.notice or f"console.done_{visit.query.text(DONE)}"
        return self._content().messages.get(key, "")

    def _write(self, template: str, **values: object) -> str:
        return self._environment.get_template(f"console/{template}").render(values, content=self._content())


def in_words(error: Exception) -> str:
    """Return what the staff room refused as sentences: fault, then remedy.

    >>> in_words(ValueError("没写原因 -> 写一句"))
    '没写原因。写一句。'
    """
    return "。".join(part.strip().rstrip("。") for part in str(error).split("->")) + "。"


def _local(at: datetime, zone: ZoneInfo) -> str:
    return local_text(at, zone)


def _local_text(at: str, zone: ZoneInfo) -> str:
    return local_text(datetime.fromisoformat(at), zone)
