"""The language that each line of a conversation was said in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; lines from before have none."""
    op.add_column("message", sa.Column("lang", sa.String(8), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("message", "lang")
