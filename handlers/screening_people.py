"""Keeps apart the people that a resident tells of: one is asked about, the others wait for their turn."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.screening_answer import has_said
from handlers.screening_state import ScreeningState
from handlers.screening_whether import names_only_somebody
from handlers.screening_words import WHOM, told_facts, who, whom, words_of
from handlers.turn import Block, Style, Turn
from handlers.words import say
from knowledge.models import Content
from knowledge.screening.facts import Facts, one_of
from knowledge.screening.found import Found, Person
from knowledge.screening.likelihood import AGE, usual_values
from knowledge.situation import Whom, Whose

_TAIL = "嘛哦哈呗噻撒嘞咯喽。！!，, "
"""What may stand behind an answer and says nothing: 农村的嘛."""
_TOPIC_FIRST = re.compile(r"^([^，,。 ]{1,6}?)(?:倒是|[是也都就还])?(没得|没有|莫得|有)[的了]*$")
"""A short answer with what it is about in front: 低保没得."""
MOST_OTHERS = 4
"""More people than a family asks for at once."""


def hear(turn: Turn, state: ScreeningState) -> tuple[Facts, ScreeningState]:
    """Return what a message states of the person asked about, and the state with what it states of others.

    No facts and the state as it was where the message states nothing or asks something.
    """
    if has_said(turn, "screening.words_question"):
        return {}, state
    text = turn.text.strip().rstrip(_TAIL)
    found = turn.screener.find(text, turn.today)
    turned = turn.screener.find(_TOPIC_FIRST.sub(r"\2\1", text), turn.today)
    facts, heard = sort_out(turn, state, turned if turned.facts else found)
    if not facts and heard == state and has_said(turn, "screening.words_self"):
        facts = {WHOM: one_of(Whom.ME)}
    return facts, heard


def sort_out(turn: Turn, state: ScreeningState, found: Found) -> tuple[Facts, ScreeningState]:
    """Return of what was found the facts of the person asked about, and the state with what was found of others."""
    about = whom(state.known(turn.content.situation))
    if _is_about(turn.content, found, about):
        mine = _of_asker(turn, state, found)
        told = {key: known for key, known in found.facts.items() if key not in mine}
        others = (*found.others, Person(Whom.ME, "", mine)) if mine else found.others
        return _of_same(turn, found, told, about), _keep_others(turn, state, others)
    same = next((one for one in found.others if one.whom == about), None)
    others = tuple(one for one in (found.person, *found.others) if one is not same)
    facts = same.facts if same else _of_household(turn.content, found.facts)
    return _of_same(turn, found, facts, about), _keep_others(turn, state, others)


def turn_to(content: Content, state: ScreeningState, one: str, *, may_be_new: bool = False) -> ScreeningState:
    """Return the state with another person in front, `one` as `Whom`; what holds for the household is known of both.

    The state as it was where nobody told of is such a one, unless `may_be_new`.
    """
    other = next((other for other in state.others if whom(other.known(content.situation)) == one), None)
    if other is None and (not may_be_new or WHOM not in content.situation):
        return state
    if other is None:
        other = ScreeningState().told({WHOM: one_of(one)}, content.situation)
    household = _of_household(content, state.known(content.situation))
    facts = {**household, **other.known(content.situation)}
    left = tuple(waiting for waiting in state.others if waiting is not other)
    before = replace(state, others=(), waiting="", is_paused=False, service="")
    turned = replace(other.told(facts, content.situation), service=state.service)
    return replace(turned, others=(*left, before)[-MOST_OTHERS:])


def others_noted(turn: Turn, before: ScreeningState, after: ScreeningState) -> tuple[Block, ...]:
    """Return what was newly understood of the other people, a sentence each."""
    content = turn.content
    known = [other.known(content.situation) for other in after.others if other not in before.others]
    told = ((who(content, facts), told_facts(content, facts, own_keys(content, facts))) for facts in known)
    return tuple(Block(Style.TEXT, say(content, "screening.noted_other", who=name, facts=text)) for name, text in told)


def own_keys(content: Content, facts: Facts) -> list[str]:
    """Return the facts that are a person's own: not whom it is about, and not what holds for the whole household."""
    household = _of_household(content, facts)
    return [key for key in facts if key != WHOM and key not in household]


def _is_about(content: Content, found: Found, about: str) -> bool:
    """Return whether the person of a text is the one asked about, who may be called 她, or speak as 我."""
    tells_only_whom = not found.facts.keys() - {WHOM} and not found.others
    is_pronoun = about != Whom.ME and found.person.called in words_of(content, "screening.words_pronoun")
    return not about or tells_only_whom or is_pronoun or found.whom in (about, Whom.ME)


def _of_asker(turn: Turn, state: ScreeningState, found: Found) -> Facts:
    """Return what is told of nobody by name and can only be of the one who asks, since another is asked about.

    Of a child it is what is said with 我, and what is unusual at its age: who is 3 looks for no work.
    """
    situation, known = turn.content.situation, state.known(turn.content.situation)
    if whom(known) != Whom.CHILD or found.whom != Whom.ME:
        return {}
    own = [key for key in own_keys(turn.content, found.facts) if situation[key].whose is not Whose.CHILD]
    if WHOM in found.facts:
        return {key: found.facts[key] for key in own}
    age = {AGE: known[AGE]} if AGE in known else {}
    usual = {key: usual_values(situation[key], age) for key in own if situation[key].values}
    unlike = [key for key, values in usual.items() if not getattr(found.facts[key], "values", values) & values]
    return {key: found.facts[key] for key in unlike}


def _of_same(turn: Turn, found: Found, facts: Facts, about: str) -> Facts:
    """Return the facts without whom they are about, where that is known and the message does not put it right."""
    is_known = bool(about) and (facts.keys() - {WHOM} or not _puts_right(turn, found))
    return {key: known for key, known in facts.items() if key != WHOM} if is_known else facts


def _puts_right(turn: Turn, found: Found) -> bool:
    """Return whether a message that tells only of a person says that the question is for them: 是给我妈问的, 老伴."""
    if found.person.called in words_of(turn.content, "screening.words_pronoun"):
        return False
    if found.whom == Whom.ME:
        return has_said(turn, "screening.words_self")
    return has_said(turn, "screening.words_for") or names_only_somebody(turn)


def _of_household(content: Content, facts: Facts) -> Facts:
    return {key: known for key, known in facts.items() if content.situation[key].whose is Whose.HOUSEHOLD}


def _keep_others(turn: Turn, state: ScreeningState, people: tuple[Person, ...]) -> ScreeningState:
    """Return the state with what people are told to be; who is such a one already is told more of."""
    situation, others = turn.content.situation, list(state.others)
    for person in people:
        if not own_keys(turn.content, person.facts):
            continue
        facts = {**person.facts, WHOM: one_of(person.whom)}
        known = [other.known(situation).get(WHOM) for other in others]
        number = known.index(facts[WHOM]) if facts[WHOM] in known else None
        if number is not None and state.others:
            others[number] = others[number].told(facts, situation)
        elif len(others) < MOST_OTHERS:
            others.append(ScreeningState().told(facts, situation))
    return replace(state, others=tuple(others))
