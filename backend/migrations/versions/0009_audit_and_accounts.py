"""Events become a chain that is only added to; accounts get one-time passwords and codes."""

import sqlalchemy as sa
from alembic import op

from backend.data import chain
from backend.data.types import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SEARCHED = ("actor", "account", "kind")
SAID = "events are only added to"
NEVER_FOR_SQLITE = (
    f"""CREATE TRIGGER case_event_not_changed BEFORE UPDATE ON case_event WHEN OLD.seq IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER case_event_not_deleted BEFORE DELETE ON case_event
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
)
NEVER_FOR_POSTGRESQL = (
    f"""CREATE FUNCTION case_event_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SAID}'; END $$""",
    """CREATE TRIGGER case_event_not_changed BEFORE UPDATE ON case_event FOR EACH ROW
    WHEN (OLD.seq IS NOT NULL) EXECUTE FUNCTION case_event_only_added_to()""",
    """CREATE TRIGGER case_event_not_deleted BEFORE DELETE ON case_event FOR EACH ROW
    EXECUTE FUNCTION case_event_only_added_to()""",
    """CREATE TRIGGER case_event_not_emptied BEFORE TRUNCATE ON case_event FOR EACH STATEMENT
    EXECUTE FUNCTION case_event_only_added_to()""",
)
ALWAYS_FOR_SQLITE = (
    "DROP TRIGGER case_event_not_changed",
    "DROP TRIGGER case_event_not_deleted",
)
ALWAYS_FOR_POSTGRESQL = (
    "DROP TRIGGER case_event_not_changed ON case_event",
    "DROP TRIGGER case_event_not_deleted ON case_event",
    "DROP TRIGGER case_event_not_emptied ON case_event",
    "DROP FUNCTION case_event_only_added_to()",
)


def upgrade() -> None:
    """Add the columns, chain what is there, then let nobody change it."""
    op.add_column("case_event", sa.Column("account", sa.Integer, nullable=True))
    op.add_column("case_event", sa.Column("seq", sa.Integer, nullable=True))
    op.add_column("case_event", sa.Column("hash", sa.String(64), nullable=True))
    op.create_index("ix_case_event_seq", "case_event", ["seq"], unique=True)
    for name in SEARCHED:
        op.create_index(f"ix_case_event_{name}_id", "case_event", [name, "id"])
    op.create_index("ix_case_event_at", "case_event", ["at"])
    chain.seal(op.get_bind())
    _run(NEVER_FOR_SQLITE, NEVER_FOR_POSTGRESQL)
    op.add_column("staff_user", sa.Column("one_time_until", Moment, nullable=True))
    op.add_column("staff_user", sa.Column("totp_counter", sa.Integer, nullable=True))
    op.add_column("staff_user", sa.Column("sso_subject", sa.String(255), nullable=True))
    op.create_index("ix_staff_user_sso_subject", "staff_user", ["sso_subject"], unique=True)


def downgrade() -> None:
    """Take it all away again; the events stay."""
    op.drop_index("ix_staff_user_sso_subject", "staff_user")
    for name in ("sso_subject", "totp_counter", "one_time_until"):
        op.drop_column("staff_user", name)
    _run(ALWAYS_FOR_SQLITE, ALWAYS_FOR_POSTGRESQL)
    op.drop_index("ix_case_event_at", "case_event")
    for name in SEARCHED:
        op.drop_index(f"ix_case_event_{name}_id", "case_event")
    op.drop_index("ix_case_event_seq", "case_event")
    for name in ("hash", "seq", "account"):
        op.drop_column("case_event", name)


def _run(for_sqlite: tuple[str, ...], for_postgresql: tuple[str, ...]) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in for_sqlite if sqlite else for_postgresql:
        op.execute(statement)
