"""Legal basis of an exemption on the receipt."""

import sqlalchemy as sa
from alembic import op


revision = "fees_0003"
down_revision = "fees_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fees_receipt_line", sa.Column("basis", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("fees_receipt_line", "basis")
