"""Conversations, their messages and draft cases, the events of a case, and erasures still due."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36)
CODE = sa.String(40)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversation",
        sa.Column("id", ID, nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(8), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("offered", Json, nullable=False),
        sa.Column("lease", ID),
        sa.Column("lease_until", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("last_active_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )
    op.create_index("ix_conversation_last_active_at", "conversation", ["last_active_at"])
    _create_message()
    _create_draft()
    _create_case_event()
    op.create_table(
        "erasure",
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("requested_at", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_next_try_at", "erasure", ["next_try_at"])


def _to_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversation.id"],
        name=f"fk_{table}_conversation_id",
        ondelete="CASCADE",
    )


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("author", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("question", CODE),
        sa.Column("input", sa.String(8)),
        sa.Column("choices", Json, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("chosen", Json),
        sa.Column("change", CODE),
        sa.Column("risk", Json),
        sa.Column("state", Json),
        sa.Column("reply_to", sa.Integer),
        sa.Column("run", sa.Integer),
        _to_conversation("message"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint(
            "conversation_id", "client_id", name="uq_message_conversation_id_client_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_conversation_id_id", "message", ["conversation_id", "id"])


def _create_draft() -> None:
    lists = ("reasons", "flags", "signposts", "next_steps", "risk_flags")
    op.create_table(
        "draft",
        sa.Column("conversation_id", ID, nullable=False),
        *[sa.Column(name, Json, nullable=False) for name in ("facts", "sources", "dialogue")],
        sa.Column("question", CODE),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("result", sa.String(20)),
        sa.Column("settled", sa.Boolean, nullable=False),
        *[sa.Column(name, Json, nullable=False) for name in lists],
        sa.Column("rules_version", CODE, nullable=False),
        sa.Column("risk_level", sa.String(2), nullable=False),
        sa.Column("risk_message_id", sa.Integer),
        sa.Column("risk_at", Moment),
        sa.Column("case_status", sa.String(24), nullable=False),
        sa.Column("assigned_to", sa.Integer),
        sa.Column("reference", sa.String(20)),
        sa.Column("submission_key", sa.String(120)),
        sa.Column("submitted_at", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        _to_conversation("draft"),
        sa.ForeignKeyConstraint(["assigned_to"], ["staff_user.id"], name="fk_draft_assigned_to"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_draft"),
        sa.UniqueConstraint("reference", name="uq_draft_reference"),
    )
    for column in ("assigned_to", "result", "risk_level"):
        op.create_index(f"ix_draft_{column}", "draft", [column])
    for pair in (["case_status", "submitted_at"], ["submitted_at", "updated_at"]):
        op.create_index(f"ix_draft_{'_'.join(pair)}", "draft", pair)


def _create_case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_event"),
    )
    op.create_index("ix_case_event_conversation_id_id", "case_event", ["conversation_id", "id"])


def downgrade() -> None:
    """Take the tables away."""
    for table in ("erasure", "case_event", "draft", "message", "conversation"):
        op.drop_table(table)
