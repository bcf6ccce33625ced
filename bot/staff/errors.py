"""What can stand in the way of a member of staff; every message says why and what to do, in Chinese."""

from __future__ import annotations

from bot.staff.preview import Preview


class StaffError(Exception):
    """Something that a member of staff asked for cannot be done."""


class EditConflictError(StaffError):
    """Somebody else changed the same entry meanwhile."""

    def __init__(self, entry: str, diff: str) -> None:
        """Name the entry and keep a unified diff: what others changed, or what the author would change now."""
        super().__init__(f"{entry} 刚被别人改过 -> 看看改了什么，再改一次")
        self.entry, self.diff = entry, diff


class TakenBackError(StaffError):
    """A change cannot be taken back: the same lines were changed since."""

    def __init__(self, file: str) -> None:
        """Name the file."""
        super().__init__(f"{file} 里同一处后来又改过，撤不回去 -> 先撤掉后来的那次，或者直接改成想要的样子")
        self.file = file


class NotPublishableError(StaffError):
    """The validator or a conflict stands against publishing."""

    def __init__(self, preview: Preview) -> None:
        """Keep the preview, which says what."""
        super().__init__(f"发布不了：{len(preview.problems)} 处问题，{len(preview.conflicts)} 处冲突 -> 改好再发布")
        self.preview = preview
