"""Themes of sent complaints, and messages that were not understood, kept by consent."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(36)
CODE = sa.String(40)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "case_theme",
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["draft.conversation_id"],
            name="fk_case_theme_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "code", name="pk_case_theme"),
    )
    op.create_index("ix_case_theme_code", "case_theme", ["code"])
    op.create_table(
        "unclear_message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question", CODE, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("read", sa.String(200)),
        sa.Column("confidence", sa.Double),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("collected_on", sa.Date, nullable=False),
        sa.Column("label", sa.String(80)),
        sa.Column("labelled_by", sa.Integer),
        sa.Column("labelled_on", sa.Date),
        sa.ForeignKeyConstraint(
            ["labelled_by"], ["staff_user.id"], name="fk_unclear_message_labelled_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_unclear_message"),
    )
    op.create_index("ix_unclear_message_label_id", "unclear_message", ["label", "id"])
    op.create_index("ix_unclear_message_collected_on", "unclear_message", ["collected_on"])


def downgrade() -> None:
    """Take the tables away."""
    for table in ("unclear_message", "case_theme"):
        op.drop_table(table)
