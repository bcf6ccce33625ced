"""Answers what holds no words: an empty message, a sticker, only signs."""

from __future__ import annotations

from handlers.turn import Block, Kind, Reply, Style, Turn


def answer_unreadable(turn: Turn) -> Reply | None:
    """Return a plain sentence where there is nothing to read; None where there are words."""
    if turn.understanding.analysis.plain:
        return None
    key = "common.no_words" if turn.understanding.analysis.text else "common.empty"
    blocks = (Block(Style.TEXT, turn.content.messages[key]),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=turn.conversation)
