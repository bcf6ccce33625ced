"""Answers what holds no words: an empty message, a sticker, only signs, a bare number that picks nothing."""

from __future__ import annotations

from handlers.turn import Block, Kind, Reply, Style, Turn


def answer_unreadable(turn: Turn) -> Reply | None:
    """Return a plain sentence where there is nothing to read; None where there are words."""
    analysis = turn.understanding.analysis
    if analysis.plain and not (analysis.plain.isdecimal() and not turn.conversation.options):
        return None
    key = "common.only_number" if analysis.plain else "common.no_words" if analysis.text else "common.empty"
    blocks = (Block(Style.TEXT, turn.content.messages[key]),)
    return Reply(kind=Kind.SMALLTALK, blocks=blocks, conversation=turn.conversation)
