"""Rules of phrasings: enough of them, none twice, none leading two ways, and check questions that really test.

Phrasings are compared in the form that matching sees: normalised, without spaces and punctuation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.checking.draft import DIALOGUES, SERVICES, SEVERAL, URGENT, Draft, check_rows
from knowledge.content_files import OUTSIDE_CHECKS, whole
from knowledge.fields import Fields
from knowledge.language.normalise import bare, normalise
from knowledge.matching.intents import phrasings_of

FEWEST_PHRASINGS = 12
FEWEST_CHECKS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A list of phrasings in the content."""

    fields: Fields
    """The entry it stands in."""
    field: str
    """The field it stands in."""

    def __str__(self) -> str:
        """Return the place in words, with its file."""
        return f"{self.fields.file} 里 {self.fields.entry} 的 {self.field}"


def check_phrasings(draft: Draft) -> None:
    """Note phrasings that are too few, doubled or lead to two entries, and the like for check questions.

    A line of `near` leads nowhere, it is only not urgent: it may be the question of a service, not one of a danger.
    """
    seen: dict[str, Place] = {}
    for intent, phrasings in phrasings_of(draft.content):
        _check_owners(Place(draft.intent_entry(intent), "ask"), phrasings, seen)
    for situation in draft.content.urgent:
        _check_owners(Place(draft.entry(URGENT, situation.id), "ask"), situation.ask, seen)
    for situation in draft.content.urgent:
        _check_near(Place(draft.entry(URGENT, situation.id), "near"), situation.near, seen)
    for service in draft.content.services.values():
        if 0 < len(service.ask) < FEWEST_PHRASINGS:
            what = f"只有 {len(service.ask)} 种问法"
            draft.entry(SERVICES, service.id).report("ask", what, f"至少写 {FEWEST_PHRASINGS} 种真正不同的问法")
    _check_checks(draft, seen)


@lru_cache(maxsize=65536)  # an edit changes a few phrasings of many thousands, and is checked while people wait
def compared_form(phrasing: str) -> str:
    """Return the form in which phrasings are compared; one of nothing but marks stays as it is.

    >>> compared_form("請問，低保 咋办？"), compared_form("？！")
    ('请问低保咋办', '？！')
    """
    return bare(normalise(phrasing)) or phrasing


def _check_doubles(place: Place, phrasings: Sequence[str]) -> None:
    for form, count in Counter(map(compared_form, phrasings)).items():
        if count > 1:
            place.fields.report(place.field, f"“{form}”写了 {count} 次（不看空格和标点）", "只留一句")


def _check_owners(place: Place, phrasings: Sequence[str], seen: dict[str, Place]) -> None:
    _check_doubles(place, phrasings)
    for phrasing in phrasings:
        first = seen.setdefault(compared_form(phrasing), place)
        if first is not place:
            what = f"“{phrasing}”也在 {first}"
            place.fields.report(place.field, what, "一句话只能通向一处：想清该去哪里，删掉另一处")


def _check_near(place: Place, phrasings: Sequence[str], seen: Mapping[str, Place]) -> None:
    _check_doubles(place, phrasings)
    for phrasing in phrasings:
        first = seen.get(compared_form(phrasing))
        if first and first.fields.file == URGENT:
            place.fields.report("near", f"“{phrasing}”也在 {first}", "一句话不能又急又不急，删掉另一处")


def _check_checks(draft: Draft, seen: Mapping[str, Place]) -> None:
    counts: Counter[str] = Counter()
    asked: dict[str, Fields] = {}
    for place, questions in check_rows(draft):
        counts[place.entry] += len(questions)
        for question in questions:
            form = compared_form(question)
            if form in seen:
                place.report("checks", f"“{question}”也在 {seen[form]}", "换一种说法：试题和问法一样，什么也试不出来")
            if form in asked:
                first = asked[form]
                place.report("checks", f"“{question}”在 {first.file} 的 {first.entry} 里也有", "只留一句")
            asked.setdefault(form, place)
    outside = whole(draft.files, OUTSIDE_CHECKS, draft.problems)
    for question in draft.content.outside:
        if (form := compared_form(question)) in seen or form in asked:
            what = f"“{question}”也在 {seen.get(form) or asked[form].entry}"
            outside.report("outside", what, "换一种说法，或者删掉：试题不能和问法一样，也不能又有服务又没有")
    _check_doubles(Place(outside, "outside"), draft.content.outside)
    _check_several(draft, seen)
    _check_dialogues(draft)
    if draft.is_readable("checks/"):
        _check_count(draft, counts)


def _check_several(draft: Draft, seen: Mapping[str, Place]) -> None:
    for check in draft.content.several:
        fields = draft.entry(SEVERAL, check.question)
        if place := seen.get(compared_form(check.question)):
            fields.report("q", f"“{check.question}”也在 {place}", "换一种说法：试题和问法一样，什么也试不出来")
        _check_ids(draft, fields, "needs", check.needs)
        _check_ids(draft, fields, "also", check.also)


def _check_dialogues(draft: Draft) -> None:
    for dialogue in draft.content.dialogues:
        fields = draft.entry(DIALOGUES, dialogue.start)
        _check_ids(draft, fields, "services", dialogue.services)
        for turn in dialogue.then:
            _check_ids(draft, fields, "then", turn.services)


def _check_ids(draft: Draft, fields: Fields, name: str, keys: Sequence[str]) -> None:
    for key in keys:
        if key not in draft.content.services and draft.is_readable(f"{SERVICES}/"):
            fields.report(name, f"没有 {key} 这项服务", "改成 services 里有的编号")


def _check_count(draft: Draft, counts: Mapping[str, int]) -> None:
    for service in draft.content.services.values():
        if counts[service.id] < FEWEST_CHECKS:
            fields = draft.entry(SERVICES, service.id)
            what = f"checks/{service.domain}.yaml 里只有 {counts[service.id]} 个试题"
            fields.report("checks", what, f"在那里的 {service.id}: 下面至少写 {FEWEST_CHECKS} 句和 ask 不同的问话")
