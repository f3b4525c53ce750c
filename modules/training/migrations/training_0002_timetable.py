"""Timetables that the machine proposes."""

import sqlalchemy as sa
from alembic import op

revision = "training_0002"
down_revision = "training_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_timetable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["training_plan.id"], name=op.f("fk_training_timetable_plan_id")),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_training_timetable_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_timetable")),
    )
    op.create_index(op.f("ix_training_timetable_plan_id"), "training_timetable", ["plan_id"], unique=False)
    op.create_index(op.f("ix_training_timetable_user_id"), "training_timetable", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_training_timetable_user_id"), table_name="training_timetable")
    op.drop_index(op.f("ix_training_timetable_plan_id"), table_name="training_timetable")
    op.drop_table("training_timetable")
