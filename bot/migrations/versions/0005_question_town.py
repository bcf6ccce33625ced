"""The town of who asked a question, for the figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Give `question` its town; unknown for those asked before."""
    op.add_column("question", sa.Column("town", sa.String(32), nullable=False, server_default=""))
