"""What is typed while the eligibility dialogue is open: an answer, a word that steers it, more that is told."""

from __future__ import annotations

from dataclasses import replace

from handlers import action
from handlers.followup import is_clearly_outside
from handlers.pick import read_ordinal, read_ordinals
from handlers.screening import (
    contradiction_block,
    noted,
    proceed,
    resume,
    start,
    start_check,
    take_step,
    turn_to_person,
)
from handlers.screening_answer import has_said, is_number, is_said, narrow_by_label, read_age, read_answer
from handlers.screening_buttons import person_buttons, person_label, resume_button
from handlers.screening_check import show_check
from handlers.screening_findings import RECEIVED
from handlers.screening_people import hear, others_noted
from handlers.screening_question import (
    answers_of,
    ask_fact,
    changeable,
    has_more_answers,
    question_style,
    screen_reply,
    why_block,
)
from handlers.screening_received import read_received
from handlers.screening_results import print_results, show_results
from handlers.screening_state import ScreeningState
from handlers.screening_whether import asks_only_whether, asks_whether, names_only_somebody
from handlers.screening_words import WHOM, whom
from handlers.service import show_services
from handlers.turn import Block, Reply, Style, Turn
from knowledge.language.normalise import normalise
from knowledge.matching.decision import decide
from knowledge.matching.intents import IntentKind
from knowledge.screening.facts import Facts
from knowledge.screening.likelihood import AGE
from knowledge.situation import Fact

_TELLING_ENDS = frozenset("了的嘛着过")
"""With these ends what tells something: 离婚了, 单位上的."""
SAYS_SOMETHING = 0.45
"""From this probability a message with a word that asks is a question of its own."""
LONGEST_WORD = 12
"""Characters of a message that asks why a question is put, or that is tired of questions."""


def answer_screening_typed(turn: Turn) -> Reply | None:
    """Return what follows from a typed answer or a word that steers the dialogue; None for anything else."""
    state = turn.conversation.screening
    if is_said(turn, "screening.words_start"):
        return resume(turn)
    if state is not None and state.facts and _asks_for_results(turn):
        return take_step(turn, state, "results")
    if asks_whether(turn):
        return _check_named(turn)
    if state is not None and (step := _step_said(turn, state)):
        return take_step(turn, state, step)
    if state is None or state.is_paused or turn.conversation.options:
        return None
    return _steer(turn, state) or (_read_waiting(turn, state) if state.waiting else _read_afterthought(turn, state))


def _asks_for_results(turn: Turn) -> bool:
    """Return whether a short message asks for the results, whatever was said in between: 行了行了给我看结果."""
    return len(turn.understanding.analysis.plain) <= LONGEST_WORD and has_said(turn, "screening.words_show")


def _step_said(turn: Turn, state: ScreeningState) -> str:
    """Return the step whose button's label was typed, which counts also after something else was answered."""
    steps = (RECEIVED, "change", "more") if state.facts else ()
    labels = {turn.content.messages[f"screening.button_{step}"]: step for step in steps}
    return labels.get(turn.text.strip(), "")


