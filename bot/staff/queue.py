"""The review queue: what could not be answered, was doubted, rejected or misrouted, grouped with its like.

The console and the `review` command call it. Questions are grouped when the queue is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.library import Library
from bot.staff import review_store
from bot.staff.audit import append_entry
from bot.staff.errors import StaffError
from bot.staff.grouping import GroupIndex
from bot.staff.review_store import DISMISSED, HANDED, OPEN, Asked, Decision, Filters, GroupRow
from bot.times import Clock, utc_now
from knowledge.matching.intents import IntentKind

PAGE = 50
GROUPED_AT_ONCE = 2000
MOST_SUGGESTED = 5
HOLD_BACK_EVERY = 3
"""Of the questions of a group every third is proposed for the checks, which matching never reads."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue."""

    groups: tuple[GroupRow, ...]
    """The groups, most asked first."""
    total: int
    """How many groups the filters let through in all."""
    number: int
    """Number of this page, from 1."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a group may be about, and why."""

    kind: IntentKind
    """Service, matter elsewhere or small talk."""
    id: str
    """Its id."""
    title: str
    """Its title in Chinese."""
    probability: float
    """Calibrated probability, 0 to 1."""
    phrasing: str
    """The nearest phrasing of the content: the reason."""


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """A group opened."""

    group: GroupRow
    """The group as listed."""
    questions: tuple[Asked, ...]
    """Its latest questions, newest first."""
    suggestions: tuple[Suggestion, ...]
    """What the oldest question may be about, likeliest first."""


class ReviewQueue:
    """The queue of one store and one library."""

    def __init__(self, database: Database, library: Library, clock: Clock = utc_now) -> None:
        """Use an open store; `clock` gives aware UTC times."""
        self._database, self._library, self._clock = database, library, clock

    async def list_groups(self, filters: Filters | None = None, page: int = 1) -> QueuePage:
        """Return a page of the queue, new questions grouped first; `page` counts from 1, one too high is empty."""
        return await self._database.transact(lambda connection: self.read_page(connection, filters or Filters(), page))

    async def read_page(self, connection: AsyncConnection, filters: Filters, page: int = 1) -> QueuePage:
        """Do the work of `list_groups` in an open transaction."""
        await self._group_new(connection)
        rows = await review_store.list_groups(connection, filters, (page - 1) * PAGE, PAGE)
        return QueuePage(tuple(rows), await review_store.count_groups(connection, filters), page)

    async def open_group(self, group_id: int) -> GroupDetail:
        """Return a group with its questions and what it may be about; raises `StaffError` where it is gone."""
        return await self._database.transact(lambda connection: self.read_group(connection, group_id))

    async def read_group(self, connection: AsyncConnection, group_id: int) -> GroupDetail:
        """Do the work of `open_group` in an open transaction."""
        rows = await review_store.load_groups(connection, [group_id])
        questions = await review_store.group_questions(connection, group_id)
        if not rows:
            raise StaffError(f"没有第 {group_id} 组，或者它的问题都过期删掉了 -> 回到列表再选")
        return GroupDetail(rows[0], tuple(questions), self.suggest(rows[0].text))

    def suggest(self, text: str, kind: IntentKind | None = None) -> tuple[Suggestion, ...]:
        """Return what a text may be about, of one kind where `kind` is given, likeliest first; may be empty."""
        content = self._library.edition.content
        titles = {(IntentKind.SERVICE, key): service.title for key, service in content.services.items()}
        titles |= {(IntentKind.ELSEWHERE, key): matter.title for key, matter in content.elsewhere.items()}
        return tuple(
            Suggestion(
                kind=match.intent.kind,
                id=match.intent.id,
                title=titles.get((match.intent.kind, match.intent.id), match.intent.id),
                probability=match.probability,
                phrasing=match.phrasing,
            )
            for match in islice(
                (m for m in self._library.edition.understander.rank(text) if kind in (None, m.intent.kind)),
                MOST_SUGGESTED,
            )
        )

    async def dismiss(self, ids: Collection[int], actor: str, reason: str) -> list[int]:
        """Put groups aside for a reason; return those that are there. Raises `StaffError` without a reason."""
        if not reason.strip():
            raise StaffError("没写为什么不用管 -> 写一句原因")
        return await self._decide(ids, DISMISSED, "", reason.strip(), actor)

    async def hand_over(self, ids: Collection[int], actor: str, department: str, reason: str = "") -> list[int]:
        """Hand groups to a department; return those that are there. Raises `StaffError` for an unknown department."""
        if department not in self._library.edition.content.departments:
            raise StaffError(f"没有“{department}”这个部门 -> 从部门表里选")
        return await self._decide(ids, HANDED, department, reason.strip(), actor)

    async def reopen(self, ids: Collection[int], actor: str, reason: str = "") -> list[int]:
        """Put groups back into the queue; return those that are there."""
        return await self._decide(ids, OPEN, "", reason.strip(), actor)

    async def _decide(self, ids: Collection[int], state: str, target: str, reason: str, actor: str) -> list[int]:
        decision = Decision(state, target, reason, actor, self._now())
        return await self._database.transact(lambda connection: write_decision(connection, ids, decision))

    async def _group_new(self, connection: AsyncConnection) -> None:
        await review_store.drop_empty_groups(connection)
        new = await review_store.ungrouped_questions(connection, GROUPED_AT_ONCE)
        if not new:
            return
        index = GroupIndex(self._library.edition.understander)
        for group_id, text in await review_store.group_leaders(connection):
            index.add(group_id, text)
        for asked in new:
            nearest = index.nearest(asked.text)
            group_id = await review_store.create_group(connection, self._now()) if nearest is None else nearest
            if nearest is None:
                index.add(group_id, asked.text)
            await review_store.join_group(connection, asked, group_id)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(tzinfo=None)


async def write_decision(connection: AsyncConnection, ids: Collection[int], decision: Decision) -> list[int]:
    """Write what was decided about groups, in the trail too; return the numbers of those that are there."""
    done = await review_store.decide_groups(connection, ids, decision)
    detail = {"state": decision.state, "target": decision.target, "reason": decision.reason}
    for group_id in done:
        await append_entry(connection, decision.actor, "decide", f"group:{group_id}", detail, decision.at)
    return done


def propose_phrasings(questions: Sequence[Asked]) -> tuple[list[str], list[str]]:
    """Return the different texts of questions, oldest first, as proposed for `ask` and for `checks`.

    >>> from datetime import datetime
    >>> asked = [Asked(n, f"问{n % 4}", "", "", (), (), "web", 0.0, datetime.min) for n in (6, 5, 4, 3)]
    >>> propose_phrasings(asked)
    (['问3', '问0', '问2'], ['问1'])
    """
    texts = list(dict.fromkeys(question.text for question in reversed(questions)))
    checks = [text for place, text in enumerate(texts) if place % HOLD_BACK_EVERY == HOLD_BACK_EVERY - 1]
    return [text for text in texts if text not in checks], checks
