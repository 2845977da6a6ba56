"""Drafts that people save to come back to, the codes for it, and tokens that can be ended."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(36)
HASH = sa.String(64)


def upgrade() -> None:
    """Make the tables, and the count of ended tokens."""
    op.add_column(
        "conversation",
        sa.Column("token_version", sa.Integer, nullable=False, server_default="0"),
    )
    _kept_draft()
    _return_code()
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
    )
    op.create_index("ix_outbox_message_at", "outbox_message", ["at"])


def _kept_draft() -> None:
    op.create_table(
        "kept_draft",
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("address_hash", HASH, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_kept_draft_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_kept_draft"),
        sa.UniqueConstraint("reference", name="uq_kept_draft_reference"),
    )


def _return_code() -> None:
    op.create_table(
        "return_code",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("address_hash", HASH, nullable=False),
        sa.Column("code_hash", HASH, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_return_code"),
    )
    op.create_index("ix_return_code_conversation_id_id", "return_code", ["conversation_id", "id"])
    op.create_index("ix_return_code_address_hash", "return_code", ["address_hash"])
    op.create_index("ix_return_code_made_at", "return_code", ["made_at"])


def downgrade() -> None:
    """Take it all away."""
    for table in ("outbox_message", "return_code", "kept_draft"):
        op.drop_table(table)
    op.drop_column("conversation", "token_version")
