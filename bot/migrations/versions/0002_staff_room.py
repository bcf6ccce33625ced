"""The staff room: review groups, content changes, askers to be told, audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables as `bot.schema` had them at this revision; the audit trail only grows."""
    op.add_column("question", sa.Column("group_id", sa.Integer, nullable=True))
    op.create_index("question_group", "question", ["group_id"])
    op.create_table(
        "review_group",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("review_group_state", "review_group", ["state"])
    _create_change_table()
    op.create_table(
        "notice_request",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("question_id", sa.Integer, sa.ForeignKey("question.id"), nullable=False, unique=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("notice_request_person", "notice_request", ["person"])
    _create_audit_table()


def _create_change_table() -> None:
    op.create_table(
        "content_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.Column("base", sa.JSON, nullable=False),
        sa.Column("group_ids", sa.JSON, nullable=False),
        sa.Column("publisher", sa.String(64), nullable=False),
        sa.Column("published_at", sa.DateTime, nullable=True),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("undone_by", sa.Integer, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("content_change_state", "content_change", ["state", "id"])


def _create_audit_table() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
            )
