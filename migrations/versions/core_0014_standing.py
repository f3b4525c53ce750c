"""The stamp under which processes keep what they have made of rows that hardly ever change."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "core_0014"
down_revision = "core_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "core_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_standing")),
    )
    op.bulk_insert(table, [{"id": 1, "stamp": secrets.token_hex(12)}])


def downgrade() -> None:
    op.drop_table("core_standing")
