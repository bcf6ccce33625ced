"""Answers the commands that every channel shares; /privacy and /forget, which need the store, are in `respond`."""

from __future__ import annotations

from handlers.screening_buttons import start_button
from handlers.turn import Block, Kind, Reply, Style, Turn

COMMANDS = {"/start": "common.start", "/help": "common.help", "帮助": "common.help"}


def answer_command(turn: Turn) -> Reply | None:
    """Return the text of a command; a plain word for an unknown one; None where the message is no command."""
    word = next(iter(turn.text.split()), "").split("@")[0].lower()
    if word not in COMMANDS and not (word.startswith("/") and word[1:].isascii() and word[1:].isalpha()):
        return None
    text = turn.content.messages[COMMANDS.get(word, "common.unknown_command")]
    return Reply(
        kind=Kind.COMMAND,
        blocks=(Block(Style.TEXT, text),),
        buttons=(start_button(turn.content),),
        conversation=turn.conversation,
    )
