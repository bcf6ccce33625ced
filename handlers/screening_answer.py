"""Reads what is typed while a question of the eligibility dialogue waits: a number, a label, 没有, a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.pick import read_ordinals
from handlers.screening_words import words_of
from handlers.turn import Turn
from knowledge.language.ages import read_numeral
from knowledge.language.normalise import bare, normalise, plain_form
from knowledge.screening.facts import HIGHEST, Each, Facts, Known, NumberRange, OneOf, Unanswered
from knowledge.screening.likelihood import AGE, usual_values
from knowledge.situation import Fact

_NUMBER = re.compile(r"[-−+负零]?\s*[\d零〇一二两三四五六七八九十百千万.]+")
_DENIAL = re.compile("[没不无莫冇非未]")
_BETWEEN_PARTS = re.compile("[,，、()（）]")
_PARTICLES = "的嘛啊呀哦呢哈呗噻吧咯喽了嘞撒"
LONGEST_WORD = 12
"""Characters; a longer text is a sentence and read as one."""
_NEGATIVE = ("none", "no", "0")
_ORDINARY = ("ordinary", "fine", "individual")
"""Values that 没有 stands for, the first that a fact has: none of what is asked for, or nothing out of the ordinary."""
LEAST_BARE_AGE = 13
"""From this number a bare number is no longer the number of an answer in a list, and so an age."""
_OF_COUNT = "个孩娃儿"
"""What may stand behind a number of children."""


def is_said(turn: Turn, key: str) -> bool:
    """Return whether the message is one of the words that a sentence of the content lists; 啊 or 嘛 may follow."""
    typed = bare(normalise(turn.text))
    words = {plain_form(word) for word in words_of(turn.content, key)}
    return typed in words or typed.rstrip(_PARTICLES) in words


def has_said(turn: Turn, key: str) -> bool:
    """Return whether one of the words that a sentence of the content lists stands in the message."""
    text = normalise(turn.text).replace(" ", "")
    return any(word in text for word in words_of(turn.content, key))


def read_answer(turn: Turn, fact: Fact, facts: Facts, *, is_whole: bool = False) -> Known | None:
    """Return what a message tells in direct answer to a question about a fact; None where it is no such answer.

    `facts` is what was known when the question was put, `is_whole` whether it listed the unusual answers too.
    """
    for word, answer in (("screening.words_unsure", Unanswered.UNSURE), ("screening.words_untold", Unanswered.UNTOLD)):
        if is_said(turn, word):
            return answer
    if fact.bands:
        return _read_number(turn, fact)
    if fact.is_count and (count := _read_count(turn, fact)):
        return count
    offered = frozenset(fact.values) if is_whole else usual_values(fact, facts)
    return _read_ordinals(turn, fact, offered) or _read_choice(turn, fact)


def is_number(turn: Turn, fact: Fact) -> bool:
    """Return whether a message is a number and nothing else: -5, 300岁, 3.5."""
    return _NUMBER.fullmatch(bare_number(turn, fact)) is not None


def _read_number(turn: Turn, fact: Fact) -> Known | None:
    typed = normalise(turn.text).strip(" .,。!")
    for band in fact.bands:
        if typed and bare(typed) == plain_form(band.label):
            return NumberRange(band.low, band.high)
    try:
        number = read_numeral(bare_number(turn, fact))
    except (KeyError, ValueError):
        return None
    return NumberRange(number, number) if 0 <= number <= HIGHEST else None


def bare_number(turn: Turn, fact: Fact) -> str:
    """Return a message without what may stand around a number, such as 岁了."""
    return normalise(turn.text).strip(" .,。!").removesuffix("了").removesuffix(fact.unit).strip()


def read_age(turn: Turn) -> Known | None:
    """Return the age that a bare number tells at a question that asks for none; None where it cannot be one."""
    fact = turn.content.situation.get(AGE)
    known = _read_number(turn, fact) if fact else None
    return known if isinstance(known, NumberRange) and known.low >= LEAST_BARE_AGE else None


def _read_count(turn: Turn, fact: Fact) -> Known | None:
    """Return the value for a number of something, the highest for all above it."""
    try:
        number = read_numeral(bare_number(turn, fact).rstrip(_OF_COUNT))
    except (KeyError, ValueError):
        return None
    most = max(map(int, fact.values))
    return OneOf(frozenset({str(min(number, most))})) if 0 <= number < LEAST_BARE_AGE else None


def _read_ordinals(turn: Turn, fact: Fact, offered: frozenset[str]) -> Known | None:
    """Return the answers picked by their numbers in the list: one, or several of a fact that can be several."""
    picked = [_nth_answer(fact, offered, number) for number in dict.fromkeys(read_ordinals(turn.text))]
    if len(picked) == 1:
        return picked[0]
    values = [value for known in picked if isinstance(known, OneOf) for value in known.values]
    return Each(frozenset(values)) if fact.can_be_several and len(values) == len(picked) > 1 else None


def _read_choice(turn: Turn, fact: Fact) -> Known | None:
    typed = _without_hedges(turn, bare(normalise(turn.text)).rstrip(_PARTICLES))
    labels = {value: plain_form(text) for value, text in fact.values.items()}
    exact = [value for value, text in labels.items() if typed == text]
    if exact:
        return OneOf(frozenset(exact))
    if is_said(turn, "screening.words_no"):
        return _negative(fact)
    if is_said(turn, "screening.words_yes"):
        return _affirmative(fact)
    return _by_part(fact, labels, typed) or _by_named_part(turn, fact, typed)


def _without_hedges(turn: Turn, typed: str) -> str:
    """Return an answer without what says how sure it is: 应该是居民的吧 is 居民."""
    for word in words_of(turn.content, "screening.words_hedge"):
        typed = typed.removeprefix(word).removesuffix(word)
    return typed.rstrip(_PARTICLES)


def _by_part(fact: Fact, labels: Mapping[str, str], typed: str) -> Known | None:
    """Return the value whose label alone holds what was typed, such as 农村."""
    if not 1 < len(typed) <= LONGEST_WORD:
        return None
    is_denial = _DENIAL.search(typed) is not None  # 没吃低保 is not all of 收入低、没吃低保
    named = [value for value, text in labels.items() if (text.startswith(typed) if is_denial else typed in text)]
    return OneOf(frozenset(named)) if len(named) == 1 else None


def _by_named_part(turn: Turn, fact: Fact, typed: str) -> Known | None:
    """Return the value of whose label alone a part was typed; None where the text tells several: 种地，也打零工."""
    if not 1 < len(typed) <= LONGEST_WORD or _DENIAL.search(typed):
        return None
    if isinstance(turn.screener.find(turn.text, turn.today).facts.get(fact.key), Each):
        return None
    named = [value for value, text in fact.values.items() if any(part in typed for part in _parts(text))]
    return OneOf(frozenset(named)) if len(named) == 1 else None


def narrow_by_label(turn: Turn, fact: Fact, known: Known) -> Known:
    """Return what a sentence tells, narrowed to the one value of whose label it has a part: 不是，是收入低."""
    if not isinstance(known, OneOf) or len(known.values) == 1:
        return known
    typed = bare(normalise(turn.text))
    parts = {value: [part for part in _parts(fact.values[value]) if not _DENIAL.search(part)] for value in known.values}
    named = [value for value in known.values if any(part in typed for part in parts[value])]
    return OneOf(frozenset(named)) if len(named) == 1 else known


def _parts(text: str) -> list[str]:
    """Return the parts of a label that say something by themselves."""
    return [plain_form(part) for part in _BETWEEN_PARTS.split(text) if len(part) > 1]


def _nth_answer(fact: Fact, offered: frozenset[str], number: int) -> Known | None:
    answers: list[Known] = [OneOf(frozenset({value})) for value in fact.values if value in offered]
    answers += list(Unanswered)
    return answers[number - 1] if 1 <= number <= len(answers) else None


def _negative(fact: Fact) -> Known | None:
    value = next((value for value in (*_NEGATIVE, *_ORDINARY) if value in fact.values), None)
    return OneOf(frozenset({value})) if value else None


def _affirmative(fact: Fact) -> Known | None:
    """Return that something holds, whichever it is, where the question has an answer that says no."""
    values = frozenset(value for value in fact.values if value not in _NEGATIVE)
    return OneOf(values) if values and len(values) < len(fact.values) else None
