"""Staff: who may sign in, their roles and passkeys (the shapes that Flask-Security needs)."""

import sqlalchemy as sa
from alembic import op

from backend.data.types import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NOW = sa.text("CURRENT_TIMESTAMP")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "staff_role",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("description", sa.String(255)),
        sa.Column("permissions", sa.UnicodeText),
        sa.Column("update_datetime", sa.DateTime, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_role"),
        sa.UniqueConstraint("name", name="uq_staff_role_name"),
    )
    _create_staff_user()
    op.create_table(
        "roles_users",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("role_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["staff_role.id"], name="fk_roles_users_role_id"),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name="fk_roles_users_user_id"),
        sa.PrimaryKeyConstraint("user_id", "role_id", name="pk_roles_users"),
    )
    _create_staff_passkey()


def _create_staff_user() -> None:
    unique = ("email", "fs_uniquifier", "fs_webauthn_user_handle", "us_phone_number", "username")
    op.create_table(
        "staff_user",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("username", sa.String(255)),
        sa.Column("password", sa.String(255)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("last_login_at", sa.DateTime),
        sa.Column("current_login_at", sa.DateTime),
        sa.Column("last_login_ip", sa.String(64)),
        sa.Column("current_login_ip", sa.String(64)),
        sa.Column("login_count", sa.Integer),
        sa.Column("tf_primary_method", sa.String(64)),
        sa.Column("tf_totp_secret", sa.String(255)),
        sa.Column("tf_phone_number", sa.String(128)),
        sa.Column("us_totp_secrets", sa.Text),
        sa.Column("us_phone_number", sa.String(128)),
        sa.Column("fs_webauthn_user_handle", sa.String(64)),
        sa.Column("mf_recovery_codes", sa.UnicodeText),
        sa.Column("failed_sign_ins", sa.Integer, server_default="0", nullable=False),
        sa.Column("locked_until", Moment),
        sa.Column("create_datetime", sa.DateTime, server_default=NOW, nullable=False),
        sa.Column("update_datetime", sa.DateTime, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_user"),
        *[sa.UniqueConstraint(name, name=f"uq_staff_user_{name}") for name in unique],
    )


def _create_staff_passkey() -> None:
    op.create_table(
        "staff_passkey",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer),
        sa.Column("transports", sa.UnicodeText),
        sa.Column("backup_state", sa.Boolean, nullable=False),
        sa.Column("device_type", sa.String(64), nullable=False),
        sa.Column("extensions", sa.String(255)),
        sa.Column("create_datetime", sa.DateTime, server_default=NOW, nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name="fk_staff_passkey_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_passkey"),
    )
    index = "ix_staff_passkey_credential_id"
    op.create_index(index, "staff_passkey", ["credential_id"], unique=True)


def downgrade() -> None:
    """Take the tables away."""
    for table in ("staff_passkey", "roles_users", "staff_user", "staff_role"):
        op.drop_table(table)
