"""One-trip cards by their code, and what counters said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables as `bot.schema` had them at this revision."""
    op.create_table(
        "referral",
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("town", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_index("referral_created", "referral", ["created_at"])
    op.create_table(
        "referral_matter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(8), sa.ForeignKey("referral.code"), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("window", sa.String(32), nullable=False),
        sa.Column("question_id", sa.Integer, nullable=True),
        sa.UniqueConstraint("code", "service"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "referral_verdict",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(32), nullable=False),
        sa.Column("right", sa.String(32), nullable=False),
        sa.Column("town", sa.String(32), nullable=False),
        sa.Column("given_by", sa.String(64), nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("code", "service"),
        sqlite_autoincrement=True,
    )
