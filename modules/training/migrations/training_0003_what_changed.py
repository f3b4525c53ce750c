"""What has changed in a lesson, beside the letter that tells of it."""

import sqlalchemy as sa
from alembic import op

revision = "training_0003"
down_revision = "training_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training_letter", sa.Column("changed", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("training_letter") as table:
        table.drop_column("changed")
