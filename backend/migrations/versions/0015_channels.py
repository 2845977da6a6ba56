"""Channels: who writes, what came in, what goes out."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TALK = sa.String(36)


def upgrade() -> None:
    """Make the tables."""
    _identity()
    _link()
    _in()
    _out()


def downgrade() -> None:
    """Take them away; what is waiting in them is lost."""
    for table in ("channel_out", "channel_in", "channel_link", "channel_identity"):
        op.drop_table(table)


def _to(table: str, column: str, other: str, then: str) -> Any:
    name = f"fk_{table}_{column}"
    return sa.ForeignKey(other, name=name, ondelete=then)


def _identity() -> None:
    op.create_table(
        "channel_identity",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column(
            "conversation_id",
            TALK,
            _to("channel_identity", "conversation_id", "conversation.id", "SET NULL"),
        ),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.Column("waiting", JSON),
        sa.Column("in_lease", sa.String(36)),
        sa.Column("in_until", MOMENT),
        sa.Column("out_lease", sa.String(36)),
        sa.Column("out_until", MOMENT),
        sa.UniqueConstraint(
            "channel", "address_hash", name="uq_channel_identity_channel_address_hash"
        ),
    )
    for column in ("conversation_id", "heard_at"):
        op.create_index(f"ix_channel_identity_{column}", "channel_identity", [column])


def _link() -> None:
    op.create_table(
        "channel_link",
        sa.Column(
            "conversation_id",
            TALK,
            _to("channel_link", "conversation_id", "conversation.id", "CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "identity_id",
            sa.Integer,
            _to("channel_link", "identity_id", "channel_identity.id", "CASCADE"),
            nullable=False,
        ),
    )
    op.create_index("ix_channel_link_identity_id", "channel_link", ["identity_id"])


def _in() -> None:
    op.create_table(
        "channel_in",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("provider_hash", sa.String(64), nullable=False),
        sa.Column(
            "identity_id",
            sa.Integer,
            _to("channel_in", "identity_id", "channel_identity.id", "CASCADE"),
        ),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("written_at", MOMENT),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("files_done", sa.Boolean, nullable=False),
        sa.UniqueConstraint("channel", "provider_hash", name="uq_channel_in_channel_provider_hash"),
        sqlite_autoincrement=True,
    )
    _indexes("channel_in", ["arrived_at"], ["identity_id", "status"], ["status", "next_try_at"])


def _out() -> None:
    op.create_table(
        "channel_out",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column(
            "identity_id",
            sa.Integer,
            _to("channel_out", "identity_id", "channel_identity.id", "CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "conversation_id",
            TALK,
            _to("channel_out", "conversation_id", "conversation.id", "CASCADE"),
        ),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("run", sa.Integer),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("asks", JSON),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("why", sa.String(80), nullable=False),
        sa.Column("provider_hash", sa.String(64)),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.UniqueConstraint("key", name="uq_channel_out_key"),
        sqlite_autoincrement=True,
    )
    _indexes(
        "channel_out",
        ["conversation_id"],
        ["made_at"],
        ["identity_id", "status"],
        ["status", "next_try_at"],
        ["channel", "provider_hash"],
    )


def _indexes(table: str, *each: list[str]) -> None:
    for columns in each:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
