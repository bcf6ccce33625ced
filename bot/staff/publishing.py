"""Drafts, previews, publishes and takes back changes of the content. The console and the commands call it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.staff.edits import Edit
from bot.staff.preview import Change, FileDiff, Preview
from bot.staff.queue import StaffError


class EditConflictError(StaffError):
    """Somebody else changed the same entry meanwhile; `diff` shows what they changed."""

    def __init__(self, entry: str, diff: str) -> None:
        """Name the entry and keep the unified diff from what the author saw to what is there now."""
        super().__init__(f"{entry} 刚被别人改过 -> 看看改了什么，再改一次")
        self.entry, self.diff = entry, diff


class NotPublishableError(StaffError):
    """The validator or a conflict stands against publishing; `preview` says what."""

    def __init__(self, preview: Preview) -> None:
        """Keep the preview."""
        super().__init__(f"发布不了：{len(preview.problems)} 处问题，{len(preview.conflicts)} 处冲突 -> 改好再发布")
        self.preview = preview


class Publisher:
    """The press of one content folder: the signatures stand, the work follows."""

    async def entry_seal(self, part: str, key: str) -> str:
        """Return the hash of an entry as it is now, for a form to carry; `part` = service, topic or department."""
        raise NotImplementedError

    async def draft(
        self,
        edits: Sequence[Edit],
        author: str,
        *,
        reason: str = "",
        group_ids: Sequence[int] = (),
        seen: dict[str, str] | None = None,
    ) -> Change:
        """Keep edits as a draft; raises `StaffError` where one names an entry that is not there.

        `seen` maps `part:key` to the seal that the author's form carried; raises `EditConflictError` where the entry
        is another one now.
        """
        raise NotImplementedError

    async def preview(self, change_id: int) -> Preview:
        """Return what a draft would do. Raises `StaffError` for an unknown one, `EditConflictError`."""
        raise NotImplementedError

    async def publish(self, change_id: int, actor: str, *, override: str = "") -> Change:
        """Publish a draft: live at once here, within a second in other processes.

        `override` is an admin's reason to publish in spite of conflicts. Raises `NotPublishableError`,
        `EditConflictError`, `StaffError`.
        """
        raise NotImplementedError

    async def drop(self, change_id: int, actor: str) -> None:
        """Throw a draft away."""
        raise NotImplementedError

    async def undo(self, change_id: int, actor: str, reason: str = "") -> Change:
        """Take a published change back and return the change that did so.

        Raises `EditConflictError` where later changes stand on the same lines.
        """
        raise NotImplementedError

    async def drafts(self) -> list[Change]:
        """Return the drafts, oldest first."""
        raise NotImplementedError

    async def history(self, most: int = 50) -> list[Change]:
        """Return the published changes, latest first."""
        raise NotImplementedError

    async def diffs(self, change_id: int) -> list[FileDiff]:
        """Return the unified diffs of a published change."""
        raise NotImplementedError
