"""The laws that decisions cite, as dated rows."""

import sqlalchemy as sa
from alembic import op

revision = "equipment_0010"
down_revision = "equipment_0009"
branch_labels = None
depends_on = None

TABLE = "equipment_decision_basis"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f(f"fk_{TABLE}_created_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=op.f(f"fk_{TABLE}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_unit_id"), TABLE, ["unit_id"], unique=False)
    op.create_index(f"ix_{TABLE}_unit_recent", TABLE, ["unit_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table(TABLE)
