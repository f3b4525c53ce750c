"""Contract prices."""

import sqlalchemy as sa
from alembic import op


revision = 'equipment_0007'
down_revision = 'equipment_0006'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.add_column('equipment_line', sa.Column('contract_price', sa.BigInteger(), nullable=True))



def downgrade() -> None:

    op.drop_column('equipment_line', 'contract_price')

