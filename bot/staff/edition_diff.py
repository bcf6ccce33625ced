"""Finds what differs between two editions, as far as it can change an answer. Called by `replaying`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from bot.library import Edition
from bot.staff.reach import names_of_offices
from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from knowledge.models import Content
from knowledge.offices import Department
from knowledge.routing.intake import intake_key

NOT_ASKED = frozenset({"version", "checks", "outside", "several"})
"""Parts of the content that no answer comes from."""
NOT_TOLD = frozenset({"ask", "related", "confused_with"})
"""Fields of an entry that no text tells, but for the eligibility dialogue, which may show anything."""

TOLD_OF_OFFICES = frozenset({"handles", "not_handles", "aliases", "is_public_place"})
"""Fields of a department that are told only to who asks for the office itself."""
OF_ONE_ROLE = frozenset({"hotline", "windows"})
"""Fields of a department that a service tells: the one of its lead, the other of who takes it in."""


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What differs between two editions."""

    touched: frozenset[Intent]
    """Services and matters handled elsewhere that are not the same in both, or name a department that is not.

    Phrasings do not count, nor which services are alike: no reply tells these.
    """
    changes_offices: bool
    """Whether an office itself may be told of differently."""
    names: frozenset[str]
    """Names by which an office can be asked for in one of them only, in plain form."""
    is_general: bool
    """Whether any question may be answered differently: another model, other words of the bot."""
    has_same_words: bool
    """Whether both read alike all messages but those `moved` and `regrouped` are about."""
    moved: list[str]
    """Phrasings that one has and the other has not, in plain words."""
    regrouped: frozenset[frozenset[Intent]]
    """Pairs of services that are alike in one of them only: it counts where a message is cut in two."""

    @property
    def reads_alike(self) -> bool:
        """Whether both understand every message in the same way."""
        return self.has_same_words and not (self.moved or self.regrouped)


def diff_editions(before: Edition, after: Edition) -> EditionDiff:
    """Return what differs between two editions."""
    old, new = before.content, after.content
    services, elsewhere = _changed(old.services, new.services), _changed(old.elsewhere, new.elsewhere)
    departments = _changed(old.departments, new.departments)
    users = _users(old, old, new) | _users(new, old, new)
    is_same_model = before.understander.matcher.model is after.understander.matcher.model
    return EditionDiff(
        touched=_intents(IntentKind.SERVICE, services | users) | _intents(IntentKind.ELSEWHERE, elsewhere),
        changes_offices=bool(departments) or _counters(old) != _counters(new),
        names=names_of_offices(old) ^ names_of_offices(new),
        is_general=not is_same_model or _rest(old) != _rest(new),
        has_same_words=is_same_model and _words(old) == _words(new),
        moved=_moved_phrasings(before, after),
        regrouped=frozenset(_intents(IntentKind.SERVICE, pair) for pair in _pairs(old, new) ^ _pairs(new, old)),
    )


def _intents(kind: IntentKind, keys: Iterable[str]) -> frozenset[Intent]:
    return frozenset(Intent(kind, key) for key in keys)


def _users(content: Content, old: Content, new: Content) -> set[str]:
    """Return the ids of the services of a content that tell of a department what is not the same in both others."""
    found: set[str] = set()
    for key in _changed(old.departments, new.departments):
        fields_told = _differing(old.departments.get(key), new.departments.get(key)) - TOLD_OF_OFFICES
        for service in content.services.values():
            takes_in = intake_key(service) == key or any(r.intake == key and r.covers(service) for r in content.routing)
            told = ({"hotline"} if service.lead == key else set()) | ({"windows"} if takes_in else set())
            if fields_told & told or (fields_told - OF_ONE_ROLE and (takes_in or key in service.departments)):
                found.add(service.id)
    return found


def _differing(old: Department | None, new: Department | None) -> set[str]:
    """Return the fields in which two versions of a department differ; all of them where one is missing."""
    return {one.name for one in fields(Department) if old is None or new is None or not _is_same(old, new, one.name)}


def _is_same(old: Department, new: Department, name: str) -> bool:
    return bool(getattr(old, name) == getattr(new, name))


def _counters(content: Content) -> list[object]:
    """Return what of the services is told of an office: which it leads, and where one goes for them."""
    return [(s.id, s.lead, s.window) for s in content.services.values()]


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """Return the keys of entries of which something else is told."""
    return {key for key in old.keys() | new.keys() if _shown(old.get(key)) != _shown(new.get(key))}


def _rest(content: Content) -> list[object]:
    """Return all that may change how any question is answered, such as the bot's words."""
    apart = NOT_ASKED | {"services", "departments", "elsewhere"}
    return [getattr(content, part.name) for part in fields(content) if part.name not in apart]


def _words(content: Content) -> list[object]:
    """Return what besides phrasings decides how a message is read: words, dangers, which services there are."""
    return [content.lexicon, content.calm, content.urgent, content.vague, list(content.services)]


def _pairs(content: Content, other: Content) -> set[frozenset[str]]:
    """Return the ids of each two services that are alike, and in another content too."""
    both = content.services.keys() & other.services.keys()
    return {frozenset((key, near)) for key in both for near in content.services[key].siblings & both}


def _shown(entry: object) -> Mapping[str, object] | None:
    if entry is None:
        return None
    names = [name for kind in type(entry).__mro__ for name in getattr(kind, "__slots__", ())]
    return {name: getattr(entry, name) for name in names if name not in NOT_TOLD}


def _moved_phrasings(before: Edition, after: Edition) -> list[str]:
    """Return, in plain words, the phrasings that one edition has and the other has not."""
    old, new = (
        {(intent, text) for intent, texts in phrasings_of(edition.content) for text in texts}
        for edition in (before, after)
    )
    analyser = after.understander.analyser
    return sorted({analyser.analyse(text).plain for _, text in old ^ new} - {""})
