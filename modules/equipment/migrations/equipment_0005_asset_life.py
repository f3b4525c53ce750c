"""Repairs, moves, useful lives and label sheets."""

import sqlalchemy as sa
from alembic import op


revision = "equipment_0005"
down_revision = "equipment_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('equipment_label_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('across', sa.Integer(), nullable=False),
    sa.Column('down', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_label_sheet_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_label_sheet_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_label_sheet'))
    )
    op.create_index(op.f('ix_equipment_label_sheet_unit_id'), 'equipment_label_sheet', ['unit_id'], unique=False)
    op.create_index('ix_equipment_label_sheet_unit_recent', 'equipment_label_sheet', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_useful_life',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_useful_life_created_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_useful_life_item_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_useful_life_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_useful_life'))
    )
    op.create_index(op.f('ix_equipment_useful_life_item_id'), 'equipment_useful_life', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_useful_life_unit_id'), 'equipment_useful_life', ['unit_id'], unique=False)
    op.create_index('ix_equipment_useful_life_unit_recent', 'equipment_useful_life', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('from_unit_id', sa.Integer(), nullable=True),
    sa.Column('to_unit_id', sa.Integer(), nullable=True),
    sa.Column('from_place', sa.String(length=200), nullable=True),
    sa.Column('to_place', sa.String(length=200), nullable=True),
    sa.Column('from_holder', sa.String(length=200), nullable=True),
    sa.Column('to_holder', sa.String(length=200), nullable=True),
    sa.Column('because', sa.String(length=400), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['core_user.id'], name=op.f('fk_equipment_move_actor_id')),
    sa.ForeignKeyConstraint(['asset_id'], ['equipment_asset.id'], name=op.f('fk_equipment_move_asset_id')),
    sa.ForeignKeyConstraint(['from_unit_id'], ['core_unit.id'], name=op.f('fk_equipment_move_from_unit_id')),
    sa.ForeignKeyConstraint(['to_unit_id'], ['core_unit.id'], name=op.f('fk_equipment_move_to_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_move'))
    )
    op.create_index(op.f('ix_equipment_move_asset_id'), 'equipment_move', ['asset_id'], unique=False)
    op.create_table('equipment_repair',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('fault', sa.String(length=400), nullable=False),
    sa.Column('supplier', sa.String(length=200), nullable=True),
    sa.Column('cost', sa.BigInteger(), nullable=True),
    sa.Column('back_on', sa.Date(), nullable=True),
    sa.Column('result', sa.String(40), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asset_id'], ['equipment_asset.id'], name=op.f('fk_equipment_repair_asset_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_repair_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_repair_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_repair'))
    )
    op.create_index(op.f('ix_equipment_repair_asset_id'), 'equipment_repair', ['asset_id'], unique=False)
    op.create_index(op.f('ix_equipment_repair_unit_id'), 'equipment_repair', ['unit_id'], unique=False)
    op.create_index('ix_equipment_repair_unit_recent', 'equipment_repair', ['unit_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_equipment_repair_unit_recent', table_name='equipment_repair')
    op.drop_index(op.f('ix_equipment_repair_unit_id'), table_name='equipment_repair')
    op.drop_index(op.f('ix_equipment_repair_asset_id'), table_name='equipment_repair')
    op.drop_table('equipment_repair')
    op.drop_index(op.f('ix_equipment_move_asset_id'), table_name='equipment_move')
    op.drop_table('equipment_move')
    op.drop_index('ix_equipment_useful_life_unit_recent', table_name='equipment_useful_life')
    op.drop_index(op.f('ix_equipment_useful_life_unit_id'), table_name='equipment_useful_life')
    op.drop_index(op.f('ix_equipment_useful_life_item_id'), table_name='equipment_useful_life')
    op.drop_table('equipment_useful_life')
    op.drop_index('ix_equipment_label_sheet_unit_recent', table_name='equipment_label_sheet')
    op.drop_index(op.f('ix_equipment_label_sheet_unit_id'), table_name='equipment_label_sheet')
    op.drop_table('equipment_label_sheet')
