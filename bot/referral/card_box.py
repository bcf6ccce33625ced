"""Gives a card its code when it is handed out, and writes it anew whenever its code is shown. Used by `respond`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Config
from bot.messages import Card
from bot.referral.records import keep_referral, load_referral
from bot.referral.referral_code import read_code, show_code
from bot.store import Received
from handlers.trip import kept_card
from handlers.trip_card import card_blocks, code_blocks
from handlers.turn import Conversation, Reply
from knowledge.models import Content

LINKING = frozenset({"web"})
"""Channels that show the card's page as a link of their own, not as a line of text."""


class CardBox:
    """The cards of one store, on the connection of the transaction that a message is answered in."""

    def __init__(self, config: Config, content: Callable[[], Content], clock: Callable[[], datetime]) -> None:
        """Take words from the content in use; `clock` gives aware UTC times."""
        self._config, self._content, self._clock = config, content, clock

    async def hand_out(self, connection: AsyncConnection, message: Received, reply: Reply) -> Reply:
        """Keep the card that a reply is, and return the reply with its code; other replies as they are."""
        if reply.referral is None:
            return reply
        now = self._clock().astimezone(UTC).replace(tzinfo=None)
        card = await keep_referral(connection, reply.referral, message.person, now)
        return self._with_code(message, replace(reply, referral=card), card.code)

    async def reopen(self, connection: AsyncConnection, message: Received, talk: Conversation) -> Reply | None:
        """Return the card whose code is all that a message says; None where it says anything else."""
        code = read_code(message.text)
        card = await load_referral(connection, code) if code else None
        reply = kept_card(self._content(), card, talk, self._local_time()) if card else None
        return self._with_code(message, reply, code) if reply and code else None

    async def open(self, connection: AsyncConnection, typed: str) -> Card | None:
        """Return the card of a code as somebody typed it, for its page; None where there is none, or no longer."""
        code = read_code(typed)
        card = await load_referral(connection, code) if code else None
        blocks = card_blocks(self._content(), card, self._local_time()) if card else ()
        if not code or not blocks:
            return None
        return Card(show_code(code), blocks, self._address(code), self._config.retention.referrals_days)

    def _with_code(self, message: Received, reply: Reply, code: str) -> Reply:
        address = "" if message.channel in LINKING else self._address(code)
        return replace(reply, blocks=(*reply.blocks, *code_blocks(self._content(), show_code(code), address)))

    def _address(self, code: str) -> str:
        base = self._config.web.address
        return f"{base}/card/{code}" if base else ""

    def _local_time(self) -> datetime:
        return self._clock().astimezone(self._config.timezone)
