"""What a repair has changed of its asset."""

import sqlalchemy as sa
from alembic import op


revision = 'equipment_0009'
down_revision = 'equipment_0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('equipment_repair', sa.Column('carried', sa.String(), nullable=True))
    op.execute("UPDATE equipment_repair SET carried = COALESCE(result, 'sent')")


def downgrade() -> None:
    op.drop_column('equipment_repair', 'carried')
