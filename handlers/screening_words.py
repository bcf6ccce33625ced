"""Says facts and reasons of the eligibility dialogue in words. Called by the modules of the dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handlers.words import say
from knowledge.conditions import LEAST_NUMBER, MOST_NUMBER, ChoiceCriterion, FactCriterion, NumberCriterion
from knowledge.models import Content
from knowledge.screening.eligibility import Evaluation, Truth
from knowledge.screening.facts import Each, Facts, Known, NumberRange, OneOf, Unanswered
from knowledge.situation import Fact

WHOM = "whom"
"""Key of the fact that tells whom the question is about."""
ABOUT_ASKER = frozenset({WHOM, "role"})
"""Questions about the one who asks: these name nobody."""
_BARE_VALUES = frozenset({"yes", "no", "none"})
_REMARK = re.compile("（[^（）]*）")
FEW_VALUES = 2
"""As many possible values are named; of more, what is ruled out."""
LONGEST_BARE = 3
"""Characters of a label that says nothing without the name of its fact: 有, 不是, 都不是."""


def words_of(content: Content, key: str) -> tuple[str, ...]:
    """Return the words that a sentence of the content lists, parted by |."""
    return tuple(content.messages[key].split("|"))


def whom(facts: Facts) -> str:
    """Return whom the dialogue is about: `me`, `elder`, `spouse`, `child` or `other`; empty where it is not known."""
    known = facts.get(WHOM)
    return next(iter(known.values)) if isinstance(known, OneOf) and len(known.values) == 1 else ""


def who(content: Content, facts: Facts) -> str:
    """Return how the person is called in a question; empty where it is not known whom it is about."""
    return content.messages.get(f"screening.who_{whom(facts)}", "")


def label(content: Content, fact: Fact, known: Known) -> str:
    """Return what is known of a fact in residents' words, such as 86岁 or 农村.

    Several values are parted by 或 where it is one of them, by 和 where it is each.
    """
    if isinstance(known, Unanswered):
        return content.messages[f"screening.button_{known}"]
    if isinstance(known, NumberRange):
        return _number_label(content, fact, known)
    if isinstance(known, OneOf) and (ruled_out := _ruled_out(fact, known)):
        return say(content, "screening.label_not", label=ruled_out)
    joint = "和" if isinstance(known, Each) else "或"
    return joint.join(text for value, text in fact.values.items() if value in known.values)


def _ruled_out(fact: Fact, known: OneOf) -> str:
    """Return the one value that is ruled out, where all the others are still possible; else an empty text."""
    left = [value for value in fact.values if value not in known.values]
    is_told = len(left) == 1 and len(known.values) > FEW_VALUES and left[0] not in _BARE_VALUES
    return _REMARK.sub("", fact.values[left[0]]) if is_told else ""


def _number_label(content: Content, fact: Fact, known: NumberRange) -> str:
    band = next((band for band in fact.bands if (band.low, band.high) == (known.low, known.high)), None)
    if band is not None:
        return band.label
    if known.low == known.high:
        return say(content, "screening.number_fact", label=known.low, unit=fact.unit)
    return say(content, "screening.number_range", low=known.low, high=known.high, unit=fact.unit)


def told_facts(content: Content, facts: Facts, keys: Iterable[str] | None = None) -> str:
    """Return known facts in words, parted by 、; unanswered ones are left out. The result may be empty."""
    texts = []
    for key in facts if keys is None else keys:
        known, fact = facts.get(key), content.situation.get(key)
        if known is None or fact is None or isinstance(known, Unanswered):
            continue
        text = label(content, fact, known)
        if key == WHOM:
            text = say(content, "screening.whom_noted", whom=text)
        elif isinstance(known, OneOf) and known.values <= _BARE_VALUES and len(text) <= LONGEST_BARE:
            text = say(content, "screening.fact", name=fact.name, label=text)
        texts.append(text)
    return "、".join(texts)


def names_of(content: Content, keys: Iterable[str]) -> str:
    """Return the short names of facts, parted by 、."""
    return "、".join(content.situation[key].name for key in keys if key in content.situation)


def wanted(content: Content, criterion: FactCriterion) -> str:
    """Return what a criterion asks for, such as 满60岁 or 吃低保、特困."""
    fact = content.situation[criterion.fact]
    if not isinstance(criterion, NumberCriterion):
        return "、".join(text for value, text in fact.values.items() if value in criterion.values)
    low, high = criterion.at_least, criterion.at_most
    if high == MOST_NUMBER:
        return say(content, "screening.at_least", number=low, unit=fact.unit)
    if low == LEAST_NUMBER:
        return say(content, "screening.at_most", number=high, unit=fact.unit)
    return say(content, "screening.between", low=low, high=high, unit=fact.unit)


def failing_lines(content: Content, evaluation: Evaluation, facts: Facts) -> tuple[str, ...]:
    """Return for each fact that fails what is asked for and what was said instead, in the order of the content."""
    return tuple(
        content.messages["screening.need_said" if is_wanted else "screening.need_not"].format(
            name=content.situation[fact].name, wanted=text, label=label(content, content.situation[fact], facts[fact])
        )
        for fact, is_wanted, text in _wanted_by_fact(content, evaluation, Truth.FALSE)
    )


def open_lines(content: Content, evaluation: Evaluation) -> tuple[str, ...]:
    """Return for each fact that would decide what is asked for, in the order of the content."""
    return tuple(
        content.messages["screening.need_fact" if is_wanted else "screening.need_no_fact"].format(
            name=content.situation[fact].name, wanted=text
        )
        for fact, is_wanted, text in _wanted_by_fact(content, evaluation, Truth.UNKNOWN)
    )


def _wanted_by_fact(content: Content, evaluation: Evaluation, truth: Truth) -> Iterator[tuple[str, bool, str]]:
    """Yield each fact of the reasons with a truth, whether it is wanted or not, and all that is asked for of it."""
    wants: dict[tuple[str, bool], list[str]] = {}
    for reason in evaluation.reasons:
        if reason.truth is truth:
            key = (reason.criterion.fact, reason.is_wanted)
            wants.setdefault(key, []).append(wanted(content, reason.criterion))
    for (fact, is_wanted), texts in wants.items():
        yield fact, is_wanted, content.messages["screening.or"].join(dict.fromkeys(texts))


def _counting(evaluation: Evaluation, facts: Facts) -> Facts:
    """Return the facts with only those of several values that hold at once that the criteria ask for."""
    counting = dict(facts)
    for reason in evaluation.reasons:
        known, criterion = facts.get(reason.criterion.fact), reason.criterion
        if isinstance(known, Each) and isinstance(criterion, ChoiceCriterion) and known.values & criterion.values:
            before = counting[criterion.fact]
            more = before.values if isinstance(before, Each) and before is not known else frozenset()
            counting[criterion.fact] = Each(more | (known.values & criterion.values))
    return counting


def reason_line(content: Content, evaluation: Evaluation, facts: Facts) -> str:
    """Return in one line why a service is likely or worth asking for."""
    met = told_facts(content, _counting(evaluation, facts), evaluation.facts(Truth.TRUE))
    parts = [say(content, "screening.reason", facts=met)] if met else []
    if unclear := evaluation.facts(Truth.UNKNOWN):
        parts.append(say(content, "screening.reason_open", facts=names_of(content, unclear)))
    text = "；".join(parts)
    if evaluation.window:
        text += say(content, "screening.reason_window", window="；".join(evaluation.window))
    return text.lstrip("；")
