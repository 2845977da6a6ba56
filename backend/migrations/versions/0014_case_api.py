"""Case systems: their tokens and webhooks."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.String(36)
CODE = sa.String(40)


def upgrade() -> None:
    """Make the tables."""
    _tokens()
    _endpoints()
    _messages()
    _deliveries()


def _tokens() -> None:
    """Tokens, as hashes."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("prefix", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("made_by", sa.Integer, nullable=True),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("last_used_at", Moment, nullable=True),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_user.id"], name="fk_api_token_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("prefix", name="uq_api_token_prefix"),
    )


def _endpoints() -> None:
    """Where webhooks go."""
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("types", Json, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("old_secret", sa.Text, nullable=True),
        sa.Column("old_until", Moment, nullable=True),
        sa.Column("made_by", sa.Integer, nullable=True),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("failing_since", Moment, nullable=True),
        sa.Column("off_since", Moment, nullable=True),
        sa.Column("off_why", CODE, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_user.id"], name="fk_webhook_endpoint_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoint"),
    )


def _messages() -> None:
    """What is told."""
    op.create_table(
        "webhook_message",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("type", CODE, nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name="fk_webhook_message_event_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_message"),
        sa.UniqueConstraint("event_id", name="uq_webhook_message_event_id"),
    )
    op.create_index("ix_webhook_message_at", "webhook_message", ["at"])


def _deliveries() -> None:
    """Each message to each endpoint."""
    table = "webhook_delivery"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("endpoint_id", sa.Integer, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_try_at", Moment, nullable=False),
        sa.Column("lease", ID, nullable=True),
        sa.Column("lease_until", Moment, nullable=True),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("why", CODE, nullable=True),
        sa.Column("done_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoint.id"],
            name=f"fk_{table}_endpoint_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["webhook_message.id"],
            name=f"fk_{table}_message_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("endpoint_id", "message_id", name=f"uq_{table}_endpoint_id_message_id"),
    )
    op.create_index(f"ix_{table}_message_id", table, ["message_id"])
    op.create_index(f"ix_{table}_state_next_try_at", table, ["state", "next_try_at"])
    op.create_index(f"ix_{table}_endpoint_id_state_id", table, ["endpoint_id", "state", "id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("webhook_delivery", "webhook_message", "webhook_endpoint", "api_token"):
        op.drop_table(table)
