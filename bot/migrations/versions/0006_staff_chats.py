"""Staff in a chat: codes that link one, the chats linked, and what was asked for there and is not done yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables as `bot.schema` had them at this revision."""
    op.create_table(
        "staff_code",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "staff_chat",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("linked_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "staff_task",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.Column("group_id", sa.Integer, nullable=True),
        sa.Column("change_id", sa.Integer, nullable=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
