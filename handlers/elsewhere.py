"""Answers a public matter that is not among the plan's services: says so, and who usually does it."""

from __future__ import annotations

from dataclasses import replace

from handlers.turn import Block, Kind, Reply, ReviewReason, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.models import Elsewhere
from knowledge.routing.intake import COUNTY_HOTLINE


def answer_elsewhere(turn: Turn) -> Reply | None:
    """Return who usually handles the matter; None where the message is something else."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    if match is None or match.intent.kind is not IntentKind.ELSEWHERE:
        return None
    return replace(show_matter(turn, turn.content.elsewhere[match.intent.id]), confidence=match.probability)


def show_matter(turn: Turn, matter: Elsewhere) -> Reply:
    """Return who usually handles a matter."""
    content = turn.content
    sentences = [
        say(content, "handoff.elsewhere", title=matter.title),
        say(content, "handoff.elsewhere_office", office=matter.office),
    ]
    if matter.hotline and matter.hotline != "12345":
        sentences.append(say(content, "handoff.elsewhere_hotline", hotline=matter.hotline))
        sentences.append(content.messages["handoff.elsewhere_or"])
    else:
        sentences.append(content.messages["handoff.hotline"])
    return Reply(
        kind=Kind.HANDOFF,
        blocks=(Block(Style.TEXT, "".join(sentences)),),
        departments=(COUNTY_HOTLINE,),
        conversation=turn.conversation,
        review=ReviewReason.ELSEWHERE,
    )
