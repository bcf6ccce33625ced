"""Answers talk that is not about a public service."""

from __future__ import annotations

from handlers.turn import Block, Kind, Reply, Style, Turn
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind


def answer_smalltalk(turn: Turn) -> Reply | None:
    """Return the reply of the content to small talk; None where the message is something else."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    if match is None or match.intent.kind is not IntentKind.SMALLTALK:
        return None
    return Reply(
        kind=Kind.SMALLTALK,
        blocks=(Block(Style.TEXT, turn.content.smalltalk[match.intent.id].reply),),
        confidence=match.probability,
        conversation=turn.conversation,
    )
