"""Owners of entries that run out are reminded in their linked chat, each once a month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Keep where a linked chat is, noted when its owner writes next, and who was reminded of what."""
    op.add_column("staff_chat", sa.Column("address", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("need", sa.String(32), nullable=False),
        sa.Column("entry", sa.String(96), nullable=False),
        sa.UniqueConstraint("staff_id", "month", "need", "entry"),
        sqlite_autoincrement=True,
    )
