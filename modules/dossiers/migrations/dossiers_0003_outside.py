"""Finding a dossier by the code of the portal."""

from alembic import op

revision = "dossiers_0003_outside"
down_revision = "dossiers_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_dossiers_dossier_external_code", "dossiers_dossier", ["external_code"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_dossiers_dossier_external_code", table_name="dossiers_dossier")
