"""The eligibility dialogue: begins, reads an answer, asks the next question or shows the results; can be left any time.

Three rungs of the ladder: a pressed button of it, a typed answer while its question waits, a message that asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import action
from handlers.followup import CLEAR, asks_aspect_of_last
from handlers.pick import read_ordinal
from handlers.screening_answer import has_said, is_number, is_said, read_answer
from handlers.screening_buttons import PERSON, person_buttons, resume_button
from handlers.screening_check import show_check
from handlers.screening_findings import RECEIVED
from handlers.screening_people import hear, others_noted, sort_out, turn_to
from handlers.screening_question import USUAL_QUESTIONS, ask_change, ask_fact, changeable, screen_reply, why_block
from handlers.screening_received import ask_received, mark_received, read_received
from handlers.screening_results import show_results
from handlers.screening_state import ScreeningState
from handlers.screening_words import WHOM, label, told_facts
from handlers.turn import Block, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.screening.facts import FactError, Facts, facts_from_json, one_of
from knowledge.screening.next_question import MOST_QUESTIONS, next_fact, next_fact_of

INTENT = "screening"
"""Id of the small talk that asks what one can get."""
FEWEST_TOLD = 2
"""Facts in a story that asks for whatever there is, for it to be read as one."""
LONGEST_WHY = 12
"""Characters of a message that asks why a question is put."""
LONGEST_CHECK = 24
"""Characters of a message that asks whether one meets the condition."""
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
        return ask_fact(turn, state, pressed.service)
    if pressed.service == PERSON:
        return _turn_to(turn, state, pressed.aspect)
    return _take_step(turn, state, pressed.service)


def _take_step(turn: Turn, state: ScreeningState, step: str) -> Reply:
    """Return what a button that steers the dialogue asks for; an unknown step goes on with it."""
    if step == "change":
        return ask_change(turn, state)
    if step == "results":
        return show_results(turn, _rested(state))
    if step == RECEIVED:
        return ask_received(turn, state)
    if step == "more":
        return proceed(turn, replace(state, is_thorough=True, service=""))
    return resume(turn)


def answer_screening_typed(turn: Turn) -> Reply | None:
    """Return what follows from a typed answer or a word that steers the dialogue; None for anything else."""
    state = turn.conversation.screening
    if is_said(turn, "screening.words_start"):
        return resume(turn)
    if _asks_for_check(turn):
        return _check_named(turn)
    if state is None or state.is_paused or turn.conversation.options:
        return None
    return _steer(turn, state) or (_read_waiting(turn, state) if state.waiting else _read_afterthought(turn, state))


def _steer(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows from words that steer the dialogue; None where the message is none of these."""
    if is_said(turn, "screening.words_leave"):
        return _leave(turn, state)
    if is_said(turn, "screening.words_done") and state.facts and not state.waiting:
        return screen_reply(turn, state, (Block(Style.TEXT, turn.content.messages["screening.done"]),))
    is_short = len(turn.understanding.analysis.plain) <= LONGEST_WHY
    if is_short and has_said(turn, "screening.words_why") and state.waiting in turn.content.situation:
        return ask_fact(turn, state, state.waiting, (why_block(turn, state.waiting),))
    for step in ("results", "change", "more", RECEIVED):
        if is_said(turn, f"screening.words_{step}"):
            return _take_step(turn, state, step)
    return _turn_typed(turn, state)


def answer_screening_request(turn: Turn) -> Reply | None:
    """Begin the dialogue where a message asks what one can get, with what it tells already."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    if match is not None and match.intent.kind is IntentKind.SMALLTALK and match.intent.id == INTENT:
        return None if match.probability < CLEAR and asks_aspect_of_last(turn) else start(turn)
    if has_said(turn, "screening.words_ask"):
        found = turn.screener.find(turn.text, turn.today)
        told = sum(len(person.facts.keys() - {WHOM}) for person in (found.person, *found.others))
        if found.contradictions or told >= FEWEST_TOLD:
            return start(turn)
    return None


def start(turn: Turn) -> Reply:
    """Begin afresh with what the message tells; what contradicts itself is shown back and asked once."""
    content = turn.content
    found = turn.screener.find(turn.text, turn.today)
    facts, state = sort_out(turn, ScreeningState(), found)
    is_story = bool(facts.keys() - {WHOM}) or bool(found.contradictions)
    if is_story and WHOM in content.situation:
        facts = {WHOM: one_of(found.whom), **facts}
    state = state.told(facts, content.situation)
    opening = _noted(turn, facts) if is_story else (Block(Style.TEXT, content.messages["screening.open"]),)
    opening = (*opening, *others_noted(turn, ScreeningState(), state))
    said = (*opening, Block(Style.NOTE, content.messages["screening.open_private"]))
    if not found.contradictions:
        return proceed(turn, state, said)
    clash = found.contradictions[0]
    text = say(content, "screening.contradiction", first=clash.first_words, second=clash.second_words)
    return ask_fact(turn, state, clash.first_fact, (*said, Block(Style.TEXT, text)))


def resume(turn: Turn) -> Reply:
    """Go on where the dialogue was left; begin where there is none or it is finished."""
    state = turn.conversation.screening
    if state is None or not (state.waiting or state.facts):
        return start(replace(turn, text=""))  # 我能享受啥 does not tell for whom
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
    return ask_fact(turn, shown, pair[0], (*said, Block(Style.TEXT, text)))


def start_check(turn: Turn, service_id: str) -> Reply:
    """Check one service, with all that is known of the person already; a service that is gone is told so."""
    content = turn.content
    if service_id not in content.services:
        text = content.messages["common.service_gone"]
        return Reply(Kind.COMMAND, (Block(Style.TEXT, text),), conversation=turn.conversation)
    before = turn.conversation.screening or ScreeningState()
    state = replace(before, service=service_id, asked=(), waiting="")
    facts, heard = sort_out(turn, state, turn.screener.find(turn.text, turn.today))
    said = (*_noted(turn, facts), *others_noted(turn, state, heard))
    return proceed(turn, heard.told(facts, content.situation), said)


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


def _read_waiting(turn: Turn, state: ScreeningState) -> Reply | None:
    if state.waiting == RECEIVED and (reply := read_received(turn, state)):
        return reply
    if state.waiting == action.AGAIN and (reply := _read_change(turn, state)):
        return reply
    if state.waiting in (RECEIVED, action.AGAIN):
        return _read_afterthought(turn, state)
    fact = turn.content.situation.get(state.waiting)
    if fact is None:
        return None
    direct = read_answer(turn, fact, state.known(turn.content.situation))
    if direct is not None:
        return proceed(turn, state.told({fact.key: direct}, turn.content.situation))
    is_bare_number = is_number(turn, fact)
    facts, heard = ({}, state) if is_bare_number else hear(turn, state)
    if facts or heard != state:
        more = {key: known for key, known in facts.items() if key != fact.key}
        asked = replace(heard, asked=tuple(key for key in heard.asked if key in facts or key != fact.key))
        said = (*_noted(turn, more), *others_noted(turn, state, heard))
        return proceed(turn, asked.told(facts, turn.content.situation), said)
    if not is_bare_number and _is_another_question(turn):
        return None
    again = turn.content.messages[f"screening.{'too_far' if is_bare_number and fact.bands else 'not_understood'}"]
    return ask_fact(turn, state, state.waiting, (Block(Style.TEXT, again),))


def _read_afterthought(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return the results with what is told after they were shown; None where it is another question."""
    if is_said(turn, "screening.words_no"):
        return screen_reply(turn, state, (Block(Style.TEXT, turn.content.messages["screening.done"]),))
    facts, heard = hear(turn, state)
    if (not facts and heard == state) or _names_service(turn):
        return None
    told = heard.told(facts, turn.content.situation)
    if told.service in turn.content.services:
        return show_check(turn, told, turn.content.services[told.service], _noted(turn, facts))
    return show_results(turn, told)


