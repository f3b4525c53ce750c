"""Assignments: who took or got an open task; the reason with which a record came back, on its task."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("core_task", sa.Column("note", sa.Text()))
    op.create_table(
        "core_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer()),
        sa.Column("to_id", sa.Integer()),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_assignment"),
        sa.ForeignKeyConstraint(["task_id"], ["core_task.id"], name="fk_core_assignment_task_id"),
        sa.ForeignKeyConstraint(["from_id"], ["core_user.id"], name="fk_core_assignment_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["core_user.id"], name="fk_core_assignment_to_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name="fk_core_assignment_actor_id"),
    )
    op.create_index("ix_core_assignment_row", "core_assignment", ["resource", "row_id", "id"])


def downgrade() -> None:
    op.drop_table("core_assignment")
    op.drop_column("core_task", "note")
