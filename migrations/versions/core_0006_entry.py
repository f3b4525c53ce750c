"""The door: wrong tries by user name and address, codes on paper, each code of the phone good once."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_attempt"),
    )
    op.create_index("ix_core_attempt_login", "core_attempt", ["login", "at"])
    op.create_index("ix_core_attempt_address", "core_attempt", ["address", "at"])
    op.create_table(
        "core_backup_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_core_backup_code"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name="fk_core_backup_code_user_id"),
    )
    op.create_index("ix_core_backup_code_user_id", "core_backup_code", ["user_id"])
    with op.batch_alter_table("core_user") as user:
        user.add_column(sa.Column("totp_step", sa.Integer()))
        user.drop_column("failures")
        user.drop_column("locked_until")


def downgrade() -> None:
    raise NotImplementedError("the codes of the second factor would open twice")
