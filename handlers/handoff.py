"""Says honestly that the bot does not know, and who does; the question is logged for staff."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.screening_buttons import start_button
from handlers.turn import Block, Button, Kind, Reply, ReviewReason, Style, Turn
from handlers.words import department_name, say
from knowledge.matching.decision import MOST_CLARIFICATIONS
from knowledge.matching.intents import IntentKind
from knowledge.routing.intake import COUNTY_HOTLINE

LIKELY_DEPARTMENT = 0.2


def hand_off(turn: Turn) -> Reply:
    """Return the hotline, and the likely department where there is one."""
    content, department = turn.content, _likely_department(turn)
    if turn.conversation.clarifications >= MOST_CLARIFICATIONS:
        text = content.messages["choice.too_many"]
    else:
        opening = content.messages["handoff.unknown"]
        if department:
            opening = say(content, "handoff.unknown_near", department=department_name(content, department))
        text = opening + content.messages["handoff.hotline"] + content.messages["handoff.logged"]
    rephrase = Block(Style.NOTE, content.messages["handoff.rephrase"])
    tell = (Button(content.messages["handoff.button_tell"], action.TELL),) if turn.can_be_told else ()
    return Reply(
        kind=Kind.HANDOFF,
        blocks=(Block(Style.TEXT, text), rephrase),
        departments=(department, COUNTY_HOTLINE) if department else (COUNTY_HOTLINE,),
        confidence=turn.understanding.matches[0].probability if turn.understanding.matches else 0.0,
        buttons=(*tell, start_button(content)),
        conversation=replace(turn.conversation, options=(), clarifications=0),
        review=ReviewReason.UNANSWERED,
    )


def _likely_department(turn: Turn) -> str:
    services = [m for m in turn.understanding.matches if m.intent.kind is IntentKind.SERVICE]
    if not services or services[0].probability < LIKELY_DEPARTMENT:
        return ""
    return turn.content.services[services[0].intent.id].lead
