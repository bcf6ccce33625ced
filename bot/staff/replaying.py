"""Replays questions against two editions of the content and tells what would be answered differently.

Only questions that an edit can touch are answered twice: those led to an entry that changed, and those like a phrasing
that came or went. Called by `publishing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from rapidfuzz import fuzz, process

from bot.answering import answer_of
from bot.library import Edition
from bot.staff.preview import Conflict, Difference, Outcome, Replay
from handlers.turn import Kind, Reply
from knowledge.fresh import NEAR
from knowledge.matching.intents import IntentKind, phrasings_of
from knowledge.models import Content

MOST_REMEMBERED = 50_000
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """A question to replay."""

    text: str
    """The question, masked."""
    times: int
    """How often residents asked it lately; 0 where it is only a check question."""
    belongs_to: str = ""
    """The service it must lead to, where that is known: a check question, or an answer called useful."""
    is_check: bool = False
    """Whether it is one of the content's check questions."""


class Replayer:
    """Remembers where questions lead now, so that the next replay is quick."""

    def __init__(self) -> None:
        """Start without memory."""
        self._leads: dict[_Key, dict[str, frozenset[str]]] = {}
        self._one_at_a_time = Lock()

    def replay(self, before: Edition, after: Edition, now: datetime, tried: Iterable[Tried]) -> Replay:
        """Return what changes from one edition to the other; `tried` holds each question once, `now` is aware."""
        with self._one_at_a_time:
            return self._replay(before, after, now, list(tried))

    def _replay(self, before: Edition, after: Edition, now: datetime, questions: list[Tried]) -> Replay:
        touched, moved = _touched(before.content, after.content), _moved_phrasings(before, after)
        differences: list[Difference] = []
        leads_after: dict[str, frozenset[str]] = {}
        for question in questions:
            is_touched = bool(touched) and bool(touched & self._leads_to(before, now, question.text))
            if is_touched or _is_like(question.text, moved, before):
                old, new = (answer_of(edition, question.text, now) for edition in (before, after))
                leads_after[question.text] = _leads_of(new)
                if (was := outcome_of(old)) != (will_be := outcome_of(new)):
                    differences.append(Difference(question.text, question.times, question.is_check, was, will_be))
        if _key(before) in self._leads:
            self._remember(after, {**self._leads[_key(before)], **leads_after})
        differences.sort(key=lambda found: (not found.is_rerouted, -found.times, found.question))
        return Replay(len(questions), tuple(differences))

    def warm(self, edition: Edition, now: datetime, tried: Iterable[Tried]) -> bool:
        """Answer questions once ahead of a replay; return whether any was not known yet."""
        with self._one_at_a_time:
            known = self._leads.get(_key(edition), {})
            new = [question.text for question in tried if question.text not in known]
            for text in new:
                self._leads_to(edition, now, text)
        return bool(new)

    def _leads_to(self, edition: Edition, now: datetime, question: str) -> frozenset[str]:
        """Return the ids of all entries that the reply to a question shows something of."""
        known = self._leads.get(_key(edition))
        if known is None or len(known) > MOST_REMEMBERED:
            known = self._remember(edition, {})
        if question not in known:
            known[question] = _leads_of(answer_of(edition, question, now))
        return known[question]

    def _remember(self, edition: Edition, leads: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Keep what is known of an edition and of the one used before it; forget older ones."""
        self._leads.pop(_key(edition), None)
        self._leads = {**dict(list(self._leads.items())[-1:]), _key(edition): leads}
        return leads


def _key(edition: Edition) -> _Key:
    return edition.content.version, edition.model_key


def _leads_of(reply: Reply) -> frozenset[str]:
    matters = {IntentKind.ELSEWHERE} if reply.kind is Kind.HANDOFF else set()
    return frozenset((*reply.services, *reply.options, *reply.departments, *matters))


def outcome_of(reply: Reply) -> Outcome:
    """Return what counts of a reply when two are compared."""
    department = reply.departments[0] if reply.departments else ""
    return Outcome(str(reply.kind), reply.services or reply.options, department, reply.text)


def find_conflicts(
    after: Edition, replay: Replay, tried: Iterable[Tried], new: Iterable[tuple[str, str]]
) -> list[Conflict]:
    """Return each phrasing or question that leaves the service it belongs to; empty when there is none.

    `new` holds the phrasings that the change adds, each with the id of the service it adds them to.
    """
    return [*_stolen_questions(replay, tried), *_stolen_phrasings(after, new)]


def _stolen_questions(replay: Replay, tried: Iterable[Tried]) -> Iterator[Conflict]:
    owners = {question.text: question for question in tried if question.belongs_to}
    for difference in replay.differences:
        owner = owners.get(difference.question)
        if owner is None or not _keeps(difference.before, owner) or _keeps(difference.after, owner):
            continue
        goes_to = next(iter(difference.after.services), "")
        why = (
            "这是检查用的问题，改了以后不再走到原来的服务"
            if owner.is_check
            else "居民说过原来的回答有用，改了以后换成别的"
        )
        yield Conflict(difference.question, owner.belongs_to, goes_to, why)


def _keeps(outcome: Outcome, owner: Tried) -> bool:
    return outcome.kind == Kind.ANSWER and owner.belongs_to in outcome.services


def _stolen_phrasings(after: Edition, new: Iterable[tuple[str, str]]) -> Iterator[Conflict]:
    added = list(new)
    if not added:
        return
    analyser = after.understander.analyser
    rows = [(i.id, text) for i, texts in phrasings_of(after.content) if i.kind is IntentKind.SERVICE for text in texts]
    plain = [analyser.analyse(text).plain for _, text in rows]
    for text, service in added:
        wanted = analyser.analyse(text).plain
        for _, _, row in process.extract(wanted, plain, scorer=fuzz.ratio, score_cutoff=100 * NEAR, limit=None):
            other, phrasing = rows[row]
            if other != service:
                yield Conflict(text, other, service, f"和“{phrasing}”几乎一样，那是另一项服务的问法")
                break


def _touched(before: Content, after: Content) -> frozenset[str]:
    """Return the ids of entries that are not the same in both, phrasings aside."""
    pairs = ((before.services, after.services), (before.departments, after.departments))
    changed = {
        key for old, new in pairs for key in old.keys() | new.keys() if _shown(old.get(key)) != _shown(new.get(key))
    }
    if {key: _shown(e) for key, e in before.elsewhere.items()} != {
        key: _shown(e) for key, e in after.elsewhere.items()
    }:
        changed.add(IntentKind.ELSEWHERE)
    return frozenset(changed)


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


def _is_like(question: str, phrasings: list[str], edition: Edition) -> bool:
    """Return whether a question, or a part of it, is like one of the phrasings: a long one may hold two needs."""
    if not phrasings:
        return False
    plain = edition.understander.analyser.analyse(question).plain
    return (
        bool(plain)
        and process.extractOne(plain, phrasings, scorer=fuzz.partial_ratio, score_cutoff=100 * NEAR) is not None
    )
