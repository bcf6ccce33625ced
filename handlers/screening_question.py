"""Puts a question of the eligibility dialogue: the answers to pick from, why it is asked, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers import action
from handlers.screening_buttons import resume_button, step_button
from handlers.screening_state import ScreeningState
from handlers.screening_words import ABOUT_ASKER, who
from handlers.turn import Block, Button, Kind, Reply, Style, Turn
from handlers.words import say
from knowledge.models import Content
from knowledge.screening.facts import HIGHEST, Facts, Known, NumberRange, OneOf, Unanswered, narrow
from knowledge.screening.likelihood import AGE, usual_values
from knowledge.screening.next_question import MOST_QUESTIONS
from knowledge.situation import Fact

USUAL_QUESTIONS = 5
"""After so many the results are shown; more only where more are wanted."""
WHOLE = "whole"
"""Aspect of the button that puts a question again with every answer, also those unusual for such a person."""


def ask_fact(
    turn: Turn, state: ScreeningState, key: str, said: Sequence[Block] = (), *, is_whole: bool = False
) -> Reply:
    """Return the question for a fact, after what is to be said before it; `is_whole` lists unusual answers too."""
    content = turn.content
    fact = content.situation[key]
    asked = replace(state.asking(key), is_whole=is_whole)
    prefix = "" if key in ABOUT_ASKER else who(content, state.known(content.situation))
    question = say(content, "screening.question", who=prefix, question=fact.question)
    answers = answers_of(turn, state, key, is_whole=is_whole)
    more = () if is_whole or not has_more_answers(turn, state, key) else (_whole_button(content, key),)
    hints = [content.messages["screening.number_hint"]] if fact.bands else []
    hints.append(say(content, "screening.why", why=fact.why))
    return screen_reply(
        turn,
        asked,
        (
            *said,
            Block(question_style(fact), question, tuple(one.label for one in (*answers, *more))),
            Block(Style.NOTE, "".join(hints)),
            Block(Style.NOTE, _progress(content, asked)),
        ),
        (*answers, *more, *control_buttons(content, asked)),
    )


def has_more_answers(turn: Turn, state: ScreeningState, key: str) -> bool:
    """Return whether a question leaves out answers that are unusual for such a person."""
    return len(answers_of(turn, state, key)) < len(answers_of(turn, state, key, is_whole=True))


def answers_of(turn: Turn, state: ScreeningState, key: str, *, is_whole: bool = False) -> tuple[Button, ...]:
    """Return a button for each answer that a question lists: the usual ones of such a person, or every one."""
    fact = turn.content.situation[key]
    if is_whole:
        return answer_buttons(turn.content, fact, {}, NumberRange(0, HIGHEST))
    known = state.known(turn.content.situation)
    return answer_buttons(turn.content, fact, known, _usual_range(turn, state, key))


def _whole_button(content: Content, key: str) -> Button:
    return Button(content.messages["screening.button_whole"], action.write_action(action.AGAIN, key, WHOLE))


def question_style(fact: Fact) -> Style:
    """Return a list without numbers where a number is itself an answer."""
    return Style.LIST if fact.bands or fact.is_count else Style.CHOICE


def why_block(turn: Turn, key: str) -> Block:
    """Return why a question is put, for one who asks back, and that it need not be answered."""
    return Block(Style.TEXT, say(turn.content, "screening.why_again", why=turn.content.situation[key].why))


def ask_change(turn: Turn, state: ScreeningState) -> Reply:
    """Return the question which answer is to be changed."""
    content = turn.content
    known = changeable(content, state)
    if not known:
        text = content.messages["screening.change_nothing"]
        return screen_reply(turn, state, (Block(Style.TEXT, text),), (resume_button(content),))
    buttons = tuple(again_button(content, key) for key in known)
    choice = Block(Style.CHOICE, content.messages["screening.change_ask"], tuple(button.label for button in buttons))
    return screen_reply(turn, replace(state, waiting=action.AGAIN, is_paused=False), (choice,), buttons)


def changeable(content: Content, state: ScreeningState) -> tuple[str, ...]:
    """Return the facts whose answers can be changed, in the order of the content."""
    return tuple(key for key in content.situation if key in state.facts)


def screen_reply(
    turn: Turn, state: ScreeningState, blocks: tuple[Block, ...], buttons: tuple[Button, ...] = ()
) -> Reply:
    """Return a step of the dialogue; a choice that waited before is over."""
    conversation = replace(turn.conversation, screening=state, options=(), clarifications=0)
    return Reply(kind=Kind.SCREEN, blocks=blocks, buttons=buttons, conversation=conversation)


def _usual_range(turn: Turn, state: ScreeningState, key: str) -> NumberRange:
    """Return where a number usually lies for one of whom so much is known: who asks for a parent is offered no 3岁."""
    told = {one: known for one, known in state.known(turn.content.situation).items() if one != key}
    usual = turn.screener.complete(told).get(key)
    ages = [_usual_ages(turn.content.situation[one], known) for one, known in told.items()] if key == AGE else []
    both: Known | None = NumberRange(0, HIGHEST)
    for age in (usual, *ages):
        both = narrow(age, both) if isinstance(age, NumberRange) and both else both
    return both if isinstance(both, NumberRange) else NumberRange(0, HIGHEST)


def _usual_ages(fact: Fact, known: Known) -> NumberRange | None:
    """Return the usual ages of people of whom a value of a choice holds; None where any age is."""
    values = known.values if isinstance(known, OneOf) else frozenset()
    limits = [fact.ages[value] for value in values if value in fact.ages]
    if not limits or len(limits) < len(values):
        return None
    return NumberRange(min(low for low, _ in limits), max(high for _, high in limits))


def answer_buttons(content: Content, fact: Fact, facts: Facts, usually: NumberRange) -> tuple[Button, ...]:
    """Return a button for each usual answer to a question, "not sure" and "rather not say" last."""
    usual = usual_values(fact, facts)
    bands = [band for band in fact.bands if band.low <= usually.high and usually.low <= band.high]
    values = [(f"{band.low}-{band.high}", band.label) for band in bands]
    values += [(value, text) for value, text in fact.values.items() if value in usual]
    values += [(one, content.messages[f"screening.button_{one}"]) for one in Unanswered]
    return tuple(Button(text, action.write_action(action.FACT, fact.key, value)) for value, text in values)


def control_buttons(content: Content, state: ScreeningState) -> tuple[Button, ...]:
    """Return what can be done instead of answering: change an answer, see the results."""
    change, results = step_button(content, "change"), step_button(content, "results")
    return (change, results) if state.facts else (results,)


def again_button(content: Content, key: str) -> Button:
    """Return the button that puts a question again."""
    return Button(content.situation[key].name, action.write_action(action.AGAIN, key))


def _progress(content: Content, state: ScreeningState) -> str:
    if state.waiting in state.facts:
        return content.messages["screening.progress_change"]
    number = len(state.asked)
    if state.service:
        return say(content, "screening.progress_check", number=number)
    return say(content, "screening.progress", number=number, usual=USUAL_QUESTIONS, most=MOST_QUESTIONS)
