"""The tables of the store. Changed only together with a new numbered migration in `migrations/versions`.

Numbers are never used again (`sqlite_autoincrement`; other servers count so anyway): a question outlives its message in
the inbox, and a channel may still hold the number of a reply that was deleted meanwhile.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

metadata = MetaData()

revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table: one row with the number of the last migration."""

NEW, DONE, SENT, DEAD = "new", "done", "sent", "dead"

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("person", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("action", String(128), nullable=False),
    Column("received_at", DateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("channel", "external_id"),
    Index("inbox_waiting", "state", "person", "id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id"), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("person", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("reply", JSON, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("parts_sent", Integer, nullable=False),
    Index("outbox_waiting", "state", "channel", "id"),
    sqlite_autoincrement=True,
)

conversation = Table(
    "conversation",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inbox_id", Integer, nullable=False, unique=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("asked_at", DateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("services", JSON, nullable=False),
    Column("options", JSON, nullable=False),
    Column("departments", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("review", String(16), nullable=False),
    Column("town", String(32), nullable=False, server_default=""),
    Column("group_id", Integer, nullable=True),
    Index("question_review", "review", "asked_at"),
    Index("question_group", "group_id"),
    Index("question_person", "person"),
    sqlite_autoincrement=True,
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inbox_id", Integer, nullable=False, unique=True),
    Column("question_id", ForeignKey("question.id"), nullable=True),
    Column("person", String(64), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("service", String(64), nullable=False),
    Column("given_at", DateTime, nullable=False),
    Index("feedback_person", "person"),
    sqlite_autoincrement=True,
)

review_group = Table(
    "review_group",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created_at", DateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("target", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decided_at", DateTime, nullable=True),
    Index("review_group_state", "state"),
    sqlite_autoincrement=True,
)

content_change = Table(
    "content_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("author", String(64), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("edits", JSON, nullable=False),
    Column("base", JSON, nullable=False),
    Column("group_ids", JSON, nullable=False),
    Column("publisher", String(64), nullable=False),
    Column("published_at", DateTime, nullable=True),
    Column("result", JSON, nullable=False),
    Column("undone_by", Integer, nullable=True),
    Index("content_change_state", "state", "id"),
    sqlite_autoincrement=True,
)

notice_request = Table(
    "notice_request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", ForeignKey("question.id"), nullable=False, unique=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("asked_at", DateTime, nullable=False),
    Index("notice_request_person", "person"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("verb", String(32), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    sqlite_autoincrement=True,
)


@event.listens_for(audit, "after_create")
def _let_audit_only_grow(_table: Table, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
            )


referral = Table(
    "referral",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("town", String(32), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Index("referral_created", "created_at"),
)

# The question is named without a foreign key: it is forgotten with its person, the card knows none and stays.
referral_matter = Table(
    "referral_matter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey("referral.code"), nullable=False),
    Column("service", String(64), nullable=False),
    Column("window", String(32), nullable=False),
    Column("question_id", Integer, nullable=True),
    UniqueConstraint("code", "service"),
    sqlite_autoincrement=True,
)

# A labelled case outlives its card, so it repeats what it needs of it.
referral_verdict = Table(
    "referral_verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(8), nullable=False),
    Column("service", String(64), nullable=False),
    Column("shown", String(32), nullable=False),
    Column("right", String(32), nullable=False),
    Column("town", String(32), nullable=False),
    Column("given_by", String(64), nullable=False),
    Column("given_at", DateTime, nullable=False),
    Column("question_id", Integer, nullable=True),
    UniqueConstraint("code", "service"),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(32), nullable=False),
    Column("name_key", String(96), nullable=False, unique=True),
    Column("password_hash", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("created_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("name_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", DateTime, nullable=False),
    Column("not_before", DateTime, nullable=False),
)

staff_code = Table(
    "staff_code",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("expires_at", DateTime, nullable=False),
)

staff_chat = Table(
    "staff_chat",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("linked_at", DateTime, nullable=False),
    Column("address", String(64), nullable=False, server_default=""),
)

# Names an account without a foreign key: that somebody was reminded is no reason to keep an account.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", Integer, nullable=False),
    Column("month", String(7), nullable=False),
    Column("need", String(32), nullable=False),
    Column("entry", String(96), nullable=False),
    UniqueConstraint("staff_id", "month", "need", "entry"),
    sqlite_autoincrement=True,
)

staff_task = Table(
    "staff_task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("edits", JSON, nullable=False),
    Column("group_id", Integer, nullable=True),
    Column("change_id", Integer, nullable=True),
    Column("asked_at", DateTime, nullable=False),
    Column("claimed_by", String(32), nullable=True),
    Column("claimed_at", DateTime, nullable=True),
    sqlite_autoincrement=True,
)

unfinished_form = Table(
    "unfinished_form",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", String(32), nullable=False),
    Column("path", String(200), nullable=False),
    Column("name", String(80), nullable=False),
    Column("typed", Text, nullable=False),
    Column("kept_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)
