"""The eligibility dialogue: begins, asks the next question or shows the results; can be left and taken up any time.

Two rungs of the ladder: a pressed button of it, and a message that asks for it; `screening_typed` reads what is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import action
from handlers.screening_answer import has_said
from handlers.screening_buttons import PERSON, resume_button
from handlers.screening_check import show_check
from handlers.screening_findings import RECEIVED
from handlers.screening_people import hear, others_noted, sort_out, turn_to
from handlers.screening_question import USUAL_QUESTIONS, WHOLE, ask_change, ask_fact
from handlers.screening_received import ask_received, mark_received
from handlers.screening_results import show_rest, show_results
from handlers.screening_state import ScreeningState
from handlers.screening_words import WHOM, label, told_facts, whom
from handlers.turn import Block, Conversation, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.screening.facts import FactError, Facts, facts_from_json, one_of
from knowledge.screening.found import Contradiction, Found
from knowledge.screening.next_question import MOST_QUESTIONS, next_fact, next_fact_of
from knowledge.situation import Whom

INTENT = "screening"
"""Id of the small talk that asks what one can get."""
FEWEST_TOLD = 2
"""Facts in a story that asks for whatever there is, for it to be read as one."""
PAUSING = frozenset({Kind.ANSWER, Kind.DETAIL, Kind.CHOOSE, Kind.HANDOFF})
"""Replies after which what is typed is no longer taken for an answer to the dialogue's question."""


def answer_screening_press(turn: Turn) -> Reply | None:
    """Return what a button of the dialogue asks for; None for any other."""
    pressed = action.read_action(turn.action) if turn.action else None
    if pressed is None or pressed.verb not in action.SCREEN_VERBS:
        return None
    state = turn.conversation.screening or ScreeningState()
    if pressed.verb == action.FACT:
        return _press_fact(turn, state, pressed.service, pressed.aspect)
    if pressed.verb == action.HAVE:
        return mark_received(turn, state, (pressed.service,))
    if pressed.verb == action.CHECK:
        return start_check(turn, pressed.service)
    if pressed.verb == action.AGAIN and pressed.service in turn.content.situation:
        return ask_fact(turn, state, pressed.service, is_whole=pressed.aspect == WHOLE)
    if pressed.service == PERSON:
        return turn_to_person(turn, state, pressed.aspect)
    return take_step(turn, state, pressed.service)


def take_step(turn: Turn, state: ScreeningState, step: str) -> Reply:
    """Return what a button that steers the dialogue asks for; an unknown step goes on with it."""
    if step == "change":
        return ask_change(turn, state)
    if step == "results":
        return show_results(turn, _rested(state))
    if step == action.REST:
        return show_rest(turn, state)
    if step == RECEIVED:
        return ask_received(turn, state)
    if step == "more":
        return proceed(turn, replace(state, is_thorough=True, service=""))
    return resume(turn)


def answer_screening_request(turn: Turn) -> Reply | None:
    """Begin the dialogue where a message asks what one can get, with what it tells already.

    A story that asks for any benefit (有啥补助) begins it where no services are clearly meant or were shown before.
    """
    match = decide(turn.understanding.matches, turn.thresholds).answer
    if match is not None and match.intent.kind is IntentKind.SMALLTALK and match.intent.id == INTENT:
        return start(turn)
    is_first = match is None and not turn.understanding.needs and not turn.conversation.services
    is_open = is_first and has_said(turn, "screening.words_ask_some")
    if is_open or has_said(turn, "screening.words_ask"):
        found = turn.screener.find(turn.text, turn.today)
        told = sum(len(person.facts.keys() - {WHOM}) for person in (found.person, *found.others))
        if found.contradictions or told >= FEWEST_TOLD:
            return start(turn)
    return None


