"""What staff do with a case: its version, their changes, who has it open, cases like it."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(36)
DUE = "ix_draft_case_status_due_on"


def upgrade() -> None:
    """Add the columns and make the tables."""
    op.add_column("draft", sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("draft", sa.Column("staff_result", sa.String(20), nullable=True))
    op.add_column("draft", sa.Column("due_on", sa.Date, nullable=True))
    op.create_index(DUE, "draft", ["case_status", "due_on"])
    _changes()
    _presence()
    _traces()
    _links()
    _parked_forms()


def _changes() -> None:
    """What staff changed, one row for each version."""
    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer, nullable=False),
        _id("conversation_id"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, nullable=True),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("at", Moment, nullable=False),
        _to_draft("case_change", "conversation_id"),
        _to_staff("case_change", "by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_change"),
        sa.UniqueConstraint(
            "conversation_id", "version", name="uq_case_change_conversation_id_version"
        ),
        sa.UniqueConstraint(
            "conversation_id", "token", name="uq_case_change_conversation_id_token"
        ),
    )


def _presence() -> None:
    """Who has a case open."""
    op.create_table(
        "case_presence",
        _id("conversation_id"),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_case_presence_conversation_id",
            ondelete="CASCADE",
        ),
        _to_staff("case_presence", "user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", name="pk_case_presence"),
    )


def _traces() -> None:
    """Hashes by which complaints that are alike find each other."""
    op.create_table(
        "case_trace",
        _id("conversation_id"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("from_on", sa.Date, nullable=True),
        sa.Column("to_on", sa.Date, nullable=True),
        _to_draft("case_trace", "conversation_id"),
        sa.PrimaryKeyConstraint("conversation_id", "kind", "hash", name="pk_case_trace"),
    )
    op.create_index("ix_case_trace_hash_from_on", "case_trace", ["hash", "from_on"])


def _links() -> None:
    """Two complaints of which staff said what they are to each other."""
    op.create_table(
        "case_link",
        _id("first_id"),
        _id("second_id"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("by", sa.Integer, nullable=True),
        sa.Column("at", Moment, nullable=False),
        _to_draft("case_link", "first_id"),
        _to_draft("case_link", "second_id"),
        _to_staff("case_link", "by"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_case_link"),
    )
    op.create_index("ix_case_link_second_id", "case_link", ["second_id"])


def _parked_forms() -> None:
    """What was typed when a session ended."""
    op.create_table(
        "parked_form",
        _id("id"),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        _to_staff("parked_form", "user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_parked_form"),
    )
    op.create_index("ix_parked_form_at", "parked_form", ["at"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("parked_form", "case_link", "case_trace", "case_presence", "case_change"):
        op.drop_table(table)
    op.drop_index(DUE, "draft")
    for column in ("due_on", "staff_result", "version"):
        op.drop_column("draft", column)


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, ID, nullable=False)


def _to_draft(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["draft.conversation_id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _to_staff(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["staff_user.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )
