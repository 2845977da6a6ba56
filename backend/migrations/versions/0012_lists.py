"""Saved searches, choices of cases with what was done to them, and exports."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.String(36)
NEW_TABLES = (
    "case_export",
    "bulk_case",
    "bulk_run",
    "chosen_case",
    "case_choice",
    "search_watch",
    "saved_search",
)


def upgrade() -> None:
    """Make the tables, and an index by which new cases are counted."""
    _searches()
    _choices()
    _runs()
    _exports()
    op.create_index("ix_case_entry_moment", "case_entry", ["moment"])


def downgrade() -> None:
    """Take them away; cases and their changes stay."""
    op.drop_index("ix_case_entry_moment", "case_entry")
    for name in NEW_TABLES:
        op.drop_table(name)


def _key(name: str, to: str, kind: Any, **more: Any) -> sa.Column[Any]:
    """A column that points to a row and goes with it."""
    return sa.Column(name, kind, sa.ForeignKey(to, ondelete="CASCADE"), **more)


def _searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer, primary_key=True),
        _key("user_id", "staff_user.id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("team", sa.Boolean, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
    )
    op.create_table(
        "search_watch",
        _key("search_id", "saved_search.id", sa.Integer, primary_key=True),
        _key("user_id", "staff_user.id", sa.Integer, primary_key=True),
        sa.Column("looked_at", Moment, nullable=False),
        sa.Column("by_mail", sa.Boolean, nullable=False),
        sa.Column("mailed_on", sa.Date, nullable=True),
        sa.Column("first", sa.Boolean, nullable=False),
    )
    op.create_index("ix_search_watch_user_id", "search_watch", ["user_id"])


def _choices() -> None:
    op.create_table(
        "case_choice",
        sa.Column("id", ID, primary_key=True),
        _key("user_id", "staff_user.id", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_case_choice_at", "case_choice", ["at"])
    op.create_table(
        "chosen_case",
        _key("choice_id", "case_choice.id", ID, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        _key("conversation_id", "draft.conversation_id", ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_chosen_case_conversation_id", "chosen_case", ["conversation_id"])


def _runs() -> None:
    op.create_table(
        "bulk_run",
        sa.Column("id", ID, primary_key=True),
        _key("user_id", "staff_user.id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("given", Json, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        _key("undoes", "bulk_run.id", ID, nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("beat_at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        sa.UniqueConstraint("undoes", name="uq_bulk_run_undoes"),
    )
    op.create_index("ix_bulk_run_at", "bulk_run", ["at"])
    op.create_table(
        "bulk_case",
        _key("run_id", "bulk_run.id", ID, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        _key("conversation_id", "draft.conversation_id", ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
    )
    op.create_index("ix_bulk_case_conversation_id", "bulk_case", ["conversation_id"])


def _exports() -> None:
    op.create_table(
        "case_export",
        sa.Column("id", ID, primary_key=True),
        _key("user_id", "staff_user.id", sa.Integer, nullable=False),
        sa.Column("format", sa.String(4), nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column(
            "choice_id", ID, sa.ForeignKey("case_choice.id", ondelete="SET NULL"), nullable=True
        ),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("beat_at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("ix_case_export_at", "case_export", ["at"])