def begin_later(turn: Turn, talk: Conversation) -> Conversation:
    """Return the conversation with the dialogue begun, to be gone on with later, where a message asks for it too.

    Of a message in an open dialogue what it tells is kept.
    """
    if reply := answer_screening_request(turn):
        return replace(talk, screening=reply.conversation.screening)
    state = talk.screening
    if state is None or not state.waiting or state.is_paused:
        return talk
    facts, heard = hear(turn, state)
    return replace(talk, screening=heard.told(facts, turn.content.situation))


def start(turn: Turn) -> Reply:
    """Begin afresh with what the message tells; what contradicts itself is shown back and asked once."""
    content = turn.content
    found = turn.screener.find(turn.text, turn.today)
    facts, state = sort_out(turn, ScreeningState(), found)
    is_story = bool(facts.keys() - {WHOM}) or bool(found.contradictions)
    if is_story and WHOM in content.situation:
        facts = {WHOM: one_of(found.whom), **facts}
    elif facts.get(WHOM) == one_of(Whom.ME):  # 我能享受啥 does not tell for whom
        facts = {}
    state = state.told(facts, content.situation)
    opening = noted(turn, facts) if is_story else (Block(Style.TEXT, content.messages["screening.open"]),)
    opening = (*opening, *others_noted(turn, ScreeningState(), state))
    said = (*opening, Block(Style.NOTE, content.messages["screening.open_private"]))
    if not found.contradictions:
        return proceed(turn, state, said)
    clash = found.contradictions[0]
    return ask_fact(turn, state, clash.first_fact, (*said, contradiction_block(turn, clash)))


def contradiction_block(turn: Turn, clash: Contradiction) -> Block:
    """Return two things said that do not fit together, shown back."""
    text = say(turn.content, "screening.contradiction", first=clash.first_words, second=clash.second_words)
    return Block(Style.TEXT, text)


def resume(turn: Turn) -> Reply:
    """Go on where the dialogue was left; begin where there is none or it is finished."""
    state = turn.conversation.screening
    if state is None or not (state.waiting or state.facts):
        return start(replace(turn, text=""))
    said = (Block(Style.TEXT, turn.content.messages["screening.open_again"]),)
    if state.service or not state.waiting:
        return proceed(turn, replace(state, service="", waiting=""), said)
    return proceed(turn, state, said)


def proceed(turn: Turn, state: ScreeningState, said: Sequence[Block] = ()) -> Reply:
    """Return the next question, or the results when nothing more is worth asking."""
    content = turn.content
    facts = state.known(content.situation)
    if state.waiting not in state.facts and state.waiting != RECEIVED:  # put again what was not answered yet
        state = replace(state, asked=tuple(key for key in state.asked if key != state.waiting))
    state = _rested(state)
    if reply := _show_clash(turn, state, facts, said):
        return reply
    if state.service in content.services:
        service = content.services[state.service]
        key = next_fact_of(turn.screener, service, facts, state.asked)
        return show_check(turn, state, service, said) if key is None else ask_fact(turn, state, key, said)
    key = _next_fact(turn, state, facts)
    return show_results(turn, state, said) if key is None else ask_fact(turn, state, key, said)


def _show_clash(turn: Turn, state: ScreeningState, facts: Facts, said: Sequence[Block]) -> Reply | None:
    """Return the question for one of two facts that cannot both be true; None where all fits or it was shown before."""
    content = turn.content
    pair = next((pair for pair in turn.screener.clashes(facts) if not set(pair) <= set(state.clashes)), None)
    if pair is None:
        return None
    first, second = (label(content, content.situation[key], facts[key]) for key in pair)
    text = say(content, "screening.clash", first=first, second=second)
    shown = replace(state, clashes=(*state.clashes, *pair))
    return ask_fact(turn, shown, pair[0], (*said, Block(Style.TEXT, text)), is_whole=True)


