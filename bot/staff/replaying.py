"""Replays questions against two editions of the content and tells what would be answered differently.

Only questions that an edit can touch are answered, twice: those that may reach an entry that changed (`reach`), and
those like a phrasing that came or went. Called by `publishing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from rapidfuzz import fuzz, process

from bot.answering import answer_of, answer_turn, typed_turn
from bot.library import Edition
from bot.staff.edition_diff import EditionDiff, diff_editions
from bot.staff.preview import Conflict, Difference, Outcome, Replay
from bot.staff.reach import Reach
from handlers.turn import Conversation, Kind, Reply
from knowledge.fresh import NEAR
from knowledge.language.normalise import normalise
from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from knowledge.routing.opening_question import read_opening_question

MOST_REMEMBERED = 50_000
EVERYTHING = "*"
"""Stands for all services in what a reply of the eligibility dialogue shows."""
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


@dataclass(frozen=True, slots=True)
class _Trial:
    """One replay."""

    before: Edition
    """The edition in use."""
    after: Edition
    """The one that may follow."""
    now: datetime
    """When the questions are asked, aware."""
    edit: EditionDiff
    """What differs."""

    @classmethod
    def of(cls, before: Edition, after: Edition, now: datetime) -> _Trial:
        """Find out what differs."""
        return cls(before, after, now, diff_editions(before, after))

    @property
    def is_told_by_leads(self) -> bool:
        """Whether it is enough to know what the replies show now."""
        return self.edit.is_only_shown and self.edit.reads_alike

    @property
    def shown(self) -> frozenset[str]:
        """What a reply shows that may be another one."""
        return self.edit.departments.union((EVERYTHING,), (intent.id for intent in self.edit.touched))


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is known of an edition, by question."""

    leads: dict[str, frozenset[str]]
    """The ids of all entries that the reply shows something of."""
    reach: dict[str, frozenset[Intent] | None]
    """What `Reach` says of it."""


class Replayer:
    """Remembers where questions lead and what they may be about, so that the next replay is quicker still."""

    def __init__(self) -> None:
        """Start without memory."""
        self._memories: dict[_Key, _Memory] = {}
        self._reach: tuple[Edition, Reach] | None = None
        self._one_at_a_time = Lock()

    def replay(self, before: Edition, after: Edition, now: datetime, tried: Iterable[Tried]) -> Replay:
        """Return what changes from one edition to the other; `tried` holds each question once, `now` is aware."""
        with self._one_at_a_time:
            return self._replay(before, after, now, list(tried))

    def _replay(self, before: Edition, after: Edition, now: datetime, questions: list[Tried]) -> Replay:
        trial = _Trial.of(before, after, now)
        differences: list[Difference] = []
        leads: dict[str, frozenset[str]] = {}
        for question in questions:
            replies = self._answer_twice(trial, question.text)
            if replies is None:
                continue
            old, new = replies
            leads[question.text] = _leads_of(new)
            if (was := outcome_of(old)) != (will_be := outcome_of(new)):
                differences.append(Difference(question.text, question.times, question.is_check, was, will_be))
        self._carry_over(trial, leads)
        self._reach = None
        differences.sort(key=lambda found: (not found.is_rerouted, -found.times, found.question))
        return Replay(len(questions), tuple(differences))

    def _answer_twice(self, trial: _Trial, question: str) -> tuple[Reply, Reply] | None:
        """Return the replies of both editions to a question; None where an edit cannot change the reply."""
        edit = trial.edit
        is_certain = edit.is_general or _is_like(question, edit.moved, trial.before)
        if not is_certain and not self._may_be_affected(trial, question):
            return None
        turn = typed_turn(trial.before, question, trial.now, Conversation())
        old = answer_turn(turn)
        leads = self._memory(trial.before).leads[question] = _leads_of(old)
        if not is_certain and trial.is_told_by_leads and not leads & trial.shown:
            return None
        if not edit.reads_alike:
            return old, answer_of(trial.after, question, trial.now)
        return old, answer_turn(replace(turn, content=trial.after.content, screener=trial.after.screener))

    def _may_be_affected(self, trial: _Trial, question: str) -> bool:
        """Return whether the reply to a question may be another one, by what is remembered or else by its reach."""
        leads = self._memory(trial.before).leads.get(question)
        if leads is not None and trial.is_told_by_leads:
            return bool(leads & trial.shown)
        if self._reaches(trial, question, trial.edit.touched):
            return True
        if not trial.edit.departments:
            return False
        return bool(leads & trial.shown) if leads is not None else self._may_name_department(trial, question)

    def _may_name_department(self, trial: _Trial, question: str) -> bool:
        """Return whether the reply to a question may tell of a department that changed: by a service, or by name."""
        opening, today = trial.before.content.opening, trial.now.date()
        asks_hours = read_opening_question(opening, normalise(question), today) is not None
        return asks_hours or self._reaches(trial, question, trial.edit.users)

    def _reaches(self, trial: _Trial, question: str, intents: frozenset[Intent]) -> bool:
        """Return whether a question may be about one of some intents."""
        if not intents:
            return False
        known = self._memory(trial.before).reach
        if question not in known:
            known[question] = self._reach_of(trial.before).intents(question)
        may_mean = known[question]
        return may_mean is None or bool(may_mean & intents)

    def _reach_of(self, edition: Edition) -> Reach:
        if self._reach is None or self._reach[0] is not edition:
            self._reach = edition, Reach(edition)
        return self._reach[1]

    def warm(self, edition: Edition, now: datetime, tried: Iterable[Tried]) -> bool:
        """Answer questions once ahead of a replay; return whether any was not known yet."""
        with self._one_at_a_time:
            known = self._memory(edition).leads
            new = [question.text for question in tried if question.text not in known]
            for text in new:
                known[text] = _leads_of(answer_of(edition, text, now))
        return bool(new)

    def _memory(self, edition: Edition) -> _Memory:
        """Return what is known of an edition, in which more may be noted."""
        known = self._memories.get(_key(edition))
        if known is None or max(len(known.reach), len(known.leads)) > MOST_REMEMBERED:
            known = self._remember(edition, _Memory({}, {}))
        return known

    def _carry_over(self, trial: _Trial, leads: Mapping[str, frozenset[str]]) -> None:
        """Remember of the new edition what is known of the old and still true; `leads` are those found anew."""
        old = self._memory(trial.before)
        if trial.edit.is_general:
            return
        still = {text: intents for text, intents in old.reach.items() if text not in leads or trial.edit.reads_alike}
        self._remember(trial.after, _Memory({**old.leads, **leads}, still))

    def _remember(self, edition: Edition, memory: _Memory) -> _Memory:
        """Keep what is known of an edition and of the one used before it; forget older ones."""
        self._memories.pop(_key(edition), None)
        self._memories = {**dict(list(self._memories.items())[-1:]), _key(edition): memory}
        return memory


