"""Replays questions against two editions of the content and tells what would be answered differently.

Only questions that an edit can touch are answered, twice: those that may reach an entry that changed (`reach`), and
those like a phrasing that came or went. Where both editions read alike, each is understood once. Called by
`publishing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from rapidfuzz import fuzz, process

from bot.answering import answer_of, answer_turn, typed_turn
from bot.library import Edition
from bot.staff.edition_diff import EditionDiff, diff_editions
from bot.staff.preview import Conflict, Difference, Outcome, Replay
from bot.staff.reach import OFFICE, Reach, Shown
from handlers.turn import Conversation, Kind, Reply, Turn
from knowledge.fresh import NEAR
from knowledge.language.normalise import bare, normalise
from knowledge.matching.intents import IntentKind, phrasings_of

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


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is known of an edition, by question."""

    shown: dict[str, Shown]
    """What the reply may show, as far as it was understood: `Reach.shown_by`."""
    may_show: dict[str, Shown]
    """The same by the linear model alone: `Reach.may_show`."""


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
        read_twice: set[str] = set()
        for question in questions:
            replies = self._answer_twice(trial, question.text, read_twice)
            if replies is None:
                continue
            was, will_be = map(outcome_of, replies)
            if was != will_be:
                differences.append(Difference(question.text, question.times, question.is_check, was, will_be))
        self._carry_over(trial, read_twice)
        self._reach = None
        differences.sort(key=lambda found: (not found.is_rerouted, -found.times, found.question))
        return Replay(len(questions), tuple(differences))

    def _answer_twice(self, trial: _Trial, question: str, read_twice: set[str]) -> tuple[Reply, Reply] | None:
        """Return the replies of both editions to a question; None where an edit cannot change the reply.

        What both have to understand is noted in `read_twice`.
        """
        edit = trial.edit
        is_read_anew = _is_like(question, edit, trial.before) or self._is_regrouped(trial, question)
        is_certain = edit.is_general or is_read_anew
        if not is_certain and not self._may_be_affected(trial, question):
            return None
        turn = typed_turn(trial.before, question, trial.now, Conversation())
        shown = self._memory(trial.before).shown[question] = self._reach_of(trial.before).shown_by(turn)
        if is_read_anew or not edit.has_same_words:
            read_twice.add(question)
            return answer_turn(turn), answer_of(trial.after, question, trial.now)
        if not is_certain and not _concerns(edit, shown):
            return None
        return answer_turn(turn), answer_turn(_in_edition(turn, trial.after))

    def _may_be_affected(self, trial: _Trial, question: str) -> bool:
        """Return whether the reply to a question may be another one, by what is known of it."""
        if not (trial.edit.touched or trial.edit.changes_offices):
            return False
        shown = self._memory(trial.before).shown
        if trial.edit.has_same_words and question in shown:
            return _concerns(trial.edit, shown[question])
        return _concerns(trial.edit, self._may_show(trial, question))

    def _may_show(self, trial: _Trial, question: str) -> Shown:
        memory = self._memory(trial.before).may_show
        if question not in memory:
            memory[question] = self._reach_of(trial.before).may_show(question, trial.now.date())
        return memory[question]

    def _is_regrouped(self, trial: _Trial, question: str) -> bool:
        """Return whether a question may be cut in two otherwise, because other services are alike now."""
        if not trial.edit.regrouped:
            return False
        may_show = self._may_show(trial, question)
        meets = may_show is None or any(pair <= may_show for pair in trial.edit.regrouped)
        return meets and self._reach_of(trial.before).is_cut(question)

    def _reach_of(self, edition: Edition) -> Reach:
        if self._reach is None or self._reach[0] is not edition:
            self._reach = edition, Reach(edition)
        return self._reach[1]

    def warm(self, edition: Edition, now: datetime, tried: Iterable[Tried]) -> bool:
        """Understand questions once ahead of a replay; return whether any was not known yet."""
        with self._one_at_a_time:
            memory, reach = self._memory(edition), self._reach_of(edition)
            new = [question.text for question in tried if question.text not in memory.shown]
            for text in new:
                memory.shown[text] = reach.shown_by(typed_turn(edition, text, now, Conversation()))
                memory.may_show[text] = reach.may_show(text, now.date())
        return bool(new)

    def _memory(self, edition: Edition) -> _Memory:
        """Return what is known of an edition, in which more may be noted."""
        known = self._memories.get(_key(edition))
        if known is None or max(len(known.shown), len(known.may_show)) > MOST_REMEMBERED:
            known = self._remember(edition, _Memory({}, {}))
        return known

    def _carry_over(self, trial: _Trial, read_twice: Collection[str]) -> None:
        """Remember of the new edition what is known of the old and still true: all but what is read anew."""
        if trial.edit.is_general and not trial.edit.reads_alike:
            return
        old = self._memory(trial.before)
        shown, may_show = (
            {text: found for text, found in known.items() if text not in read_twice}
            for known in (old.shown, old.may_show)
        )
        self._remember(trial.after, _Memory(shown, may_show))

    def _remember(self, edition: Edition, memory: _Memory) -> _Memory:
        """Keep what is known of an edition and of the one used before it; forget older ones."""
        self._memories.pop(_key(edition), None)
        self._memories = {**dict(list(self._memories.items())[-1:]), _key(edition): memory}
        return memory


def _key(edition: Edition) -> _Key:
    return edition.content.version, edition.model_key


def _concerns(edit: EditionDiff, shown: Shown) -> bool:
    """Return whether an edit may change a reply, where both editions read the message alike."""
    if shown is None:
        return True
    return not shown.isdisjoint(edit.touched) or (edit.changes_offices and OFFICE in shown)


def _in_edition(turn: Turn, edition: Edition) -> Turn:
    """Return a turn that was understood by another edition which reads alike."""
    return replace(turn, content=edition.content, screener=edition.screener)


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


def _is_like(question: str, edit: EditionDiff, edition: Edition) -> bool:
    """Return whether a question, or a part of it, is like a phrasing or holds a name that came or went."""
    if not (edit.moved or edit.names):
        return False
    plain = edition.understander.analyser.analyse(question).plain
    if not plain:
        return False
    if any(name in text for name in edit.names for text in (plain, bare(normalise(question)))):
        return True
    return process.extractOne(plain, edit.moved, scorer=fuzz.partial_ratio, score_cutoff=100 * NEAR) is not None