def _steer(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows from words that steer the dialogue; None where the message is none of these."""
    if is_said(turn, "screening.words_leave"):
        return _leave(turn, state)
    if is_said(turn, "screening.words_restart"):
        return start(replace(turn, text=""))
    if is_said(turn, "screening.words_done") and state.facts and not state.waiting:
        return screen_reply(turn, state, (Block(Style.TEXT, turn.content.messages["screening.done"]),))
    if state.waiting in turn.content.situation and (reply := _steer_question(turn, state)):
        return reply
    steps = ("results", "change", "more", RECEIVED, *(() if state.waiting else (action.REST,)))
    for step in steps:
        if is_said(turn, f"screening.words_{step}"):
            return take_step(turn, state, step)
    return _turn_typed(turn, state)


def _steer_question(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows from words about the question that waits: why, too many, the one before, other answers."""
    is_short = len(turn.understanding.analysis.plain) <= LONGEST_WORD
    if is_short and has_said(turn, "screening.words_why"):
        return ask_fact(turn, state, state.waiting, (why_block(turn, state.waiting),), is_whole=state.is_whole)
    if is_short and has_said(turn, "screening.words_tired"):
        return take_step(turn, state, "results")
    if is_said(turn, "screening.words_back") and (before := [key for key in state.asked if key in state.facts]):
        return ask_fact(turn, state, before[-1])
    if _wants_all_answers(turn, state) and has_more_answers(turn, state, state.waiting):
        return ask_fact(turn, state, state.waiting, is_whole=True)
    return None


def _wants_all_answers(turn: Turn, state: ScreeningState) -> bool:
    """Return whether none of the answers listed fits, said in words or by the number of the button for that."""
    if is_said(turn, "screening.words_whole"):
        return True
    is_numbered = question_style(turn.content.situation[state.waiting]) is Style.CHOICE
    listed = answers_of(turn, state, state.waiting, is_whole=state.is_whole)
    return is_numbered and not state.is_whole and read_ordinal(turn.text) == len(listed) + 1


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
    known = state.known(turn.content.situation)
    direct = read_answer(turn, fact, known, is_whole=state.is_whole)
    if direct is not None:
        return proceed(turn, state.told({fact.key: direct}, turn.content.situation))
    return _read_sentence(turn, state, fact)


def _read_sentence(turn: Turn, state: ScreeningState, fact: Fact) -> Reply | None:
    """Return what follows from what a message tells besides; the question again where it tells nothing."""
    is_bare_number = is_number(turn, fact)
    facts, heard = (_bare_age(turn, fact), state) if is_bare_number else hear(turn, state)
    facts = {key: narrow_by_label(turn, fact, told) if key == fact.key else told for key, told in facts.items()}
    if facts or heard != state:
        is_whom_changed = WHOM in facts and bool(whom(state.known(turn.content.situation)))
        more = {key: told for key, told in facts.items() if key != fact.key}
        said = (*noted(turn, more, is_whom_told=is_whom_changed), *others_noted(turn, state, heard))
        asked = replace(heard, asked=tuple(key for key in heard.asked if key in facts or key != fact.key))
        return proceed(turn, asked.told(facts, turn.content.situation), said)
    if clash := next(iter(turn.screener.find(turn.text, turn.today).contradictions), None):
        return ask_fact(turn, state, clash.first_fact, (contradiction_block(turn, clash),))
    if not is_bare_number and not _is_bare_answer(turn) and not _is_statement(turn) and _is_another_question(turn):
        return None
    again = turn.content.messages[f"screening.{'too_far' if is_bare_number and fact.bands else 'not_understood'}"]
    return ask_fact(turn, state, state.waiting, (Block(Style.TEXT, again),), is_whole=state.is_whole)


def _bare_age(turn: Turn, fact: Fact) -> Facts:
    """Return the age that a bare number tells where another fact is asked for; nothing where it cannot be one."""
    age = None if fact.bands else read_age(turn)
    return {AGE: age} if age else {}


def _read_afterthought(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return the results with what is told after they were shown; None where it is another question."""
    if is_said(turn, "screening.words_no"):
        return screen_reply(turn, state, (Block(Style.TEXT, turn.content.messages["screening.done"]),))
    if picked := _pick_result(turn, state):
        return picked
    facts, heard = hear(turn, state)
    if (not facts and heard == state) or (_names_service(turn) and not has_said(turn, "screening.words_state")):
        return None
    told = heard.told(facts, turn.content.situation)
    if told.service in turn.content.services:
        return show_check(turn, told, turn.content.services[told.service], noted(turn, facts))
    return show_results(turn, told)


def _pick_result(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return the service whose place in the results just shown was typed; None where the message is no such number."""
    number = read_ordinal(turn.text)
    if number is None or state.waiting or turn.conversation.services:
        return None
    listed = [button for block in print_results(turn, state) for button in block.buttons]
    opened = action.read_action(listed[number - 1].action) if 1 <= number <= len(listed) else None
    return show_services(replace(turn, text=""), (opened.service,)) if opened else None


def _is_bare_answer(turn: Turn) -> bool:
    """Return whether a message is yes, no or a number in a list, which is no question of its own."""
    is_yes_or_no = is_said(turn, "screening.words_no") or is_said(turn, "screening.words_yes")
    return is_yes_or_no or bool(read_ordinals(turn.text))


def _is_statement(turn: Turn) -> bool:
    """Return whether a short message tells something, understood or not, and neither asks nor wishes: 离婚了."""
    is_short = len(turn.understanding.analysis.plain) <= LONGEST_WORD
    return (
        is_short
        and normalise(turn.text).strip(" .。!")[-1:] in _TELLING_ENDS
        and not (has_said(turn, "screening.words_question") or has_said(turn, "screening.words_wish"))
    )


def _is_another_question(turn: Turn) -> bool:
    """Return whether a message clearly asks for something of its own; small talk only where it is said as listed."""
    understanding = turn.understanding
    best = max((match.probability for match in understanding.alone), default=0.0)
    if has_said(turn, "screening.words_question") and (understanding.aspect or best >= SAYS_SOMETHING):
        return True
    match = decide(understanding.alone, turn.thresholds).answer
    if match is None or match.probability < turn.thresholds.sure:
        return False
    return match.intent.kind is not IntentKind.SMALLTALK or is_clearly_outside(match)


def _names_service(turn: Turn) -> bool:
    """Return whether a message clearly asks for a service or a matter elsewhere; small talk may tell a fact: 高血压."""
    match = decide(turn.understanding.alone, turn.thresholds).answer
    is_matter = match is not None and match.intent.kind is not IntentKind.SMALLTALK
    return is_matter and _is_another_question(turn)


def _check_named(turn: Turn) -> Reply | None:
    """Check the service that a message names, or else the one shown last."""
    match = decide(turn.understanding.alone, turn.thresholds).answer
    last = turn.conversation.services[0]
    if match is None or match.intent.kind is not IntentKind.SERVICE or match.probability < turn.thresholds.sure:
        return start_check(turn, last)
    if asks_only_whether(turn):
        return start_check(turn, last)
    return start_check(turn, match.intent.id) if match.intent.id in turn.conversation.services else None


def _turn_typed(turn: Turn, state: ScreeningState) -> Reply | None:
    """Return what follows where another person is named and nothing else: 再看孩子的, 那我婆呢; None elsewhere."""
    labels = {button.label: action.read_action(button.action) for button in person_buttons(turn.content, state)}
    pressed = labels.get(turn.text.strip())
    if pressed:
        return turn_to_person(turn, state, pressed.aspect)
    about = whom(state.known(turn.content.situation))
    if turn.text.strip() == person_label(turn.content, about):
        return take_step(turn, state, "results")
    is_wanted = not state.waiting or turn.understanding.is_elliptic
    if not is_wanted or not about or not names_only_somebody(turn):
        return None
    if turn.conversation.services and not state.service:  # asked of the service shown since: 那我婆呢
        return None
    found = turn.screener.find(turn.text, turn.today)
    if WHOM not in found.facts or found.whom == about:
        return None
    return turn_to_person(turn, state, found.whom, may_be_new=True)


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