def start_check(turn: Turn, service_id: str) -> Reply:
    """Check one service, with all that is known of the person already; a service that is gone is told so."""
    content = turn.content
    if service_id not in content.services:
        text = content.messages["common.service_gone"]
        return Reply(Kind.COMMAND, (Block(Style.TEXT, text),), conversation=turn.conversation)
    found = turn.screener.find(turn.text, turn.today)
    state = replace(_state_about(turn, found), service=service_id, asked=(), waiting="")
    facts, heard = sort_out(turn, state, found)
    said = (*noted(turn, facts), *others_noted(turn, state, heard))
    return proceed(turn, heard.told(facts, content.situation), said)


def _state_about(turn: Turn, found: Found) -> ScreeningState:
    """Return the dialogue with the person in front whom a message names, or else whom the questions were for."""
    state, situation = turn.conversation.screening or ScreeningState(), turn.content.situation
    about, audience = whom(state.known(situation)), turn.conversation.audience
    if not about and audience and WHOM in situation and audience in situation[WHOM].values:
        return state.told({WHOM: one_of(audience)}, situation)
    is_other = bool(about) and WHOM in found.facts and found.whom not in (about, Whom.ME)
    return turn_to(turn.content, state, found.whom, may_be_new=True) if is_other else state


def keep_open(turn: Turn, reply: Reply) -> Reply:
    """Return a reply with the button that goes on with the dialogue, where its question waits still."""
    state = reply.conversation.screening
    if reply.kind is Kind.SCREEN or state is None or not state.waiting:
        return reply
    paused = replace(state, is_paused=state.is_paused or reply.kind in PAUSING)
    conversation = replace(reply.conversation, screening=paused)
    return replace(reply, buttons=(*reply.buttons, resume_button(turn.content)), conversation=conversation)


def _press_fact(turn: Turn, state: ScreeningState, key: str, value: str) -> Reply:
    try:
        facts = facts_from_json({key: value}, turn.content.situation)
    except FactError:
        return resume(turn)
    is_changed = key in state.facts and key != state.waiting
    said = (Block(Style.TEXT, turn.content.messages["screening.changed"]),) if is_changed else ()
    return _go_on(turn, state, facts, key, said)


def _go_on(turn: Turn, state: ScreeningState, facts: Facts, key: str, said: Sequence[Block]) -> Reply:
    """Return what follows an answer: the next question, or the results where these were shown already."""
    asked = state.asked if key in state.asked or key in state.facts else (*state.asked, key)
    told = replace(state.told(facts, turn.content.situation), asked=asked)
    return proceed(turn, told, said)


def _next_fact(turn: Turn, state: ScreeningState, facts: Facts) -> str | None:
    if WHOM in turn.content.situation and WHOM not in facts and WHOM not in state.asked:
        return WHOM
    limit = MOST_QUESTIONS if state.is_thorough else USUAL_QUESTIONS
    put = [key for key in state.asked if key != RECEIVED]
    return next_fact(turn.screener, facts, put) if len(put) < limit and len(state.asked) < MOST_QUESTIONS else None


def turn_to_person(turn: Turn, state: ScreeningState, one: str, *, may_be_new: bool = False) -> Reply:
    """Return the results of another person, or the first question about them; of one checked service, that check."""
    turned = turn_to(turn.content, state, one, may_be_new=may_be_new)
    if turned.service:
        return proceed(turn, turned, noted(turn, {WHOM: one_of(one)}, is_whom_told=True))
    return show_results(turn, turned) if turned.asked else proceed(turn, turned)


def _rested(state: ScreeningState) -> ScreeningState:
    return replace(state, waiting="", is_paused=False)


def noted(turn: Turn, facts: Facts, *, is_whom_told: bool = False) -> tuple[Block, ...]:
    """Return what was understood in a sentence; none where nothing was, or only whom it is about.

    `is_whom_told` says that too: it was known to be about somebody else.
    """
    is_anything = is_whom_told or bool(facts.keys() - {WHOM})
    told = told_facts(turn.content, facts) if is_anything else ""
    return (Block(Style.TEXT, say(turn.content, "screening.noted", facts=told)),) if told else ()
