"""Reads whether a message asks if or when a counter is open, and for which day. The words come from `opening.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from knowledge.routing.opening_hours import WEEKDAYS

DAY_WORDS = ("today", "tomorrow", "after_tomorrow", "weekend", "noon", "now", "holiday")
_CLAUSE = re.compile(r"[,，。.;；:：?？!！、~\s]+")
_PARTICLES = "[呢啊呀哦哈的嘞哟撒噻嘛了吧]*"
_SATURDAY = 5

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """How residents ask when a counter is open."""

    times: Words
    """Words that ask for a time of day."""
    working: Words
    """Words for being open."""
    closing: Words
    """Words for being closed or closing."""
    asking: Words
    """Endings that make a question of either."""
    doubled: Words
    """Words that are a question in themselves."""
    nouns: Words
    """Names of the hours, such as 上班时间."""
    weak: Words
    """Words that ask for it only next to a day, where nothing else is named."""
    weekdays: Words
    """What stands before 一 to 日 in the name of a weekday."""
    here: Words
    """Words that name no office in particular."""
    counters: Words
    """Words for a counter, next to which a matter stands for the counter that takes it in."""
    days: tuple[tuple[str, Words], ...]
    """Each of `DAY_WORDS` with its words."""
    holidays: tuple[tuple[str, Words], ...]
    """Each public holiday, as `public_holidays` names it, with its words."""


class Asked(StrEnum):
    """What is asked."""

    NOW = "now"
    HOURS = "hours"
    NOON = "noon"
    DAYS = "days"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class OpeningQuestion:
    """A question for opening hours."""

    asked: Asked
    """What is asked."""
    days: tuple[date, ...]
    """For `DAYS`: the days, in order; otherwise empty."""
    holiday: str
    """For `HOLIDAY`: its Chinese name; empty = any."""
    subject: str
    """What is left of the message, such as the name of an office; empty = it names nothing."""
    names_counter: bool
    """Whether the message speaks of a counter, so that a matter in it stands for that counter."""


def read_opening_question(words: OpeningWords, text: str, today: date) -> OpeningQuestion | None:
    """Return what a message, normalised, asks about opening; None where it asks something else."""
    if not _trigger(words).search(text):
        return None
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    for number, clause in enumerate(clauses):
        rest = _without_asking(words, clause)
        if rest is not None:
            others = "".join((*clauses[:number], *clauses[number + 1 :]))
            asked, days, holiday = _question(words, text, clause, today)
            names_counter = _first(words.counters, others + rest) is not None
            return OpeningQuestion(asked, days, holiday, _subject(words, others + rest), names_counter)
    return None


@lru_cache(maxsize=8)
def _trigger(words: OpeningWords) -> re.Pattern[str]:
    """Return what every question for opening holds: most messages hold none of it."""
    return re.compile(_any((*words.working, *words.closing, *words.doubled, *words.nouns, *words.weak)))


def _question(words: OpeningWords, text: str, clause: str, today: date) -> tuple[Asked, tuple[date, ...], str]:
    if days := _named_weekdays(words, text, today):
        return Asked.DAYS, days, ""
    for name, names in words.holidays:
        if _first(names, text):
            return Asked.HOLIDAY, (), name
    found = {key for key, names in words.days if _first(names, text)}
    if "holiday" in found:
        return Asked.HOLIDAY, (), ""
    if days := _relative_days(found, today):
        return Asked.DAYS, days, ""
    if "noon" in found:
        return Asked.NOON, (), ""
    is_general = bool(_first((*words.times, *words.nouns), clause))
    return (Asked.HOURS if is_general else Asked.NOW), (), ""


def _relative_days(found: set[str], today: date) -> tuple[date, ...]:
    ahead = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}
    days = {today + timedelta(days=ahead[key]) for key in found & ahead.keys()}
    if "weekend" in found:
        saturday = today + timedelta(days=_SATURDAY - today.weekday())
        days |= {day for day in (saturday, saturday + timedelta(days=1)) if day >= today}
    return tuple(sorted(days))


def _named_weekdays(words: OpeningWords, text: str, today: date) -> tuple[date, ...]:
    """Return the dates of the weekdays named: the coming ones, today included; 下周一 is the one of next week."""
    monday = today - timedelta(days=today.weekday())
    days = set()
    for following, name in re.findall(rf"(下个?)?(?:{_any(words.weekdays)})([{WEEKDAYS}天])", text):
        day = monday + timedelta(days=WEEKDAYS.index("日" if name == "天" else name))
        days.add(day + timedelta(days=7) if following or day < today else day)
    return tuple(sorted(days))


def _without_asking(words: OpeningWords, clause: str) -> str | None:
    """Return a clause without its question for opening; None where it asks none."""
    for pattern in _patterns(words):
        if found := pattern.search(clause):
            return clause[: found.start()] + clause[found.end() :]
    weak = re.search(rf"(?:{_any(words.weak)}){_PARTICLES}$", clause)
    if weak is None:
        return None
    rest = clause[: weak.start()]
    names_a_day = rest != _without(_day_words(words), rest) or bool(_weekday_pattern(words).search(rest))
    return rest if names_a_day and not _subject(words, rest) else None


@lru_cache(maxsize=8)
def _patterns(words: OpeningWords) -> tuple[re.Pattern[str], ...]:
    verbs = _any((*words.working, *words.closing))
    times, ends, day = _any(words.times), _any(words.asking), _any(_day_words(words))
    weekday = _weekday_pattern(words).pattern
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?:{times})(?:可以|才|能|就)?(?:{verbs})(?:{ends})?{_PARTICLES}$",
            rf"(?:{verbs})(?:时间)?(?:是|到)(?:{times})(?:到(?:{times}))?{_PARTICLES}$",
            rf"(?:{_any(words.nouns)})(?:是|到)?(?:{times}|多少|怎么安排)?(?:到(?:{times}))?(?:{ends})?{_PARTICLES}$",
            rf"(?:{verbs})了?(?:{ends}){_PARTICLES}$",
            rf"(?:{_any(words.doubled)}){_PARTICLES}$",
            rf"^(?:{day}|{weekday})(?:还|也|都|能|要)?(?:{verbs})$",
        )
    )


@lru_cache(maxsize=8)
def _weekday_pattern(words: OpeningWords) -> re.Pattern[str]:
    return re.compile(rf"(?:下个?)?(?:{_any(words.weekdays)})[{WEEKDAYS}天]")


def _day_words(words: OpeningWords) -> Words:
    return tuple(word for _, names in (*words.days, *words.holidays) for word in names)


def _subject(words: OpeningWords, text: str) -> str:
    """Return what is left of a text without days, particles and words that name no office in particular."""
    text = _weekday_pattern(words).sub("", text)
    return re.sub(_PARTICLES, "", _without((*_day_words(words), *words.here), text))


def _without(words: Iterable[str], text: str) -> str:
    return re.sub(_any(words), "", text)


def _first(words: Iterable[str], text: str) -> str | None:
    return next((word for word in words if word in text), None)


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
