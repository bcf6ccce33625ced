"""The question behind what a counter said, so that a labelled case can be read with its words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Give `referral_verdict` its question; unknown for those given before."""
    op.add_column("referral_verdict", sa.Column("question_id", sa.Integer, nullable=True))
