"""Transfers of assets between units."""

import sqlalchemy as sa
from alembic import op


revision = "equipment_0006"
down_revision = "equipment_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('equipment_transfer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=True),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('everything', sa.Boolean(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('codes', sa.Text(), nullable=True),
    sa.Column('decision', sa.String(length=80), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('merger', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_transfer_created_by_id')),
    sa.ForeignKeyConstraint(['giver_id'], ['core_unit.id'], name=op.f('fk_equipment_transfer_giver_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_transfer_item_id')),
    sa.ForeignKeyConstraint(['receiver_id'], ['core_unit.id'], name=op.f('fk_equipment_transfer_receiver_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_transfer_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_transfer'))
    )
    op.create_index(op.f('ix_equipment_transfer_giver_id'), 'equipment_transfer', ['giver_id'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_item_id'), 'equipment_transfer', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_receiver_id'), 'equipment_transfer', ['receiver_id'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_state'), 'equipment_transfer', ['state'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_unit_id'), 'equipment_transfer', ['unit_id'], unique=False)
    op.create_index('ix_equipment_transfer_unit_recent', 'equipment_transfer', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_transfer_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('transfer_id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=True),
    sa.Column('condition', sa.String(40), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asset_id'], ['equipment_asset.id'], name=op.f('fk_equipment_transfer_line_asset_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_transfer_line_item_id')),
    sa.ForeignKeyConstraint(['transfer_id'], ['equipment_transfer.id'], name=op.f('fk_equipment_transfer_line_transfer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_transfer_line'))
    )
    op.create_index(op.f('ix_equipment_transfer_line_asset_id'), 'equipment_transfer_line', ['asset_id'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_line_item_id'), 'equipment_transfer_line', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_transfer_line_transfer_id'), 'equipment_transfer_line', ['transfer_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_equipment_transfer_line_transfer_id'), table_name='equipment_transfer_line')
    op.drop_index(op.f('ix_equipment_transfer_line_item_id'), table_name='equipment_transfer_line')
    op.drop_index(op.f('ix_equipment_transfer_line_asset_id'), table_name='equipment_transfer_line')
    op.drop_table('equipment_transfer_line')
    op.drop_index('ix_equipment_transfer_unit_recent', table_name='equipment_transfer')
    op.drop_index(op.f('ix_equipment_transfer_unit_id'), table_name='equipment_transfer')
    op.drop_index(op.f('ix_equipment_transfer_state'), table_name='equipment_transfer')
    op.drop_index(op.f('ix_equipment_transfer_receiver_id'), table_name='equipment_transfer')
    op.drop_index(op.f('ix_equipment_transfer_item_id'), table_name='equipment_transfer')
    op.drop_index(op.f('ix_equipment_transfer_giver_id'), table_name='equipment_transfer')
    op.drop_table('equipment_transfer')