def _key(edition: Edition) -> _Key:
    return edition.content.version, edition.model_key


def _leads_of(reply: Reply) -> frozenset[str]:
    anything = (EVERYTHING,) if reply.kind is Kind.SCREEN else ()
    return frozenset((*reply.services, *reply.options, *reply.departments, *anything))


def outcome_of(reply: Reply) -> Outcome:
    """Return what counts of a reply when two are compared."""
    department = reply.departments[0] if reply.departments else ""
    return Outcome(str(reply.kind), reply.services or reply.options, department, reply.text)


def find_conflicts(
    after: Edition, replay: Replay, tried: Iterable[Tried], new: Iterable[tuple[str, str]]
) -> list[Conflict]:
    """Return each phrasing or question that leaves the service it belongs to, where that is still there; may be empty.

    `new` holds the phrasings that the change adds, each with the id of the service it adds them to.
    """
    kept = [question for question in tried if question.belongs_to in after.content.services]
    return [*_stolen_questions(replay, kept), *_stolen_phrasings(after, new)]


def _stolen_questions(replay: Replay, tried: Iterable[Tried]) -> Iterator[Conflict]:
    owners = {question.text: question for question in tried}
    for difference in replay.differences:
        owner = owners.get(difference.question)
        if owner is None or not keeps(difference.before, owner) or keeps(difference.after, owner):
            continue
        goes_to = next(iter(difference.after.services), "")
        why = (
            "这是检查用的问题，改了以后不再走到原来的服务"
            if owner.is_check
            else "居民说过原来的回答有用，改了以后换成别的"
        )
        yield Conflict(difference.question, owner.belongs_to, goes_to, why)


def keeps(outcome: Outcome, owner: Tried) -> bool:
    """Return whether a question is answered with the service it belongs to."""
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


def _is_like(question: str, phrasings: list[str], edition: Edition) -> bool:
    """Return whether a question, or a part of it, is like one of the phrasings: a long one may hold two needs."""
    if not phrasings:
        return False
    plain = edition.understander.analyser.analyse(question).plain
    return (
        bool(plain)
        and process.extractOne(plain, phrasings, scorer=fuzz.partial_ratio, score_cutoff=100 * NEAR) is not None
    )
