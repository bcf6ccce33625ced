"""Who asks, how they like the page, and whether our script asks for them: cookies and headers of a request."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web_pages import Look

VISITOR_COOKIE = "visitor"
SIZE_COOKIE = "size"
LARGE, NORMAL = "large", "normal"
PARTIAL_HEADER = "X-Partial"
YEAR_S = 365 * 24 * 3600
WAIT_S = 180 * 24 * 3600
"""As long as a question is kept for review by the shipped settings (`retention.questions_days`)."""

_VISITOR = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser, known by a random cookie until it is closed."""

    id: str
    """32 hex digits, random."""
    is_new: bool
    """Whether the browser sent no such cookie."""


def find_visitor(request: Request) -> Visitor:
    """Return the visitor of the cookie, or a new one."""
    sent = request.cookies.get(VISITOR_COOKIE, "")
    is_known = _VISITOR.fullmatch(sent) is not None
    return Visitor(sent if is_known else secrets.token_hex(16), is_new=not is_known)


def keep_visitor(response: Response, request: Request, visitor: Visitor, *, is_waiting: bool = False) -> Response:
    """Return the response, with the cookie of a new visitor; it ends with the browser's session.

    That of one who waits for an answer stays until it may have come: who comes back is known by nothing else.
    """
    if is_waiting:
        _set_cookie(response, request, VISITOR_COOKIE, visitor.id, max_age_s=WAIT_S)
    elif visitor.is_new:
        _set_cookie(response, request, VISITOR_COOKIE, visitor.id)
    return response


def drop_visitor(response: Response, request: Request) -> Response:
    """Return the response, with the order to forget the visitor's cookie."""
    _set_cookie(response, request, VISITOR_COOKIE, "", max_age_s=0)
    return response


def keep_size(response: Response, request: Request, *, is_large: bool) -> Response:
    """Return the response, with the type size that the visitor chose, for a year."""
    _set_cookie(response, request, SIZE_COOKIE, LARGE if is_large else NORMAL, max_age_s=YEAR_S)
    return response


def look_of(request: Request) -> Look:
    """Return how the page of a request is to look."""
    return Look(is_large=request.cookies.get(SIZE_COOKIE) == LARGE, path=request.url.path)


def is_partial(request: Request) -> bool:
    """Return whether our script asks, and so wants only the new piece of the page."""
    return request.headers.get(PARTIAL_HEADER) == "1"


def _set_cookie(response: Response, request: Request, name: str, value: str, max_age_s: int | None = None) -> None:
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=max_age_s, httponly=True, samesite="lax", secure=is_secure)
