"""Says what went wrong in a plain sentence: as a page, as a piece of a page, or as JSON. Used by `web`."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ExceptionHandler

from bot.channels.http_guard import BodyTooBigError, shield
from bot.channels.web_message import BadRequestError
from bot.channels.web_pages import Pages
from bot.channels.web_visitor import PARTIAL_HEADER, is_partial, look_of
from bot.database import StoreError

log = logging.getLogger(__name__)

API = "/api/"
HTTP_SENTENCES = {403: "web.cross_site", 404: "web.not_found", 405: "web.wrong_method"}


class Troubles:
    """Answers each kind of failure."""

    def __init__(self, pages: Pages) -> None:
        """Write with the given pages."""
        self._pages = pages

    def handlers(self) -> dict[type[Exception], ExceptionHandler]:
        """Return what answers each class of failure."""
        return {
            HTTPException: self._tell_http,
            BadRequestError: self._tell_bad_request,
            BodyTooBigError: self._tell_too_big,
            StoreError: self._tell_store,
            Exception: self._tell_failed,
        }

    async def _tell_http(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return await self._tell_failed(request, error)
        response = self._tell(request, HTTP_SENTENCES.get(error.status_code, "web.bad_form"), error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def _tell_bad_request(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, BadRequestError):
            return await self._tell_failed(request, error)
        return self._tell(request, error.key, error.status)

    async def _tell_too_big(self, request: Request, _error: Exception) -> Response:
        return self._tell(request, "web.too_big", 413)

    async def _tell_store(self, request: Request, error: Exception) -> Response:
        log.error("web: %s", error)
        return self._tell(request, "common.not_kept", 503)

    async def _tell_failed(self, request: Request, _error: Exception) -> Response:
        response = self._tell(request, "web.failed", 500)
        # Starlette answers this outside of all middleware, and passes the error on to the server's log.
        shield(response.headers, request.url.path, 500)
        return response

    def _tell(self, request: Request, key: str, status: int) -> Response:
        if request.url.path.startswith(API):
            return JSONResponse({"error": self._pages.sentence(key)}, status)
        if is_partial(request):
            return partial_response(self._pages.problem(key), status)
        return HTMLResponse(self._pages.trouble(look_of(request), key), status)


def partial_response(html: str, status: int = 200) -> Response:
    """Return a piece of a page, marked so that our script knows it for one."""
    return HTMLResponse(html, status, headers={PARTIAL_HEADER: "1"})
