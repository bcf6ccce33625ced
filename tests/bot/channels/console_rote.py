"""A publisher by rote for the console's tests: keeps drafts in memory and says of each what it was told to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.staff.edits import Edit, TakeBack
from bot.staff.errors import EditConflictError, NotPublishableError, StaffError
from bot.staff.preview import (
    DRAFT,
    DROPPED,
    PUBLISHED,
    Change,
    Conflict,
    Difference,
    FileDiff,
    Outcome,
    Preview,
    Replay,
)
from bot.staff.publishing import Publisher
from knowledge.errors import Problem
from tests.bot.world import NOON

AT = NOON.replace(tzinfo=None)
DIFF = FileDiff(
    "services/education.yaml",
    "--- services/education.yaml\n+++ services/education.yaml\n@@ -3,3 +3,4 @@\n   ask:\n     - 高中学费能免多少\n"
    "+    - 高中<b>学费\n-    - 老问法\n",
)
REPLAY = Replay(
    2043,
    (
        Difference(
            "高中<i>学费",
            7,
            is_check=False,
            before=Outcome("handoff", (), "", "这件事我没答上。"),
            after=Outcome("answer", ("edu-waiver",), "education", "高中免学费。"),
        ),
    ),
)


class RotePublisher(Publisher):
    """Does as it is told."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.seen: Mapping[str, str] = {}
        self.problems: tuple[Problem, ...] = ()
        self.tried: tuple[Edit, ...] = ()
        self.conflicts: tuple[Conflict, ...] = ()
        self.is_changed_by_others = False
        self.overrides: list[str] = []
        self.previews = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def entry_seal(self, part: str, key: str) -> str:
        return f"seal of {part} {key}"

    async def draft(
        self,
        edits: Sequence[Edit],
        author: str,
        *,
        reason: str = "",
        group_ids: Sequence[int] = (),
        seen: Mapping[str, str] | None = None,
    ) -> Change:
        if self.is_changed_by_others:
            raise EditConflictError("edu-waiver", DIFF.diff)
        self.seen = seen or {}
        number = len(self.changes) + 1
        change = Change(number, DRAFT, author, AT, reason, tuple(edits), tuple(group_ids), "", None, None)
        self.changes.append(change)
        return change

    async def entry_cases(self, service: str) -> list[Mapping[str, Any]]:
        return [{"note": "高二", "facts": {"school_stage": "senior"}, "expect": "possible"}] if service else []

    async def find_problems(self, edits: Sequence[Edit]) -> tuple[Problem, ...]:
        self.tried = tuple(edits)
        return self.problems

    async def preview(self, change_id: int) -> Preview:
        self.previews += 1
        await self.gate.wait()
        return Preview(self._find(change_id), (DIFF,), self.problems, self.conflicts, REPLAY)

    async def publish(self, change_id: int, actor: str, *, override: str = "") -> Change:
        preview = await self.preview(change_id)
        if self.problems or (self.conflicts and not override):
            raise NotPublishableError(preview)
        self.overrides.append(override)
        return self._put(replace(preview.change, state=PUBLISHED, publisher=actor, published_at=AT))

    async def drop(self, change_id: int, actor: str) -> None:
        self._put(replace(self._find(change_id), state=DROPPED, publisher=actor))

    async def undo(self, change_id: int, actor: str, reason: str = "") -> Change:
        back = await self.draft([TakeBack(change_id)], actor, reason=reason)
        self._put(replace(self._find(change_id), undone_by=back.id))
        return await self.publish(back.id, actor)

    async def drafts(self) -> list[Change]:
        return [change for change in self.changes if change.state == DRAFT]

    async def history(self, most: int = 50) -> list[Change]:
        return [change for change in reversed(self.changes) if change.state == PUBLISHED][:most]

    async def diffs(self, change_id: int) -> list[FileDiff]:
        self._find(change_id)
        return [DIFF]

    def _find(self, change_id: int) -> Change:
        if not 0 < change_id <= len(self.changes):
            raise StaffError(f"没有第 {change_id} 号改动 -> 回到列表再选")
        return self.changes[change_id - 1]

    def _put(self, change: Change) -> Change:
        self.changes[change.id - 1] = change
        return change
