"""Number of copies."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_0002'
down_revision = 'certified_copies_0001'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.add_column('certified_copies_copy', sa.Column('copies', sa.Integer(), server_default=sa.text('1'), nullable=True))



def downgrade() -> None:

    op.drop_column('certified_copies_copy', 'copies')

