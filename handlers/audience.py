"""Hears whom a question is for, so that the one-trip card is worded for them. Called when services are shown."""

from __future__ import annotations

from handlers.turn import Turn
from knowledge.screening.facts import OneOf

WHOM = "whom"
"""The fact that tells whom a text is about; absent where it names nobody."""
SEVERAL = "several"
"""Different matters are for different people: the card says so, and is worded for each of them."""


def hear_audience(turn: Turn) -> str:
    """Return whom the questions of the conversation are for, this message included; empty where nobody was named.

    A value of `Whom`, or `SEVERAL`. Who is not named anew is still meant.
    """
    before = turn.conversation.audience
    known = turn.screener.find(turn.text, turn.today).facts.get(WHOM) if turn.text else None
    if not isinstance(known, OneOf) or len(known.values) != 1:
        return before
    [named] = known.values
    return SEVERAL if before and before != named else str(named)
