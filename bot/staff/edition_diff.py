"""Finds what differs between two editions, as far as it can change an answer. Called by `replaying`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.library import Edition
from handlers.words import window_department
from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from knowledge.models import Content, Service
from knowledge.routing.intake import COUNTY_HOTLINE

SHOWN = frozenset({"title", "strength", "audience", "answer", "open", "facts", "cites", "bring", "source"}) | {
    "checked_on",
    "checked_by",
    "valid_until",
    "owner",
}
"""Fields of a service that are told, and decide neither what a message means nor which department it leads to."""


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What differs between two editions."""

    touched: frozenset[Intent]
    """Services and matters handled elsewhere that are not the same in both, phrasings aside."""
    departments: frozenset[str]
    """Keys of departments that are not the same, and ids of services that name one of them."""
    is_only_shown: bool
    """Whether what is `touched` decides nothing: it changes those replies that show it, and no others."""
    users: frozenset[Intent]
    """The services that name one of these departments."""
    moved: list[str]
    """Phrasings that one has and the other has not, in plain words."""
    is_general: bool
    """Whether any question may be answered differently: another model, other words of the bot."""
    reads_alike: bool
    """Whether both understand every message in the same way."""


def diff_editions(before: Edition, after: Edition) -> EditionDiff:
    """Return what differs between two editions."""
    old, new = before.content, after.content
    services = _changed(old.services, new.services)
    touched = {Intent(IntentKind.SERVICE, key) for key in services}
    touched |= {Intent(IntentKind.ELSEWHERE, key) for key in _changed(old.elsewhere, new.elsewhere)}
    departments = _changed(old.departments, new.departments)
    users = {s.id for s in old.services.values() if departments & {*s.departments, window_department(old, s).key}}
    moved = _moved_phrasings(before, after)
    is_hotline = COUNTY_HOTLINE in departments  # it stands under every answer
    is_same_model = before.understander.matcher.model is after.understander.matcher.model
    is_general = not is_same_model or is_hotline or _rest(old) != _rest(new)
    return EditionDiff(
        touched=frozenset(touched),
        departments=frozenset(departments | users),
        is_only_shown=all(_is_only_shown(old.services.get(key), new.services.get(key)) for key in services)
        and len(touched) == len(services),
        users=frozenset(Intent(IntentKind.SERVICE, key) for key in users),
        moved=moved,
        is_general=is_general,
        reads_alike=not is_general and not moved and _siblings(old) == _siblings(new),
    )


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """Return the keys of entries that are not the same in both, phrasings aside."""
    return {key for key in old.keys() | new.keys() if _shown(old.get(key)) != _shown(new.get(key))}


def _is_only_shown(old: Service | None, new: Service | None) -> bool:
    if old is None or new is None:
        return False
    return all(name in SHOWN or getattr(old, name) == getattr(new, name) for name in _shown(old) or ())


def _rest(content: Content) -> list[object]:
    """Return all that may change how any question is answered: the bot's words, the names of departments."""
    apart = {"version", "services", "departments", "elsewhere", "checks"}
    names = sorted((d.name, *d.aliases) for d in content.departments.values())
    return [names, *(getattr(content, part.name) for part in fields(content) if part.name not in apart)]


def _siblings(content: Content) -> list[object]:
    """Return what of the services counts when a message is read: which there are, and which are alike."""
    return [(s.id, s.related, s.confused_with) for s in content.services.values()]


def _shown(entry: object) -> Mapping[str, object] | None:
    if entry is None:
        return None
    names = [name for kind in type(entry).__mro__ for name in getattr(kind, "__slots__", ())]
    return {name: getattr(entry, name) for name in names if name != "ask"}


def _moved_phrasings(before: Edition, after: Edition) -> list[str]:
    """Return, in plain words, the phrasings that one edition has and the other has not."""
    old, new = (
        {(intent, text) for intent, texts in phrasings_of(edition.content) for text in texts}
        for edition in (before, after)
    )
    analyser = after.understander.analyser
    return sorted({analyser.analyse(text).plain for _, text in old ^ new} - {""})
