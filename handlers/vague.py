"""Answers a message that is one vague word, such as 补贴, with a choice of what is most often meant."""

from __future__ import annotations

from dataclasses import replace

from handlers.screening_buttons import start_button
from handlers.service import offer_choice
from handlers.turn import Reply, Turn
from knowledge.matching.decision import MOST_CLARIFICATIONS


def answer_vague(turn: Turn) -> Reply | None:
    """Return the choice the content offers for a vague word; None for any other message, or when two were asked."""
    options = turn.understanding.vague
    if not options or turn.conversation.clarifications >= MOST_CLARIFICATIONS:
        return None
    reply = offer_choice(turn, options)
    return replace(reply, buttons=(*reply.buttons, start_button(turn.content)))
