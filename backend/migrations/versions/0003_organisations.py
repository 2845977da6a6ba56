"""The register of NHS organisations, and the official files that it was loaded from."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KIND = sa.String(20)
ODS_CODE = sa.String(12)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "organisation",
        sa.Column("code", ODS_CODE, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("town", sa.String(100), nullable=False),
        sa.Column("postcode", sa.String(12), nullable=False),
        sa.Column("nation", sa.String(20), nullable=False),
        sa.Column("parent", ODS_CODE),
        sa.Column("opened_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_organisation"),
    )
    for column in ("kind", "revision"):
        op.create_index(f"ix_organisation_{column}", "organisation", [column])
    op.create_table(
        "organisation_file",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("loaded", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("loaded_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_organisation_file"),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in ("organisation_file", "organisation"):
        op.drop_table(table)
