"""The units that a fee is counted in, and codes of the portal that come once."""

import sqlalchemy as sa
from alembic import op

revision = "dossiers_0006_fees"
down_revision = "dossiers_0006_escalation"
branch_labels = None
depends_on = None

TABLE, INDEX, BEFORE = "dossiers_dossier", "uq_dossiers_dossier_external_code", "ix_dossiers_dossier_external_code"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("fee_units", sa.Integer(), nullable=True))
    op.drop_index(BEFORE, TABLE)
    op.create_index(INDEX, TABLE, ["external_code"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(BEFORE, TABLE, ["external_code"], unique=False)
    op.drop_column(TABLE, "fee_units")
