"""Tries a relearnt model out before it takes the place of the quick one, in a process beside; the result is kept.

Right after an edit new phrasings are recognised letter by letter; half a minute later a model has learnt them, and
ranks every message a little differently. `Library` asks here whether that is for the better. Wired up by `serve`.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from bot.assembly import MODELS
from bot.config import Config
from bot.database import Database
from bot.library import Edition, build_learnt
from bot.staff import change_store
from bot.staff.audit import append_once
from bot.staff.preview import PUBLISHED, Difference, Replay
from bot.staff.replaying import Replayer, Tried, keeps
from bot.times import Clock
from knowledge.fresh import FreshMatcher
from knowledge.matching.decision import Thresholds
from knowledge.matching.encoder import Encoder
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Model
from knowledge.matching.understanding import Understander
from knowledge.models import Content
from knowledge.screening.screener import Screener

log = logging.getLogger(__name__)

SYSTEM, RELEARN = "system", "relearn"
MOST_EXAMPLES = 20


class ExaminationError(Exception):
    """The process beside came to no result."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is examined, as it goes to the other process."""

    content: Content
    """The content that was learnt."""
    model: Model
    """The model of before, on which the quick edition rests."""
    cache: Path
    """Folder where the learnt model is."""
    encoder: Path | None
    """The sentence encoder; None = none is used."""
    thresholds: Thresholds
    """From which probability something is done."""
    now: datetime
    """When the questions are asked, aware."""
    tried: Sequence[Tried]
    """The check questions and the latest real ones."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What the learnt model changes against the quick edition."""

    questions: int
    """How many different questions were tried."""
    different: int
    """How many are answered differently."""
    rerouted: int
    """How many lead to another department."""
    checks: int
    """How many of the questions are check questions."""
    worse: int
    """Check questions that led to their service and do so no longer."""
    better: int
    """Check questions that lead to their service now and did not."""
    lost: tuple[str, ...]
    """New phrasings that no longer lead where they belong."""
    examples: tuple[str, ...]
    """Check questions that got worse, at most `MOST_EXAMPLES`: never what a resident wrote."""

    def passes(self, most_worse: float) -> bool:
        """Return whether the learnt model may be used; `most_worse` is a share of the check questions, 0 to 1."""
        return not self.lost and self.worse - self.better <= most_worse * self.checks


class Examiner:
    """Says of learnt editions whether they may follow the quick ones."""

    def __init__(
        self, database: Database, config: Config, clock: Clock, questions: Callable[[], Awaitable[list[Tried]]]
    ) -> None:
        """Keep results in a store; `questions` gives what to try."""
        self._database, self._config, self._clock, self._questions = database, config, clock, questions

    async def examine(self, quick: Edition, learnt: Edition) -> bool:
        """Return whether a learnt edition may be used, and put into the audit trail what it changes."""
        encoder = quick.understander.analyser.encoder
        paper = Paper(
            content=quick.content,
            model=quick.understander.matcher.model,
            cache=self._config.data / MODELS,
            encoder=encoder.path if encoder else None,
            thresholds=quick.understander.thresholds,
            now=self._clock().astimezone(self._config.timezone),
            tried=await self._questions(),
        )
        found = await examine_beside(paper)
        is_passed = found.passes(self._config.staff.most_worse)
        subject, now = subject_of(learnt.content), self._clock().astimezone(UTC).replace(tzinfo=None)
        latest = await self._database.transact(lambda c: change_store.list_changes(c, PUBLISHED, 1))
        editor = latest[0].change.publisher if latest else ""
        detail = {"is_used": is_passed, "editor": editor, **asdict(found)}
        await self._database.transact(lambda c: append_once(c, SYSTEM, RELEARN, subject, detail, now))
        return is_passed


def subject_of(content: Content) -> str:
    """Return what the audit trail calls a version of the content."""
    return f"content:{content.version[:12]}"


async def examine_beside(paper: Paper) -> Examination:
    """Examine in a process of its own, which ends with this one; raises `ExaminationError` where it is killed."""
    receiver, sender = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_work, args=(paper, sender), daemon=True)
    await asyncio.to_thread(process.start)
    sender.close()
    loop, is_told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(receiver.fileno(), is_told.set)
    try:
        await is_told.wait()  # also when it was killed
        found = receiver.recv()
    except (EOFError, OSError) as error:
        raise ExaminationError("试答的进程没有给出结果") from error
    finally:
        loop.remove_reader(receiver.fileno())
        process.kill()
        receiver.close()
    if not isinstance(found, Examination):
        raise ExaminationError("试答的进程给出的不是结果")
    return found


def _work(paper: Paper, sender: Connection) -> None:
    os.nice(10)
    sender.send(examine_paper(paper))


def examine_paper(paper: Paper) -> Examination:
    """Return what the learnt model changes; raises `ExaminationError` where its file is gone."""
    analyser = Analyser(paper.content.lexicon, Encoder(paper.encoder) if paper.encoder else None)
    matcher = FreshMatcher(paper.model, paper.content, analyser)
    understander = Understander(paper.content, matcher, analyser, paper.thresholds)
    quick = Edition(paper.content, understander, Screener(paper.content), is_learnt=False)
    learnt = build_learnt(quick, paper.cache)
    if learnt is None:
        raise ExaminationError("学好的不见了")
    replay = Replayer().replay(quick, learnt, paper.now, paper.tried)
    return judge(replay, paper.tried, _lost_phrasings(matcher, quick, learnt))


def judge(replay: Replay, tried: Iterable[Tried], lost: Sequence[str]) -> Examination:
    """Return the counts of a replay; `lost` are the new phrasings that no longer lead where they belong."""
    checks = {question.text: question for question in tried if question.is_check}
    found = [(difference, checks[difference.question]) for difference in replay.differences if difference.is_check]
    worse = [one.question for one, check in found if _was_kept(one, check) and not keeps(one.after, check)]
    better = [one.question for one, check in found if not _was_kept(one, check) and keeps(one.after, check)]
    return Examination(
        questions=replay.questions,
        different=len(replay.differences),
        rerouted=replay.rerouted,
        checks=len(checks),
        worse=len(worse),
        better=len(better),
        lost=tuple(lost),
        examples=tuple(worse[:MOST_EXAMPLES]),
    )


def _was_kept(difference: Difference, check: Tried) -> bool:
    return keeps(difference.before, check)


def _lost_phrasings(matcher: FreshMatcher, quick: Edition, learnt: Edition) -> list[str]:
    def leads(edition: Edition, text: str) -> object:
        return next((match.intent for match in edition.understander.rank(text)), None)

    return [text for intent, text in matcher.fresh if leads(quick, text) == intent != leads(learnt, text)]
