"""Turns forms and JSON objects of the web chat into messages. Called by `web`."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from starlette.datastructures import FormData

from bot.channels.web_visitor import Visitor
from bot.messages import Incoming, well_formed

CHANNEL = "web"
JSON_TYPE = "application/json"
MOST_USER_CHARACTERS = 60


class BadRequestError(Exception):
    """A request that is not as agreed."""

    def __init__(self, key: str, status: int = 400) -> None:
        super().__init__(key)
        self.key = key
        """Key of the sentence that says what would be right."""
        self.status = status
        """HTTP status, 400 to 499."""


def read_form(form: FormData, visitor: Visitor) -> Incoming:
    """Return the message of a form: the action of its pressed button, else its text.

    The same words from the same page are the same message: pressed twice, they are answered once.
    """
    action, text, nonce = (_field(form, name) for name in ("action", "text", "nonce"))
    text = "" if action else text
    known = "" if visitor.is_new else visitor.id
    mark = "\0".join((known, nonce or secrets.token_hex(16), action, text))
    return Incoming(CHANNEL, hashlib.sha256(mark.encode()).hexdigest(), visitor.id, text, action)


def read_json(content_type: str, body: bytes) -> Incoming:
    """Return the message of a JSON object `{"q": text, "user"?: id, "action"?: text}`.

    Messages of the same user are one conversation; without a user each is one of its own. Raises `BadRequestError`.
    """
    if content_type.partition(";")[0].strip().lower() != JSON_TYPE:
        # A page of another site cannot send this type without asking first (CORS), and is never allowed to.
        raise BadRequestError("web.api_type", 415)
    row = _read_object(body)
    if not isinstance(row.get("q"), str):
        raise BadRequestError("web.api_q")
    user, action = _read_user(row.get("user")), row.get("action")
    return Incoming(
        channel=CHANNEL,
        external_id=secrets.token_hex(16),
        address=f"api:{user}",
        text=well_formed(row["q"]),
        action=well_formed(action) if isinstance(action, str) else "",
    )


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return well_formed(value) if isinstance(value, str) else ""


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        row = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("web.api_json") from error
    if not isinstance(row, dict):
        raise BadRequestError("web.api_json")
    return row


def _read_user(user: object) -> str:
    if user is None or user == "":
        return secrets.token_hex(16)
    if isinstance(user, bool) or not isinstance(user, str | int) or len(str(user)) > MOST_USER_CHARACTERS:
        raise BadRequestError("web.api_user")
    return well_formed(str(user))
