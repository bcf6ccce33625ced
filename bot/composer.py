"""Composes the reply to a message out of the content in use; keeps nothing. Called by `respond`."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace

from bot.answering import answer_turn, turn_of
from bot.config import Config
from bot.library import Library
from bot.privacy import PRIVACY, privacy_text
from bot.store import MOST_ATTEMPTS, Received
from bot.times import Clock
from handlers.screening_results import print_results
from handlers.turn import Block, Conversation, Kind, Reply, ReviewReason, Style, Turn
from knowledge.models import Content

log = logging.getLogger(__name__)

CAN_TELL = {"telegram": "handoff.tell_kept", "web": "handoff.tell_kept_web"}
"""Channels in which people can be told later, with the sentence that promises it; a browser shows it when back."""


class Composer:
    """Composes replies."""

    def __init__(self, library: Library, config: Config, clock: Clock) -> None:
        """Use the edition that the library has at each reply."""
        self._library, self._config, self._clock = library, config, clock

    @property
    def content(self) -> Content:
        """The content in use."""
        return self._library.edition.content

    def compose(self, message: Received, conversation: Conversation) -> Reply:
        """Return the reply to a resident's message; where that fails, the sentence that says so."""
        if message.attempts >= MOST_ATTEMPTS:
            return self._failed(conversation)
        try:
            if message.is_command(PRIVACY):
                text = privacy_text(self.content, self._config, message.channel)
                return Reply(Kind.COMMAND, (Block(Style.TEXT, text),), conversation=conversation)
            return answer_turn(self._turn(message, conversation))
        except Exception as error:  # noqa: BLE001  whatever it is, the person gets an answer
            log.error("handler failed on message %d: %s", message.id, _place_of(error))  # noqa: TRY400  may quote it
            return self._failed(conversation)

    def results(self, conversation: Conversation) -> tuple[Block, ...]:
        """Return the results of a conversation's eligibility dialogue, written anew; empty where it has none."""
        if conversation.screening is None:
            return ()
        turn = turn_of(self._library.edition, "", self._clock().astimezone(self._config.timezone), conversation)
        return print_results(turn, conversation.screening)

    def say(self, key: str, kind: Kind, conversation: Conversation | None = None) -> Reply:
        """Return the sentence of a key as a reply."""
        text = self.content.messages[key]
        return Reply(kind, (Block(Style.TEXT, text),), conversation=conversation or Conversation())

    def _turn(self, message: Received, conversation: Conversation) -> Turn:
        text = message.text[: self._config.limits.message_characters]
        now = self._clock().astimezone(self._config.timezone)
        turn = turn_of(self._library.edition, text, now, conversation, action=message.action)
        return replace(turn, can_be_told=message.channel in CAN_TELL)

    def _failed(self, conversation: Conversation) -> Reply:
        return replace(self.say("common.failed", Kind.HANDOFF, conversation), review=ReviewReason.FAILED)


def _place_of(error: Exception) -> str:
    """Return kind and place of an error without its words, which may quote what a person told."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
