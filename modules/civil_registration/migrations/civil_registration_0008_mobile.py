"""Mobile registration."""

import sqlalchemy as sa
from alembic import op


revision = "civil_registration_0008"
down_revision = "civil_registration_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("civil_registration_birth", sa.Column("mobile_at", sa.String(length=300), nullable=True))
    op.add_column("civil_registration_death", sa.Column("mobile_at", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("civil_registration_death", "mobile_at")
    op.drop_column("civil_registration_birth", "mobile_at")
