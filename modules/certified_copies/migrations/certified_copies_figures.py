"""The index of unit and day, for figures."""

from alembic import op

revision = "certified_copies_figures"
down_revision = "certified_copies_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_certified_copies_copy_unit_day", "certified_copies_copy", ["unit_id", "certified_on"])


def downgrade() -> None:
    op.drop_index("ix_certified_copies_copy_unit_day", table_name="certified_copies_copy")
