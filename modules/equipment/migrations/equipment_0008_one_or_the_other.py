"""One or the other."""

import sqlalchemy as sa
from alembic import op


revision = 'equipment_0008'
down_revision = 'equipment_0007'
branch_labels = None
depends_on = None

# The laptop's norm that older versions of the module brought along stood beside the desktop's.
INSTEAD = """
UPDATE equipment_norm SET instead_of_id = (SELECT id FROM equipment_item WHERE code = 'PC')
WHERE legal_basis = 'QĐ 15/2025/QĐ-TTg' AND item_id IN (SELECT id FROM equipment_item WHERE code = 'LAP')
"""


def upgrade() -> None:

    op.add_column('equipment_line', sa.Column('shared', sa.Integer(), nullable=True))
    with op.batch_alter_table('equipment_norm') as batch:
        batch.add_column(sa.Column('instead_of_id', sa.Integer(), nullable=True))
        batch.create_foreign_key('fk_equipment_norm_instead_of_id', 'equipment_item', ['instead_of_id'], ['id'])
    op.create_index(op.f('ix_equipment_norm_instead_of_id'), 'equipment_norm', ['instead_of_id'], unique=False)
    op.execute(INSTEAD)



def downgrade() -> None:

    op.drop_index(op.f('ix_equipment_norm_instead_of_id'), table_name='equipment_norm')
    with op.batch_alter_table('equipment_norm') as batch:
        batch.drop_constraint('fk_equipment_norm_instead_of_id', type_='foreignkey')
        batch.drop_column('instead_of_id')
    op.drop_column('equipment_line', 'shared')
