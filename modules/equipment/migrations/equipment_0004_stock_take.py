"""Stock-takes: the team, and a row for every asset that is expected or found."""

import sqlalchemy as sa
from alembic import op


revision = "equipment_0004"
down_revision = "equipment_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('equipment_stock_take',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('decision', sa.String(length=80), nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_stock_take_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_stock_take_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_stock_take'))
    )
    op.create_index(op.f('ix_equipment_stock_take_state'), 'equipment_stock_take', ['state'], unique=False)
    op.create_index(op.f('ix_equipment_stock_take_unit_id'), 'equipment_stock_take', ['unit_id'], unique=False)
    op.create_index('ix_equipment_stock_take_unit_recent', 'equipment_stock_take', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_team_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stock_take_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('duty', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['stock_take_id'], ['equipment_stock_take.id'], name=op.f('fk_equipment_team_member_stock_take_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_team_member'))
    )
    op.create_index(op.f('ix_equipment_team_member_stock_take_id'), 'equipment_team_member', ['stock_take_id'], unique=False)
    op.create_table('equipment_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stock_take_id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=False),
    sa.Column('book_place', sa.String(length=200), nullable=True),
    sa.Column('book_holder', sa.String(length=200), nullable=True),
    sa.Column('book_condition', sa.String(40), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=True),
    sa.Column('condition', sa.String(40), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counted_by_id', sa.Integer(), nullable=True),
    sa.Column('client', sa.String(), nullable=True),
    sa.Column('remark', sa.String(length=400), nullable=True),
    sa.ForeignKeyConstraint(['asset_id'], ['equipment_asset.id'], name=op.f('fk_equipment_finding_asset_id')),
    sa.ForeignKeyConstraint(['counted_by_id'], ['core_user.id'], name=op.f('fk_equipment_finding_counted_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_finding_item_id')),
    sa.ForeignKeyConstraint(['stock_take_id'], ['equipment_stock_take.id'], name=op.f('fk_equipment_finding_stock_take_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_finding')),
    sa.UniqueConstraint('stock_take_id', 'code', name=op.f('uq_equipment_finding_stock_take_id_code'))
    )
    op.create_index(op.f('ix_equipment_finding_asset_id'), 'equipment_finding', ['asset_id'], unique=False)
    op.create_index(op.f('ix_equipment_finding_item_id'), 'equipment_finding', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_finding_stock_take_id'), 'equipment_finding', ['stock_take_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_equipment_finding_stock_take_id'), table_name='equipment_finding')
    op.drop_index(op.f('ix_equipment_finding_item_id'), table_name='equipment_finding')
    op.drop_index(op.f('ix_equipment_finding_asset_id'), table_name='equipment_finding')
    op.drop_table('equipment_finding')
    op.drop_index(op.f('ix_equipment_team_member_stock_take_id'), table_name='equipment_team_member')
    op.drop_table('equipment_team_member')
    op.drop_index('ix_equipment_stock_take_unit_recent', table_name='equipment_stock_take')
    op.drop_index(op.f('ix_equipment_stock_take_unit_id'), table_name='equipment_stock_take')
    op.drop_index(op.f('ix_equipment_stock_take_state'), table_name='equipment_stock_take')
    op.drop_table('equipment_stock_take')
