"""What passes between the channels and the one request path, and its JSON forms."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.masking import clean_text, mask
from handlers.turn import Block, Button, Kind, Reply, ReviewReason, Style
from knowledge.trip.referral import Matter, Referral


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over."""

    channel: str
    """Name of the channel: `telegram`, `web`, `terminal` or `json`."""
    external_id: str
    """The channel's own id of the message; the same id again is the same message again."""
    address: str
    """Where the channel sends the reply; known to the channel only."""
    text: str
    """What was typed; empty for a pressed button."""
    action: str = ""
    """Action of a pressed button, see `handlers.action`."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way out."""

    id: int
    """Number in the outbox."""
    person: str
    """Keyed hash of the receiver."""
    address: str
    """Where the channel sends it."""
    reply: Reply
    """What to say."""
    parts_sent: int
    """How many parts of it the channel has already taken."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message with its reply, as shown again to the one who wrote it."""

    text: str
    """The masked text; empty for a pressed button."""
    action: str
    """Action of a pressed button; empty for typed text."""
    reply: Reply
    """What was answered."""


@dataclass(frozen=True, slots=True)
class Card:
    """A one-trip card, to be shown on a page of its own."""

    code: str
    """As it is read out, such as 1234-5671."""
    blocks: tuple[Block, ...]
    """What it says, without the code; never empty."""
    address: str
    """Address of its page; empty where the settings name none."""
    days_kept: int
    """How many days it can be opened, from the day it was made."""


def well_formed(text: str) -> str:
    r"""Return a text without halves of surrogate pairs, which no UTF-8 can carry: they become question marks.

    >>> well_formed("你\ud83d好")
    '你?好'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def reply_json(question: str, reply: Reply) -> dict[str, Any]:
    """Return the JSON reply of the contract: what `ask --json` prints and `POST /api/ask` returns."""
    return {
        "q": _shown(well_formed(question)),
        "kind": str(reply.kind),
        "services": list(reply.services),
        "options": list(reply.options),
        "aspect": reply.aspect,
        "numbers": list(reply.numbers),
        "departments": list(reply.departments),
        "confidence": round(reply.confidence, 4),
        "text": reply.text,
    }


def _shown(question: str) -> str:
    """Return a question as it was, or masked where it holds personal numbers: no reply repeats these."""
    masked = mask(question)
    return question if masked == unicodedata.normalize("NFKC", clean_text(question)) else masked


def pack_reply(reply: Reply) -> dict[str, Any]:
    """Return a reply as JSON for the outbox, without the conversation, which has a table of its own."""
    packed = asdict(reply)
    del packed["conversation"]
    return packed


def unpack_reply(packed: dict[str, Any]) -> Reply:
    """Return the reply that `pack_reply` packed."""
    values = dict(packed)
    values["kind"] = Kind(values["kind"])
    values["blocks"] = tuple(map(_unpack_block, values["blocks"]))
    values["buttons"] = tuple(Button(**button) for button in values["buttons"])
    for name in ("services", "options", "numbers", "departments"):
        values[name] = tuple(values.get(name, ()))
    values["review"] = ReviewReason(values["review"]) if values.get("review") else None
    if card := values.get("referral"):
        matters = tuple(Matter(**matter) for matter in card["matters"])
        values["referral"] = Referral(matters, card["town"], card["audience"], card["code"])
    known = {field.name for field in fields(Reply)}  # an older or newer program may have packed others
    return Reply(**{name: value for name, value in values.items() if name in known})


def _unpack_block(packed: dict[str, Any]) -> Block:
    buttons = tuple(Button(**button) for button in packed.get("buttons", ()))  # an older program packed none
    return Block(Style(packed["style"]), packed["text"], tuple(packed["items"]), buttons)
