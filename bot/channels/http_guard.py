"""What web pages refuse and how they are shielded: headers, body size, foreign forms, floods.

Used by `web` and `console`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 64 * 1024
MOST_DRAINED_BYTES = 1024 * 1024
"""So much of a body that is too big is read on and thrown away, so that a browser gets to see the answer."""
CLIENT_SHARE = 10
"""One network address may send as much as so many visitors: a household or a village office shares one."""
MOST_KEYS = 10_000
"""From so many remembered visitors and addresses on, all are forgotten; `limits` itself never drops one."""

STATIC = "/static/"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = "no-store"
CACHE_STATIC = "public, max-age=31536000, immutable"


class BodyTooBigError(Exception):
    """A request carries more than its application takes."""


class SecurityHeaders:
    """Adds the security headers to every response, and says what may be cached."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to what comes back."""

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                shield(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        await self._app(scope, receive, send_shielded if scope["type"] == "http" else send)


def shield(headers: MutableHeaders, path: str, status: int) -> None:
    """Set the security headers of a response; only static files that were found may be cached."""
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    is_static = path.startswith(STATIC) and status in (200, 304)
    headers["Cache-Control"] = CACHE_STATIC if is_static else NO_STORE


class BodyLimit:
    """Stops a body that is too big while it comes in, before anything parses it."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BODY_BYTES) -> None:
        """Wrap an application that takes so many bytes."""
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; reading too big a body raises `BodyTooBigError` in the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        size = int(declared) if declared.isascii() and declared.isdigit() else 0
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if max(size, received) > self._most_bytes:
                await _drain(receive, message)
                raise BodyTooBigError
            return message

        await self._app(scope, receive_limited, send)


async def _drain(receive: Receive, message: Message) -> None:
    drained = 0
    while message.get("more_body") and drained <= MOST_DRAINED_BYTES:
        message = await receive()
        drained += len(message.get("body", b""))


def is_own_form(request: Request, *, has_cookie: bool) -> bool:
    """Return whether a form was sent by one of our own pages (or by a program, which no page can be).

    Browsers say so in `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/); older ones only in `Origin`, which the
    `no-referrer` policy makes "null" on our own pages too: there the SameSite=Lax cookie that came along decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if origin == "null":
        return has_cookie
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


class FloodGate:
    """Counts messages in a moving minute, for each visitor and for each network address."""

    def __init__(self, messages_per_minute: int) -> None:
        """Let `messages_per_minute` of one visitor through, and `CLIENT_SHARE` times that of one address."""
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._visitor_limit = RateLimitItemPerMinute(messages_per_minute)
        self._client_limit = RateLimitItemPerMinute(CLIENT_SHARE * messages_per_minute)

    def admits(self, request: Request, visitor: str) -> bool:
        """Count a message and return whether it may be answered; an empty `visitor` counts for its address only."""
        if len(self._storage.events) > MOST_KEYS:
            self._storage.reset()
        client = request.client.host if request.client else ""
        if not self._limiter.hit(self._client_limit, "client", client):
            return False
        return not visitor or self._limiter.hit(self._visitor_limit, "visitor", visitor)
