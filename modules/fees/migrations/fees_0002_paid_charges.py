"""Paid charges."""

import sqlalchemy as sa
from alembic import op


revision = 'fees_0002'
down_revision = 'fees_0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fees_receipt_line") as table:
        table.add_column(sa.Column("charge_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_fees_receipt_line_charge_id", "fees_charge", ["charge_id"], ["id"])
        table.create_index("ix_fees_receipt_line_charge_id", ["charge_id"])


def downgrade() -> None:
    with op.batch_alter_table("fees_receipt_line") as table:
        table.drop_index("ix_fees_receipt_line_charge_id")
        table.drop_constraint("fk_fees_receipt_line_charge_id", type_="foreignkey")
        table.drop_column("charge_id")
