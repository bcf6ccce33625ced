"""One request of a signed-in member of staff: who, what was typed, and the tokens that prove it. Used by `console`."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.masking import clean_text
from bot.staff.account_store import Account

CONSOLE = "/staff"
SESSION_COOKIE = "staff"
CSRF_FIELD = "csrf"
TASK_FIELD, KEEP = "task", "keep"
"""The button that keeps a form half done says so in this field."""
UNFINISHED_FIELD = "unfinished"
"""Number of the form kept half done that one goes on with."""
PASSWORD_FIELDS = ("old", "new", "repeated")
NEVER_KEPT = frozenset({CSRF_FIELD, *PASSWORD_FIELDS})
MOST_FIELDS = 2000
MOST_DIGITS = 9
"""Longer numbers are no number of an entry; the store takes no number of any length."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed into a form, in the order of its fields."""

    pairs: tuple[tuple[str, str], ...] = ()
    """Name and value of each field; a name may come more than once."""

    def text(self, name: str, default: str = "") -> str:
        """Return the first value of a field without white space around it."""
        return next((value.strip() for key, value in self.pairs if key == name), default)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that are not blank, in order."""
        return tuple(value.strip() for key, value in self.pairs if key == name and value.strip())

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a field that are not blank, in order."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def to_json(self) -> str:
        """Return the form as `from_json` reads it, without passwords and the token of the session that ended."""
        return json.dumps([pair for pair in self.pairs if pair[0] not in NEVER_KEPT], ensure_ascii=False)

    def number(self, name: str) -> int | None:
        """Return the value of a field as a number of an entry; None where it is none."""
        return number_of(self.text(name))

    def without(self, *names: str) -> Form:
        """Return the form without some of its fields."""
        return Form(tuple(pair for pair in self.pairs if pair[0] not in names))

    @classmethod
    def from_json(cls, text: str) -> Form:
        """Return the form of a JSON list of pairs; an empty one where it is none."""
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(rows, list):
            return cls()
        return cls(tuple(_pair(row) for row in rows if _is_pair(row)))


def number_of(text: str) -> int | None:
    """Return what is typed or stands in an address as the number of an entry; None where it can be none.

    >>> number_of("12"), number_of("1" * 30), number_of("-1"), number_of("²")
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def _is_pair(row: object) -> bool:
    return isinstance(row, list) and len(row) == len(("name", "value")) and all(isinstance(cell, str) for cell in row)


def _pair(row: list[str]) -> tuple[str, str]:
    return clean_text(row[0]), clean_text(row[1])


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a member of staff."""

    account: Account
    """Who it is."""
    token: str
    """The session's token."""
    path: str
    """The path asked for."""
    params: Mapping[str, str] = field(default_factory=dict)
    """The parts of the path that vary, by name."""
    query: Form = field(default_factory=Form)
    """What stands behind the question mark."""
    form: Form = field(default_factory=Form)
    """What was typed; empty where a page is only looked at."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Uploaded files by name of their field."""
    notice: str = ""
    """Key of a sentence to show on top of the page."""

    def number(self, name: str) -> int:
        """Return a part of the path as the number of an entry; 0, which no entry has, where it can be none."""
        return number_of(self.params[name]) or 0

    @property
    def csrf(self) -> str:
        """What every form of this session must bring along."""
        return csrf_token(self.token)


def csrf_token(token: str) -> str:
    """Return the token of a session's forms; made from the session's token, so that it needs no store.

    See the HMAC pattern of the OWASP CSRF Prevention Cheat Sheet.
    """
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def has_csrf(token: str, form: Form) -> bool:
    """Return whether a form was written by one of our pages for this session."""
    return hmac.compare_digest(csrf_token(token), form.text(CSRF_FIELD).encode("ascii", "replace").decode())


def read_query(request: Request) -> Form:
    """Return the query of a request."""
    return Form(tuple((clean_text(key), clean_text(value)) for key, value in request.query_params.multi_items()))


async def read_form(request: Request) -> tuple[Form, dict[str, bytes]]:
    """Return what was typed into the form of a request, and the files sent with it by name of their field."""
    if request.method != "POST":
        return Form(), {}
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        pairs = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
        files = {key: await value.read() for key, value in form.multi_items() if isinstance(value, UploadFile)}
    return Form(tuple((clean_text(key), clean_text(value)) for key, value in pairs)), files


def keep_session(response: Response, request: Request, token: str) -> Response:
    """Return the response, with the cookie of a session; an empty token drops it."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=None if token else 0,
        path=CONSOLE,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response
