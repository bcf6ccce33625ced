"""The page of a one-trip card: opened by its code on any phone, printed on one sheet. Served by `web`."""

from __future__ import annotations

import logging
from typing import Protocol

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.http_guard import FloodGate
from bot.channels.web_pages import Pages, Sheet
from bot.channels.web_visitor import look_of
from bot.database import StoreError
from bot.messages import Card

log = logging.getLogger(__name__)

CARD_PATH = "/card/"
LONGEST_ADDRESS = 200
"""Characters; a longer address makes a QR code that a cheap phone cannot read from paper."""
QUIET_ZONE = 4
"""Modules of white around a QR code that readers need (ISO/IEC 18004)."""


class CardDesk(Protocol):
    """What the page needs of the one request path."""

    async def open_card(self, typed: str) -> Card | None:
        """Return the card of a code as typed; None where there is none, or no longer."""


class CardPage:
    """Answers requests for cards."""

    def __init__(self, desk: CardDesk, pages: Pages, gate: FloodGate) -> None:
        """Look cards up at a desk, as often as the gate admits: nobody tries all codes."""
        self._desk, self._pages, self._gate = desk, pages, gate

    async def show(self, request: Request) -> Response:
        """Show the card of the code in the path; a plain sentence where it cannot be shown."""
        look = look_of(request)
        if not self._gate.admits(request, ""):
            return HTMLResponse(self._pages.trouble(look, "common.too_fast"), 429)
        try:
            card = await self._desk.open_card(request.path_params["code"])
        except StoreError as error:
            log.error("web: %s", error)  # noqa: TRY400  one line says it all
            return HTMLResponse(self._pages.trouble(look, "trip.page_trouble"), 503)
        if card is None:
            gone = self._pages.sentence("trip.page_gone")
            return HTMLResponse(self._pages.notice(look, "trip.page_gone_title", gone), 404)
        address = card.address or f"{request.base_url}{CARD_PATH[1:]}{card.code.replace('-', '')}"
        return HTMLResponse(self._pages.card(look, Sheet(card, address, draw_qr(address))))


def draw_qr(address: str) -> Markup | None:
    """Return the QR code of an address as SVG for a page, black on white, level M; None where it is too long."""
    if len(address) > LONGEST_ADDRESS:
        return None
    drawn = segno.make_qr(address, error="m").svg_inline(omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704  drawn here from squares; the address is not in it as text
