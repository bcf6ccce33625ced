"""Which process does what staff asked for in a chat, so that of several one does it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Give `staff_task` its claim; nobody has one yet."""
    op.add_column("staff_task", sa.Column("claimed_by", sa.String(32), nullable=True))
    op.add_column("staff_task", sa.Column("claimed_at", sa.DateTime, nullable=True))
