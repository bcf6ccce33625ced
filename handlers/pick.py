"""Reads a typed answer to a choice: a number, part of a title, or "none of these"."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.press import reject_choice
from handlers.service import offer_choice, show_services
from handlers.turn import Block, Reply, Style, Turn
from handlers.words import say
from knowledge.language.ages import read_numeral
from knowledge.language.normalise import bare, normalise, plain_form

_ORDINAL = re.compile(r"(?:选|要|是|就)?[第头]?(\d{1,2}|[一二三四五六七八九十])(?:个|项|条|种)?(?:吧|嘛|嘞)?")
_AND = re.compile(r"还有|[和跟与、,\s]+")


def answer_pick(turn: Turn) -> Reply | None:
    """Return what was picked from the choice that waits; None where none waits or the message is a new question.

    "None of these" also rejects an answer just shown.
    """
    options = turn.conversation.options
    typed = bare(normalise(turn.text))
    if typed in _rejections(turn) and (options or turn.conversation.services):
        return reject_choice(turn)
    if not options:
        return None
    if (ordinal := read_ordinal(turn.text)) is not None:
        return _pick_number(turn, options, ordinal)
    typed = typed.rstrip("的那个吧嘛呢")
    named = [key for key in options if len(typed) > 1 and typed in plain_form(turn.content.services[key].title)]
    return _show_picked(turn, named[0]) if len(named) == 1 else None


def read_ordinal(text: str) -> int | None:
    """Return the number that a text picks and nothing else; None where it says something else.

    >>> read_ordinal("第二个吧"), read_ordinal("3"), read_ordinal("二妹")
    (2, 3, None)
    """
    found = _ORDINAL.fullmatch(normalise(text).strip(" .,。"))
    return read_numeral(found[1]) if found else None


def read_ordinals(text: str) -> tuple[int, ...]:
    """Return the numbers that a text picks and nothing else, in order; empty where it says something else.

    >>> read_ordinals("第一个和第三个"), read_ordinals("2、4"), read_ordinals("一儿一女")
    ((1, 3), (2, 4), ())
    """
    numbers = [read_ordinal(part) for part in _AND.split(normalise(text).strip(" .,。")) if part]
    picked = tuple(number for number in numbers if number is not None)
    return picked if len(picked) == len(numbers) else ()


def _pick_number(turn: Turn, options: tuple[str, ...], number: int) -> Reply:
    if 1 <= number <= len(options):
        return _show_picked(turn, options[number - 1])
    if number == len(options) + 1:
        return reject_choice(turn)
    text = say(turn.content, "choice.out_of_range", number=number, count=len(options) + 1)
    offered = offer_choice(turn, options)
    blocks = (Block(Style.TEXT, text), *offered.blocks)
    return replace(offered, blocks=blocks, conversation=turn.conversation, review=None)


def _show_picked(turn: Turn, service_id: str) -> Reply:
    """Return the answer about a service as if its button was pressed: the question stays the one asked before."""
    return show_services(replace(turn, text=""), (service_id,))


def _rejections(turn: Turn) -> frozenset[str]:
    return frozenset(plain_form(word) for word in turn.content.messages["choice.neither_words"].split("|"))
