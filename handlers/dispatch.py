"""The ladder: an ordered table of handlers, the first that has something to say answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers.command import answer_command
from handlers.danger import answer_danger
from handlers.elsewhere import answer_elsewhere
from handlers.followup import answer_followup
from handlers.handoff import hand_off
from handlers.location import answer_location
from handlers.office import answer_office
from handlers.opening import answer_opening
from handlers.pick import answer_pick
from handlers.press import answer_press
from handlers.screening import answer_screening_press, answer_screening_request, keep_open
from handlers.screening_typed import answer_screening_typed
from handlers.service import answer_choice, answer_needs, answer_service
from handlers.smalltalk import answer_smalltalk
from handlers.town import answer_town, remember_town
from handlers.trip import answer_trip
from handlers.turn import Reply, Turn
from handlers.unreadable import answer_unreadable
from handlers.vague import answer_vague

Handler = Callable[[Turn], Reply | None]

LADDER: tuple[Handler, ...] = (
    answer_danger,
    answer_screening_press,
    answer_location,
    answer_town,
    answer_press,
    answer_command,
    answer_screening_typed,
    answer_unreadable,
    answer_pick,
    answer_screening_request,
    answer_trip,
    answer_vague,
    answer_opening,
    answer_office,
    answer_followup,
    answer_needs,
    answer_smalltalk,
    answer_elsewhere,
    answer_service,
    answer_choice,
)


def dispatch(turn: Turn) -> Reply:
    """Return the reply of the first handler on the ladder that has one; the handoff where none has."""
    turn = remember_town(turn)
    replies = (handler(turn) for handler in LADDER)
    reply = next((reply for reply in replies if reply is not None), None) or hand_off(turn)
    return _end_wait(turn, keep_open(turn, reply))


def _end_wait(turn: Turn, reply: Reply) -> Reply:
    """Return the reply with the question for the town over, where it was the message before that was asked it."""
    if not turn.conversation.waits_for_town:
        return reply
    return replace(reply, conversation=replace(reply.conversation, waits_for_town=""))
