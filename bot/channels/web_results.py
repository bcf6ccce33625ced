"""The page of what a person may get: the last results of a visitor's dialogue, to be read and printed. Served by `web`.

It is written anew from the conversation each time and kept nowhere: without the visitor's cookie there is no such page.
"""

from __future__ import annotations

import logging
from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web_message import CHANNEL
from bot.channels.web_pages import Pages
from bot.channels.web_visitor import find_visitor, look_of
from bot.database import StoreError
from handlers.turn import Block

log = logging.getLogger(__name__)

RESULTS_PATH = "/results"


class ResultsDesk(Protocol):
    """What the page needs of the one request path."""

    async def open_results(self, channel: str, address: str) -> tuple[Block, ...]:
        """Return the results of an address's dialogue; empty where it has none, or no longer."""


class ResultsPage:
    """Answers requests for results."""

    def __init__(self, desk: ResultsDesk, pages: Pages) -> None:
        """Ask a desk, write with the given pages."""
        self._desk, self._pages = desk, pages

    async def show(self, request: Request) -> Response:
        """Show the visitor's results; a plain sentence where there are none."""
        look, visitor = look_of(request), find_visitor(request)
        try:
            blocks = () if visitor.is_new else await self._desk.open_results(CHANNEL, visitor.id)
        except StoreError as error:
            log.error("web: %s", error)  # noqa: TRY400  one line says it all
            return HTMLResponse(self._pages.trouble(look, "web.results_trouble"), 503)
        if not blocks:
            none = self._pages.sentence("web.results_none")
            return HTMLResponse(self._pages.notice(look, "web.results_none_title", none), 404)
        return HTMLResponse(self._pages.results(look, blocks))
