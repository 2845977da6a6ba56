"""How conversations went and the totals of each day, for the pages of supervision."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Json, Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INTO = "INSERT INTO case_course (conversation_id, channel, began_at)"
TAKE_OVER = " ".join((INTO, "SELECT id, channel, created_at FROM conversation"))
ADD = " ".join((INTO, "VALUES (new.id, new.channel, new.created_at);"))


def upgrade() -> None:
    """Make the tables; each conversation gets its row, those to come by the database itself."""
    _courses()
    op.create_table(
        "period_total",
        sa.Column("period", sa.String(5), primary_key=True),
        sa.Column("measure", sa.String(20), primary_key=True),
        sa.Column("first_on", sa.Date, primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("other", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "totals_count",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, Moment) for name in ("counted_at", "asked_at", "busy_until")),
    )
    op.execute(TAKE_OVER)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER case_course_begun AFTER INSERT ON conversation BEGIN {ADD} END")
        return
    op.execute(
        "CREATE FUNCTION case_course_begun() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {ADD} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER case_course_begun AFTER INSERT ON conversation "
        "FOR EACH ROW EXECUTE FUNCTION case_course_begun()"
    )


def downgrade() -> None:
    """Take it all away again. What is known of erased conversations goes with it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER case_course_begun")
    else:
        op.execute("DROP TRIGGER case_course_begun ON conversation")
        op.execute("DROP FUNCTION case_course_begun()")
    for table in ("totals_count", "period_total", "case_course"):
        op.drop_table(table)


def _courses() -> None:
    lists = ("asked", "answered", "volunteered", "person", "themes")
    counts = ("unclear", "edited")
    op.create_table(
        "case_course",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(36),
            sa.ForeignKey(
                "conversation.id", name="fk_case_course_conversation_id", ondelete="SET NULL"
            ),
        ),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("began_at", Moment),
        sa.Column("began_on", sa.Date),
        sa.Column("sent_on", sa.Date),
        sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("question", sa.String(40)),
        *(sa.Column(name, Json, nullable=False, server_default="[]") for name in lists),
        *(sa.Column(name, Json, nullable=False, server_default="{}") for name in counts),
        sa.Column("said", sa.Integer, nullable=False, server_default="0"),
        sa.Column("result", sa.String(20)),
        sa.Column("minutes", sa.Integer),
        sa.Column("staff_result", sa.String(20)),
        sa.Column("state", sa.String(24)),
        sa.Column("branch", sa.String(24)),
        sa.Column("organisation", sa.String(200)),
        sa.Column("counted_at", Moment),
        sa.UniqueConstraint("conversation_id", name="uq_case_course_conversation_id"),
    )
    for name in ("began_on", "sent_on", "counted_at"):
        op.create_index(f"ix_case_course_{name}", "case_course", [name])