def _is_another_question(turn: Turn) -> bool:
    """Return whether a message clearly asks for something of its own."""
    understanding = turn.understanding
    if has_said(turn, "screening.words_question") and (understanding.aspect or understanding.matches):
        return True
    match = decide(understanding.matches, turn.thresholds).answer
    return match is not None and match.probability >= turn.thresholds.sure


def _names_service(turn: Turn) -> bool:
    """Return whether a message clearly asks for a service or a matter elsewhere; small talk may tell a fact: 高血压."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    is_matter = match is not None and match.intent.kind is not IntentKind.SMALLTALK
    return is_matter and _is_another_question(turn)


def _asks_for_check(turn: Turn) -> bool:
    is_short = len(turn.understanding.analysis.plain) <= LONGEST_CHECK
    return is_short and bool(turn.conversation.services) and has_said(turn, "screening.words_check")


def _check_named(turn: Turn) -> Reply | None:
    """Check the service that a message names, or else the one shown last."""
    match = decide(turn.understanding.matches, turn.thresholds).answer
    last = turn.conversation.services[0]
    if match is None or match.intent.kind is not IntentKind.SERVICE or match.probability < turn.thresholds.sure:
        return start_check(turn, last)
    return start_check(turn, match.intent.id) if match.intent.id in turn.conversation.services else None


def _next_fact(turn: Turn, state: ScreeningState, facts: Facts) -> str | None:
    if WHOM in turn.content.situation and WHOM not in facts and WHOM not in state.asked:
        return WHOM
    limit = MOST_QUESTIONS if state.is_thorough else USUAL_QUESTIONS
    put = [key for key in state.asked if key != RECEIVED]
    return next_fact(turn.screener, facts, put) if len(put) < limit and len(state.asked) < MOST_QUESTIONS else None


def _turn_typed(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows where the label of a button that turns to another person was typed; None elsewhere."""
    labels = {button.label: action.read_action(button.action) for button in person_buttons(turn.content, state)}
    pressed = labels.get(turn.text.strip())
    return _turn_to(turn, state, pressed.aspect) if pressed else None


def _turn_to(turn: Turn, state: ScreeningState, one: str) -> Reply:
    """Return the results of another of the people told of, or the first question about them."""
    turned = turn_to(turn.content, state, one)
    return show_results(turn, turned) if turned.asked else proceed(turn, turned)


def _read_change(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return the question whose number or name was typed; None where it is none of those listed."""
    keys = changeable(turn.content, state)
    number = read_ordinal(turn.text)
    if number is not None and 1 <= number <= len(keys):
        return ask_fact(turn, state, keys[number - 1])
    named = [key for key in keys if turn.content.situation[key].name in turn.text]
    return ask_fact(turn, state, named[0]) if len(named) == 1 else None


def _leave(turn: Turn, state: ScreeningState) -> Reply:
    blocks = (Block(Style.TEXT, turn.content.messages["screening.left"]),)
    return screen_reply(turn, replace(state, is_paused=True), blocks, (resume_button(turn.content),))


def _rested(state: ScreeningState) -> ScreeningState:
    return replace(state, waiting="", is_paused=False)


def _noted(turn: Turn, facts: Facts) -> tuple[Block, ...]:
    told = told_facts(turn.content, facts) if facts.keys() - {WHOM} else ""
    return (Block(Style.TEXT, say(turn.content, "screening.noted", facts=told)),) if told else ()
