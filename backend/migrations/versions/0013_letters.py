"""Letters and messages from staff, a clock that stops, and answers that nobody has read yet."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(36)
ANSWERED = "ix_draft_answered_at"
OF_DRAFT: dict[str, Any] = {
    "stopped_on": sa.Date(),
    "stopped_due_on": sa.Date(),
    "stopped_for": sa.String(40),
    "answered_at": Moment(),
}


def upgrade() -> None:
    """Add the columns and make the table."""
    for name, kind in OF_DRAFT.items():
        op.add_column("draft", sa.Column(name, kind, nullable=True))
    op.create_index(ANSWERED, "draft", ["answered_at"])
    op.create_table(
        "case_letter",
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("variant", sa.String(12), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("missing", Json, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("way", sa.String(8), nullable=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("why", sa.String(60), nullable=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try_at", Moment, nullable=True),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("created_by", sa.Integer, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("sent_by", sa.Integer, nullable=True),
        sa.Column("sent_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_case_letter"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["draft.conversation_id"],
            name="fk_case_letter_conversation_id",
            ondelete="CASCADE",
        ),
        _to_staff("created_by"),
        _to_staff("sent_by"),
        sa.UniqueConstraint(
            "conversation_id", "token", name="uq_case_letter_conversation_id_token"
        ),
    )
    op.create_index(
        "ix_case_letter_conversation_id_created_at",
        "case_letter",
        ["conversation_id", "created_at"],
    )
    op.create_index("ix_case_letter_state_next_try_at", "case_letter", ["state", "next_try_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("case_letter")
    op.drop_index(ANSWERED, "draft")
    for name in reversed(OF_DRAFT):
        op.drop_column("draft", name)


def _to_staff(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["staff_user.id"], name=f"fk_case_letter_{column}")
