"""Files that people attach to a draft."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(36)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "attached_file",
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("scan", sa.String(12), nullable=False),
        sa.Column("notes", Json, nullable=False),
        sa.Column("stored_as", sa.String(64), nullable=False),
        sa.Column("sealed_key", sa.String(120), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_attached_file_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attached_file"),
        sa.UniqueConstraint(
            "conversation_id", "place", name="uq_attached_file_conversation_id_place"
        ),
        sa.UniqueConstraint(
            "conversation_id", "sha256", name="uq_attached_file_conversation_id_sha256"
        ),
        sa.UniqueConstraint("stored_as", name="uq_attached_file_stored_as"),
    )


def downgrade() -> None:
    """Take the table away; the folder of files is then swept empty."""
    op.drop_table("attached_file")
