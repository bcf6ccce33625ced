"""Forms of the console that are not finished: what was typed waits for the editor to go on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table as `bot.schema` had it at this revision."""
    op.create_table(
        "unfinished_form",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
