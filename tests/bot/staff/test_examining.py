from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Config
from bot.database import Database
from bot.library import Edition, Library
from bot.staff import examining
from bot.staff.audit import list_entries
from bot.staff.edits import AddPhrasings
from bot.staff.examining import (
    RELEARN,
    Examination,
    ExaminationError,
    Examiner,
    Paper,
    examine_beside,
    judge,
    subject_of,
)
from bot.staff.preview import Difference, Outcome, Replay
from bot.staff.publishing import Publisher
from bot.staff.replaying import Tried
from bot.staff.upkeep import Need, read_upkeep
from bot.times import stored_time
from tests.bot.world import NOON, Clock

LOAN, PHRASE = "edu-loan", "屋头揭不开锅哪门办"
GOOD = Examination(10, 1, 0, checks=5, worse=0, better=0, lost=(), examples=())


@pytest.fixture
def examiner(publisher: Publisher, database: Database, config: Config, clock: Clock) -> Examiner:
    return Examiner(database, config, clock, publisher.questions_to_try)


async def refuse(_: Paper) -> Examination:
    return replace(GOOD, lost=(PHRASE,))


async def publish_phrasing(publisher: Publisher) -> None:
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐")
    await publisher.publish(change.id, "王姐")


async def settle(opened: Library) -> None:
    """Look at the folder until what was learnt beside is in use or refused."""
    while not opened.edition.is_learnt and not opened.has_refused:
        await opened.refresh()
        await asyncio.sleep(0)


def answered(question: str, before: str, after: str) -> Difference:
    outcomes = [Outcome("answer", (service,), "education", service) for service in (before, after)]
    return Difference(question, 0, True, *outcomes)


def test_checks_that_got_worse_and_better_are_counted_apart() -> None:
    tried = [Tried("一", 0, LOAN, is_check=True), Tried("二", 0, LOAN, is_check=True), Tried("三", 4)]
    replay = Replay(3, (answered("一", LOAN, "edu-waiver"), answered("二", "edu-waiver", LOAN)))
    found = judge(replay, tried, [])
    assert (found.checks, found.worse, found.better, found.examples) == (2, 1, 1, ("一",))


@pytest.mark.parametrize(
    ("found", "is_passed"),
    [
        (GOOD, True),
        (replace(GOOD, worse=1), True),
        (replace(GOOD, worse=2), False),
        (replace(GOOD, worse=3, better=2), True),
        (replace(GOOD, lost=(PHRASE,)), False),
    ],
)
def test_a_small_share_of_checks_may_get_worse_but_no_new_phrasing_be_lost(found: Examination, is_passed: bool) -> None:
    assert found.passes(0.2) is is_passed


async def test_learnt_model_is_used_when_it_passed_and_the_trail_tells(
    publisher: Publisher, opened: Library, database: Database, config: Config, clock: Clock
) -> None:
    lenient = replace(config, staff=replace(config.staff, most_worse=1.0))  # three services learn by chance
    opened.examine = Examiner(database, lenient, clock, publisher.questions_to_try).examine
    await publish_phrasing(publisher)
    await settle(opened)
    assert opened.edition.is_learnt
    [entry] = [entry for entry in await database.transact(list_entries) if entry.verb == RELEARN]
    assert (entry.subject, entry.detail["is_used"]) == (subject_of(opened.edition.content), True)
    assert entry.detail["questions"] > 0


async def test_model_that_loses_a_new_phrasing_is_not_used_and_the_editor_is_told(
    publisher: Publisher, opened: Library, examiner: Examiner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "examine_beside", refuse)
    opened.examine = examiner.examine
    await publish_phrasing(publisher)
    await settle(opened)
    assert not opened.edition.is_learnt
    assert opened.edition.understander.rank(PHRASE)[0].intent.id == LOAN
    content = opened.edition.content
    first, *_ = await database.transact(lambda c: read_upkeep(c, content, NOON, ZoneInfo("Asia/Shanghai")))
    assert (first.need, first.owner) == (Need.NOT_LEARNT, "王姐")
    assert PHRASE in first.title


async def test_what_was_refused_is_not_used_after_a_restart(
    publisher: Publisher, opened: Library, config: Config
) -> None:
    async def refuse_all(_quick: Edition, _learnt: Edition) -> bool:
        return False

    opened.examine = refuse_all
    await publish_phrasing(publisher)
    await settle(opened)
    again = Library.open(config.content, config.data / "models", config.thresholds)
    assert not again.edition.is_learnt
    assert again.edition.understander.rank(PHRASE)[0].intent.id == LOAN
    await again.refresh()
    assert again.has_refused


async def test_two_processes_note_an_examination_once(
    opened: Library, examiner: Examiner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "examine_beside", refuse)
    for _ in range(2):
        assert await examiner.examine(opened.edition, opened.edition) is False
    assert [entry.verb for entry in await database.transact(list_entries)] == [RELEARN]


async def test_process_that_comes_to_no_result_is_an_error(opened: Library, tmp_path: Path, clock: Clock) -> None:
    edition = opened.edition
    paper = Paper(
        content=edition.content,
        model=edition.understander.matcher.model,
        cache=tmp_path / "nothing learnt",
        encoder=None,
        thresholds=edition.understander.thresholds,
        now=stored_time(clock()),
        tried=[],
    )
    with pytest.raises(ExaminationError):
        await examine_beside(paper)
