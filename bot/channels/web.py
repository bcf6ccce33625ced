"""The web chat: pages rendered here that work without JavaScript, and the JSON interface. Served by `serve`."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.http_guard import BodyLimit, FloodGate, SecurityHeaders, is_own_form
from bot.channels.page_templates import STATIC
from bot.channels.web_card import CARD_PATH, CardDesk, CardPage
from bot.channels.web_message import CHANNEL, BadRequestError, read_form, read_json
from bot.channels.web_pages import Pages, Talk
from bot.channels.web_results import RESULTS_PATH, ResultsDesk, ResultsPage
from bot.channels.web_trouble import Troubles, partial_response
from bot.channels.web_visitor import (
    LARGE,
    VISITOR_COOKIE,
    Visitor,
    drop_visitor,
    find_visitor,
    is_partial,
    keep_size,
    keep_visitor,
    look_of,
)
from bot.database import StoreError
from bot.messages import Exchange, Incoming, reply_json
from handlers.action import TELL
from handlers.turn import Reply
from knowledge.models import Content

log = logging.getLogger(__name__)

LAST = "/#last"
_SIZED_PAGE = re.compile(r"/(?:privacy|forget|results|card/[0-9-]{8,9})?")


class Desk(CardDesk, ResultsDesk, Protocol):
    """What the web chat needs of the one request path."""

    async def respond(self, incoming: Incoming) -> Reply:
        """Keep and answer one message; raises `StoreError` where it could not be kept."""

    async def history(self, channel: str, address: str) -> list[Exchange]:
        """Return the last exchanges of an address, oldest first."""

    async def take_news(self, channel: str, address: str) -> list[Reply]:
        """Return the news that an address has not seen yet, oldest first, and count it as seen."""

    async def check_ready(self) -> None:
        """Raise `StoreError` where the store cannot be written now."""

    @property
    def content(self) -> Content:
        """The content in use."""


def create_web_app(desk: Desk, messages_per_minute: int = 30) -> Starlette:
    """Return the web chat on a desk; a visitor may send `messages_per_minute` messages in any minute."""
    pages = Pages(lambda: desk.content)
    chat = WebChat(desk, pages, FloodGate(messages_per_minute))
    card = CardPage(desk, pages, FloodGate(messages_per_minute))
    results = ResultsPage(desk, pages)
    app = Starlette(
        routes=[
            Route("/", chat.show),
            Route("/ask", chat.ask, methods=["POST"]),
            Route("/ask", chat.go_home),
            Route("/api/ask", chat.ask_json, methods=["POST"]),
            Route("/size", chat.change_size, methods=["POST"]),
            Route(CARD_PATH + "{code}", card.show),
            Route(RESULTS_PATH, results.show),
            Route("/privacy", chat.show_privacy),
            Route("/forget", chat.confirm_forget),
            Route("/forget", chat.forget, methods=["POST"]),
            Route("/livez", chat.tell_live),
            Route("/readyz", chat.tell_ready),
            Route("/robots.txt", chat.tell_robots),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(BodyLimit)],
        exception_handlers=Troubles(pages).handlers(),
    )
    app.router.redirect_slashes = False
    return app


class WebChat:
    """Answers the requests of browsers and programs."""

    def __init__(self, desk: Desk, pages: Pages, gate: FloodGate) -> None:
        """Ask a desk, write pages, and let through what the gate admits."""
        self._desk, self._pages, self._gate = desk, pages, gate
        self._mark = secrets.token_hex(16)

    async def show(self, request: Request) -> Response:
        """Show the conversation so far."""
        visitor = find_visitor(request)
        if visitor.is_new:
            return keep_visitor(HTMLResponse(self._pages.chat(look_of(request), Talk())), request, visitor)
        news = await self._desk.take_news(CHANNEL, visitor.id)
        exchanges = [told for told in await self._desk.history(CHANNEL, visitor.id) if told.reply not in news]
        page = self._pages.chat(look_of(request), Talk(exchanges, news))
        return keep_visitor(HTMLResponse(page), request, visitor)

    async def ask(self, request: Request) -> Response:
        """Answer a form: send a page on to the conversation, and our script the new piece of it."""
        visitor = find_visitor(request)
        refuse_foreign_form(request)
        async with request.form(max_files=0) as form:
            message = read_form(form, visitor)
        if not self._gate.admits(request, "" if visitor.is_new else visitor.id):
            return await self._refuse(request, "common.too_fast", 429, message)
        try:
            reply = await self._desk.respond(message)
            response = await self._tell(request, visitor, reply)
        except StoreError as error:
            log.error("web: %s", error)  # noqa: TRY400  a trace could carry what was typed
            return await self._refuse(request, "common.not_kept", 503, message)
        return keep_visitor(response, request, visitor, is_waiting=message.action == TELL)

    async def _tell(self, request: Request, visitor: Visitor, reply: Reply) -> Response:
        if not visitor.is_new and not is_partial(request):
            return RedirectResponse(LAST, 303)
        # A repeated message of a browser that keeps no cookies has no history: its reply is all there is to show.
        exchanges = await self._desk.history(CHANNEL, visitor.id) or [Exchange("", "", reply)]
        if is_partial(request):
            return partial_response(self._pages.exchange(exchanges[-1]))
        return HTMLResponse(self._pages.chat(look_of(request), Talk(exchanges, problem="web.no_cookie")))

    async def _refuse(self, request: Request, key: str, status: int, message: Incoming) -> Response:
        if is_partial(request):
            return partial_response(self._pages.problem(key), status)
        try:
            exchanges = await self._desk.history(CHANNEL, message.address)
        except StoreError:
            exchanges = []
        talk = Talk(exchanges, problem=key, draft=message.text)
        return HTMLResponse(self._pages.chat(look_of(request), talk), status)

    async def go_home(self, _request: Request) -> Response:
        """Send on a browser that opens the address of a form."""
        return RedirectResponse("/", 303)

    async def ask_json(self, request: Request) -> Response:
        """Answer a JSON message with the JSON reply of the contract."""
        message = read_json(request.headers.get("content-type", ""), await request.body())
        if not self._gate.admits(request, message.address):
            raise BadRequestError("common.too_fast", 429)
        return JSONResponse(reply_json(message.text, await self._desk.respond(message)))

    async def change_size(self, request: Request) -> Response:
        """Change the type size, and go back to the page that was read."""
        refuse_foreign_form(request)
        async with request.form(max_files=0) as form:
            size, back = form.get("size"), form.get("back")
        page = back if isinstance(back, str) and _SIZED_PAGE.fullmatch(back) else "/"
        response = Response(status_code=204) if is_partial(request) else RedirectResponse(page, 303)
        return keep_size(response, request, is_large=size == LARGE)

    async def show_privacy(self, request: Request) -> Response:
        """Show what is kept of a visitor and for how long."""
        # The notice is the reply to a message like any other. Its id stays the same while this program runs with the
        # same content, so that the store keeps one such message and not one for each look at the page.
        mark = hashlib.sha256(f"{self._mark}:{self._desk.content.version}".encode()).hexdigest()
        reply = await self._desk.respond(Incoming(CHANNEL, mark, mark[:32], "/privacy"))
        return HTMLResponse(self._pages.privacy(look_of(request), reply.text))

    async def confirm_forget(self, request: Request) -> Response:
        """Ask whether everything is to be deleted."""
        return HTMLResponse(self._pages.forget(look_of(request)))

    async def forget(self, request: Request) -> Response:
        """Delete all that is kept of the visitor, the cookie too."""
        refuse_foreign_form(request)
        visitor = find_visitor(request)
        if not visitor.is_new:
            await self._desk.respond(Incoming(CHANNEL, secrets.token_hex(16), visitor.id, "/forget"))
        text = self._pages.sentence("common.forgotten")
        page = self._pages.notice(look_of(request), "web.forgotten_title", text)
        return drop_visitor(HTMLResponse(page), request)

    async def tell_live(self, _request: Request) -> Response:
        """Tell that the program runs."""
        return PlainTextResponse("ok\n")

    async def tell_ready(self, _request: Request) -> Response:
        """Tell whether messages can be kept now; why not is in the log only, for it names files."""
        try:
            await self._desk.check_ready()
        except StoreError as error:
            log.error("web: %s", error)  # noqa: TRY400  one line says it all
            return PlainTextResponse(self._pages.sentence("web.not_ready") + "\n", 503)
        return PlainTextResponse("ok\n")

    async def tell_robots(self, _request: Request) -> Response:
        """Ask search engines to stay away: a conversation belongs to the one who has it."""
        return PlainTextResponse("User-agent: *\nDisallow: /\n")


def refuse_foreign_form(request: Request) -> None:
    """Raise a 403 where a form was sent by a page of another site."""
    if not is_own_form(request, has_cookie=VISITOR_COOKIE in request.cookies):
        raise HTTPException(403)
