"""One step asked for many records: the batch, and what became of each record."""

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_batch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("back", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("core_user.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_core_batch_user_id", "core_batch", ["user_id"])
    op.create_table(
        "core_batch_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("core_batch.id"), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String()),
        sa.UniqueConstraint("batch_id", "row_id"),
    )


def downgrade() -> None:
    op.drop_table("core_batch_row")
    op.drop_table("core_batch")
