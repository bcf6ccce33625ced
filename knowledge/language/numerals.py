"""Finds the numerals of an answer and the facts that account for them. Called by the rules of answers and the plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CHINESE = "零〇一二两三四五六七八九十百千万亿半"
_UNITS = (
    "周岁|岁|万元|元|年|个月|月|星期|周|天|日|小时|分钟|次|遍|轮|届|学期|期|项|条|种|类|级|档|样|套|户|亩|册|栋|层|间|座|处|"
    "家|所|支|场|门|批|个|名|位|人|口|倍|成|公里|里|平方|米|公斤|斤|吨|辆|台|张"
)
_MEASURED_BY_ONE = "周岁|岁|万元|元|亩|级|倍|成"
_NUMERAL = re.compile(
    rf"百分之[{_CHINESE}点]+"
    r"|\d+(?:,\d{3}(?!\d))*(?:\.\d+)*[万亿]*"
    rf"|[{_CHINESE}]+[几多来余]?(?<!一)(?={_UNITS})"
    rf"|[{_CHINESE}]+[{_CHINESE}](?={_UNITS})"
    rf"|一(?={_MEASURED_BY_ONE})"
)
_NOT_AFTER_DIGIT = rf"(?<![{_CHINESE}\d])(?<!\d\.)"
_NOT_BEFORE_DIGIT = rf"(?![{_CHINESE}\d]|\.\d)"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text."""

    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""

    def holds(self, other: Span) -> bool:
        """Return whether `other` lies within this piece."""
        return self.start <= other.start and other.end <= self.end


def compact(text: str) -> str:
    """Return a text in NFKC without spaces: the form in which figures and terms are compared.

    >>> compact("８００ 元")
    '800元'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_fact(fact: str, text: str) -> list[Span]:
    """Return where a fact stands in a text, both compact; a figure inside a longer figure does not count.

    >>> find_fact("5%", "到95%"), find_fact("5%", "到5%")
    ([], [Span(start=1, end=3)])
    """
    if not fact:
        return []
    before = _NOT_AFTER_DIGIT if _is_digit(fact[0]) else ""
    after = _NOT_BEFORE_DIGIT if _is_digit(fact[-1]) else ""
    return [Span(*found.span()) for found in re.finditer(before + re.escape(fact) + after, text)]


def find_numerals(text: str) -> list[Span]:
    """Return the numerals of a compact text: Arabic ones, and Chinese ones before a unit of measure.

    A single 一 is one only before units that measure (一元, 一倍), not in 一个 or 一次.

    >>> text = "三年800元,办一次,十几次,一元"
    >>> [text[span.start : span.end] for span in find_numerals(text)]
    ['三', '800', '十几', '一']
    """
    return [Span(*found.span()) for found in _NUMERAL.finditer(text)]


def unaccounted_numerals(answer: str, facts: Iterable[str], idioms: Sequence[str]) -> list[str]:
    """Return the numerals of an answer that stand in none of `facts` and in none of `idioms`, in order.

    >>> unaccounted_numerals("每学期免800元,念三年,万一没到账就去问", ["800元"], ["万一"])
    ['三']
    """
    text = compact(answer)
    covered = [span for words in (facts, idioms) for word in words for span in find_fact(compact(word), text)]
    free = [span for span in find_numerals(text) if not any(cover.holds(span) for cover in covered)]
    return [text[span.start : span.end] for span in free]


def _is_digit(character: str) -> bool:
    return character.isdigit() or character in _CHINESE
