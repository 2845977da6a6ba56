"""The words of sent cases, with an index of them that the database keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OUT = (
    "INSERT INTO case_words_index (case_words_index, rowid, words) "
    "VALUES ('delete', old.id, old.words);"
)
IN = "INSERT INTO case_words_index (rowid, words) VALUES (new.id, new.words);"
FOR_SQLITE = (
    "CREATE VIRTUAL TABLE case_words_index USING fts5("
    "words, content='case_words', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER case_words_insert AFTER INSERT ON case_words BEGIN {IN} END",
    f"CREATE TRIGGER case_words_delete AFTER DELETE ON case_words BEGIN {OUT} END",
    f"CREATE TRIGGER case_words_update AFTER UPDATE ON case_words BEGIN {OUT} {IN} END",
)
FOR_POSTGRESQL = (
    # Everything but letters and digits parts words, as in a question and as in SQLite.
    "ALTER TABLE case_words ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector("
    "'english', regexp_replace(words, '[^[:alnum:]]+', ' ', 'g'))) STORED",
    "CREATE INDEX ix_case_words_vector ON case_words USING gin (vector)",
)


def upgrade() -> None:
    """Make the table and its index; `flask casework refresh` fills them from older cases."""
    op.create_table(
        "case_words",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(36),
            sa.ForeignKey(
                "draft.conversation_id",
                name="fk_case_words_conversation_id",
                ondelete="CASCADE",
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation_id", name="uq_case_words_conversation_id"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in FOR_SQLITE if sqlite else FOR_POSTGRESQL:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Take it away again; it held only copies."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words_index")
    op.drop_table("case_words")
