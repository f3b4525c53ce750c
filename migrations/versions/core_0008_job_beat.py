"""When a running job last gave a sign of life."""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("core_job", sa.Column("beat_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("core_job", "beat_at")
