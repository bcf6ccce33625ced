"""What a member of staff may do. Each role may do all that the roles before it may."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role, from the least to the most."""

    VIEWER = "viewer"
    """Looks: queue, history, figures."""
    COUNTER = "counter"
    """Also says where a resident should have been sent."""
    EDITOR = "editor"
    """Also changes what the bot answers."""
    ADMIN = "admin"
    """Also keeps the accounts, and publishes against a warning."""

    def allows(self, needed: Role) -> bool:
        """Return whether this role may do what `needed` may.

        >>> Role.EDITOR.allows(Role.COUNTER), Role.VIEWER.allows(Role.EDITOR)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(needed)


ROLE_NAMES = {Role.VIEWER: "查看", Role.COUNTER: "窗口", Role.EDITOR: "编辑", Role.ADMIN: "管理"}
"""What each role is called in pages and tables."""
