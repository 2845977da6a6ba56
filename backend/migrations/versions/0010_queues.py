"""A narrow row for each draft, kept by the database, for the lists of the console."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CONCERN = "new.risk_level IN ('R2', 'R3', 'R4')"
BEGUN = f"(CAST(new.facts AS TEXT) <> '{{}}' OR {CONCERN})"
# Each column, and what it is made of where both databases say it alike.
MADE_OF = {
    "conversation_id": "new.conversation_id",
    "urgent": "new.risk_level IN ('R3', 'R4')",
    "moment": "coalesce(new.submitted_at, new.updated_at)",
    "sent": "new.submitted_at IS NOT NULL",
    "begun": BEGUN,
    "flagged": f"((CAST(new.flags AS TEXT) <> '[]' OR {CONCERN}) AND {BEGUN})",
    "state": "new.case_status",
    "assigned_to": "new.assigned_to",
    "result": "coalesce(new.staff_result, new.result)",
    "due_on": "coalesce(new.due_on, '9999-12-31')",
    "channel": "(SELECT channel FROM conversation WHERE id = new.conversation_id)",
    "flags": "CAST(new.flags AS TEXT) || CAST(new.risk_flags AS TEXT)",
}
IN_SQLITE = {
    "organisation": "coalesce(json_extract(new.facts, '$.organisation.name'), '')",
    "branch": "coalesce(json_extract(new.facts, '$.organisation.branch'), '')",
    "adjustments": "coalesce(json_extract(new.facts, '$.adjustments'), '[]')",
}
IN_POSTGRESQL = {
    "organisation": "coalesce(new.facts #>> '{organisation,name}', '')",
    "branch": "coalesce(new.facts #>> '{organisation,branch}', '')",
    "adjustments": "coalesce(new.facts #>> '{adjustments}', '[]')",
}
BOOLEANS = ("urgent", "sent", "begun", "flagged")
TEXTS = ("state", "organisation", "branch", "channel", "adjustments", "flags")
INDEXES = {
    "sent": ("sent", "urgent", "moment", "conversation_id"),
    "state": ("state", "urgent", "moment", "conversation_id"),
    "flagged": ("flagged", "urgent", "moment", "conversation_id"),
    "assigned_to": ("assigned_to",),
    "due_on": ("sent", "urgent", "due_on"),
}


def upgrade() -> None:
    """Make the table, fill it from what is there, then let the database keep it."""
    _table()
    sqlite = op.get_bind().dialect.name == "sqlite"
    made_of = MADE_OF | (IN_SQLITE if sqlite else IN_POSTGRESQL)
    insert = f"INSERT INTO case_entry ({', '.join(made_of)}) SELECT {', '.join(made_of.values())}"
    anew = ", ".join(f"{name} = excluded.{name}" for name in made_of)
    keep = f"{insert} WHERE true ON CONFLICT (conversation_id) DO UPDATE SET {anew};"
    op.execute(f"{insert} FROM draft AS new")
    if sqlite:
        for when in ("INSERT", "UPDATE"):
            op.execute(
                f"CREATE TRIGGER case_entry_{when.lower()} AFTER {when} ON draft BEGIN {keep} END"
            )
        return
    op.execute(
        f"CREATE FUNCTION case_entry_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {keep} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER case_entry_kept AFTER INSERT OR UPDATE ON draft "
        "FOR EACH ROW EXECUTE FUNCTION case_entry_kept()"
    )


def downgrade() -> None:
    """Take it all away again; it held nothing of its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER case_entry_insert")
        op.execute("DROP TRIGGER case_entry_update")
    else:
        op.execute("DROP TRIGGER case_entry_kept ON draft")
        op.execute("DROP FUNCTION case_entry_kept()")
    op.drop_table("case_entry")


def _table() -> None:
    op.create_table(
        "case_entry",
        sa.Column(
            "conversation_id",
            sa.String(36),
            sa.ForeignKey(
                "draft.conversation_id",
                name="fk_case_entry_conversation_id",
                ondelete="CASCADE",
            ),
            primary_key=True,
        ),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in BOOLEANS),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("moment", Moment, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("assigned_to", sa.Integer, nullable=True),
        sa.Column("result", sa.Text, nullable=True),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_case_entry_{name}", "case_entry", list(columns))
