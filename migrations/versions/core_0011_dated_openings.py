"""Opening hours with the days they hold and the document that says so."""

import sqlalchemy as sa
from alembic import op

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What stands there has been in use since the wards of today opened.
    op.add_column("core_opening", sa.Column("valid_from", sa.Date(), nullable=False, server_default="2025-07-01"))
    op.add_column("core_opening", sa.Column("valid_to", sa.Date()))
    op.add_column("core_opening", sa.Column("source", sa.String(200)))
    with op.batch_alter_table("core_opening") as table:
        table.alter_column("valid_from", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("core_opening") as table:
        for column in ("source", "valid_to", "valid_from"):
            table.drop_column(column)
