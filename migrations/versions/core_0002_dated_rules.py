"""Dated rules of workflows: when a step is taken, how long a state may last."""

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("core_step_rule", *_record(), *_validity(), sa.Column("step", sa.String(120), nullable=False), *_keys("core_step_rule"))
    op.create_table(
        "core_term_rule",
        *_record(),
        *_validity(),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("days", sa.Integer()),
        sa.Column("hours", sa.Integer()),
        sa.Column("cut_off", sa.String(5)),
        *_keys("core_term_rule"),
    )
    for table, named in (("core_step_rule", "step"), ("core_term_rule", "state")):
        op.create_index(f"ix_{table}_{named}", table, [named])
        op.create_index(f"ix_{table}_unit_id", table, ["unit_id"])
        op.create_index(f"ix_{table}_unit_recent", table, ["unit_id", "id"])


def downgrade() -> None:
    op.drop_table("core_term_rule")
    op.drop_table("core_step_rule")


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
    ]


def _validity() -> list[sa.Column]:
    return [
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("source", sa.String(200)),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=f"fk_{table}_unit_id"),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=f"fk_{table}_created_by_id"),
    ]
