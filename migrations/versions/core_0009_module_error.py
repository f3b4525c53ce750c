"""Why the upgrade of a module failed."""

import sqlalchemy as sa
from alembic import op

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("core_module", sa.Column("error", sa.Text()))


def downgrade() -> None:
    op.drop_column("core_module", "error")
