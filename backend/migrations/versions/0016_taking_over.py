"""A person takes over: who asked, who took, until when, and when to ring."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN = "ix_take_over_conversation_id_ended_at"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "take_over",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("asked_by", sa.String(8), nullable=False),
        sa.Column("place", sa.String(40), nullable=True),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("taken_by", sa.Integer, nullable=True),
        sa.Column("taken_at", Moment, nullable=True),
        sa.Column("ended_by", sa.String(8), nullable=True),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("call_from", Moment, nullable=True),
        sa.Column("call_to", Moment, nullable=True),
        sa.Column("call_number", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_take_over_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["staff_user.id"], name="fk_take_over_taken_by_staff_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_take_over"),
    )
    op.create_index(OPEN, "take_over", ["conversation_id", "ended_at"])
    op.create_index("ix_take_over_ended_at", "take_over", ["ended_at"])


def downgrade() -> None:
    """Take it away; conversations that staff have stay with staff."""
    op.drop_table("take_over")
