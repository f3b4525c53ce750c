"""How large the words of a signature are: their size was fixed in code."""

import sqlalchemy as sa
from alembic import op

revision = "signing_corner"
down_revision = "signing_appearance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signing_appearance", sa.Column("size", sa.Integer(), nullable=False, server_default="10"))


def downgrade() -> None:
    op.drop_column("signing_appearance", "size")
