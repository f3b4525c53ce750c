"""Norms per title class and staffing, appraisal history, quotations, contracts, deliveries in parts."""

import sqlalchemy as sa
from alembic import op


revision = "equipment_0002"
down_revision = "equipment_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('equipment_desk_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_desk_count_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_desk_count_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_desk_count'))
    )
    op.create_index(op.f('ix_equipment_desk_count_unit_id'), 'equipment_desk_count', ['unit_id'], unique=False)
    op.create_index('ix_equipment_desk_count_unit_recent', 'equipment_desk_count', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_patience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_patience_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_patience_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_patience'))
    )
    op.create_index(op.f('ix_equipment_patience_unit_id'), 'equipment_patience', ['unit_id'], unique=False)
    op.create_index('ix_equipment_patience_unit_recent', 'equipment_patience', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_title_class',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_title_class_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_title_class_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_title_class'))
    )
    op.create_index(op.f('ix_equipment_title_class_unit_id'), 'equipment_title_class', ['unit_id'], unique=False)
    op.create_index('ix_equipment_title_class_unit_recent', 'equipment_title_class', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_campaign_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['equipment_campaign.id'], name=op.f('fk_equipment_campaign_item_campaign_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_campaign_item_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_campaign_item'))
    )
    op.create_index(op.f('ix_equipment_campaign_item_campaign_id'), 'equipment_campaign_item', ['campaign_id'], unique=False)
    op.create_index(op.f('ix_equipment_campaign_item_item_id'), 'equipment_campaign_item', ['item_id'], unique=False)
    op.create_table('equipment_spec',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_spec_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_spec'))
    )
    op.create_index(op.f('ix_equipment_spec_item_id'), 'equipment_spec', ['item_id'], unique=False)
    op.create_table('equipment_staffing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_staffing_created_by_id')),
    sa.ForeignKeyConstraint(['title_id'], ['equipment_title_class.id'], name=op.f('fk_equipment_staffing_title_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_staffing_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_staffing'))
    )
    op.create_index(op.f('ix_equipment_staffing_title_id'), 'equipment_staffing', ['title_id'], unique=False)
    op.create_index(op.f('ix_equipment_staffing_unit_id'), 'equipment_staffing', ['unit_id'], unique=False)
    op.create_index('ix_equipment_staffing_unit_recent', 'equipment_staffing', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_quotation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('supplier', sa.String(length=200), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('quoted_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_equipment_quotation_created_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_quotation_item_id')),
    sa.ForeignKeyConstraint(['request_id'], ['equipment_request.id'], name=op.f('fk_equipment_quotation_request_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_equipment_quotation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_quotation'))
    )
    op.create_index(op.f('ix_equipment_quotation_item_id'), 'equipment_quotation', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_quotation_request_id'), 'equipment_quotation', ['request_id'], unique=False)
    op.create_index(op.f('ix_equipment_quotation_unit_id'), 'equipment_quotation', ['unit_id'], unique=False)
    op.create_index('ix_equipment_quotation_unit_recent', 'equipment_quotation', ['unit_id', 'id'], unique=False)
    op.create_table('equipment_appraisal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(40), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('verdict', sa.String(40), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['core_user.id'], name=op.f('fk_equipment_appraisal_actor_id')),
    sa.ForeignKeyConstraint(['item_id'], ['equipment_item.id'], name=op.f('fk_equipment_appraisal_item_id')),
    sa.ForeignKeyConstraint(['line_id'], ['equipment_line.id'], name=op.f('fk_equipment_appraisal_line_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['request_id'], ['equipment_request.id'], name=op.f('fk_equipment_appraisal_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_appraisal'))
    )
    op.create_index(op.f('ix_equipment_appraisal_item_id'), 'equipment_appraisal', ['item_id'], unique=False)
    op.create_index(op.f('ix_equipment_appraisal_line_id'), 'equipment_appraisal', ['line_id'], unique=False)
    op.create_index(op.f('ix_equipment_appraisal_request_id'), 'equipment_appraisal', ['request_id'], unique=False)
    op.create_table('equipment_delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['core_user.id'], name=op.f('fk_equipment_delivery_actor_id')),
    sa.ForeignKeyConstraint(['line_id'], ['equipment_line.id'], name=op.f('fk_equipment_delivery_line_id')),
    sa.ForeignKeyConstraint(['request_id'], ['equipment_request.id'], name=op.f('fk_equipment_delivery_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equipment_delivery'))
    )
    op.create_index(op.f('ix_equipment_delivery_line_id'), 'equipment_delivery', ['line_id'], unique=False)
    op.create_index(op.f('ix_equipment_delivery_request_id'), 'equipment_delivery', ['request_id'], unique=False)
    op.add_column('equipment_item', sa.Column('price', sa.BigInteger(), nullable=True))
    op.add_column('equipment_line', sa.Column('coming', sa.Integer(), nullable=True))
    op.add_column('equipment_line', sa.Column('norm_basis', sa.String(length=1000), nullable=True))
    op.add_column('equipment_line', sa.Column('price_cap', sa.BigInteger(), nullable=True))
    op.add_column('equipment_line', sa.Column('technical_price', sa.BigInteger(), nullable=True))
    op.add_column('equipment_line', sa.Column('budgeted_price', sa.BigInteger(), nullable=True))
    op.add_column('equipment_line', sa.Column('approved_price', sa.BigInteger(), nullable=True))
    op.add_column('equipment_line', sa.Column('verdict', sa.String(40), nullable=True))
    op.add_column('equipment_line', sa.Column('arriving', sa.Integer(), nullable=True))
    with op.batch_alter_table('equipment_norm') as table:
        table.add_column(sa.Column('title_id', sa.Integer(), nullable=True))
        table.alter_column('most', existing_type=sa.Integer(), type_=sa.Numeric(18, 4), existing_nullable=True)
    name_titles()
    with op.batch_alter_table('equipment_norm') as table:
        table.alter_column('title_id', existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key('fk_equipment_norm_title_id', 'equipment_title_class', ['title_id'], ['id'])
        table.create_index('ix_equipment_norm_title_id', ['title_id'], unique=False)
        table.drop_column('title_class')
    op.add_column('equipment_request', sa.Column('decided_on', sa.Date(), nullable=True))
    op.add_column('equipment_request', sa.Column('contract', sa.String(length=60), nullable=True))
    op.add_column('equipment_request', sa.Column('supplier', sa.String(length=200), nullable=True))
    op.add_column('equipment_request', sa.Column('contract_on', sa.Date(), nullable=True))
    op.add_column('equipment_request', sa.Column('contract_total', sa.BigInteger(), nullable=True))
    op.add_column('equipment_request', sa.Column('unspent', sa.BigInteger(), nullable=True))
    op.add_column('equipment_request', sa.Column('repaid', sa.String(length=120), nullable=True))
    # What had come before deliveries were rows becomes one delivery per line.
    op.execute("""insert into equipment_delivery (request_id, line_id, day, quantity)
        select line.request_id, line.id, request.delivered_on, line.delivered
        from equipment_line line join equipment_request request on request.id = line.request_id
        where line.delivered > 0 and request.delivered_on is not null""")


def name_titles() -> None:
    """Give every title class that a norm names a row of its own."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("select distinct title_class, min(unit_id) from equipment_norm group by title_class"))
    for name, unit_id in rows.fetchall():
        connection.execute(
            sa.text("""insert into equipment_title_class (name, unit_id, version, updated_at, created_at, search_key)
                values (:name, :unit_id, 1, current_timestamp, current_timestamp, '')"""),
            {"name": name, "unit_id": unit_id},
        )
    op.execute("""update equipment_norm set title_id =
        (select min(id) from equipment_title_class where name = equipment_norm.title_class)""")


def downgrade() -> None:
    op.drop_column('equipment_request', 'repaid')
    op.drop_column('equipment_request', 'unspent')
    op.drop_column('equipment_request', 'contract_total')
    op.drop_column('equipment_request', 'contract_on')
    op.drop_column('equipment_request', 'supplier')
    op.drop_column('equipment_request', 'contract')
    op.drop_column('equipment_request', 'decided_on')
    with op.batch_alter_table('equipment_norm') as table:
        table.add_column(sa.Column('title_class', sa.String(200), nullable=True))
    op.execute("""update equipment_norm set title_class =
        (select name from equipment_title_class where id = equipment_norm.title_id)""")
    with op.batch_alter_table('equipment_norm') as table:
        table.alter_column('title_class', existing_type=sa.String(200), nullable=False)
        table.drop_constraint('fk_equipment_norm_title_id', type_='foreignkey')
        table.drop_index('ix_equipment_norm_title_id')
        table.alter_column('most', existing_type=sa.Numeric(18, 4), type_=sa.Integer(), existing_nullable=True)
        table.drop_column('title_id')
    op.drop_column('equipment_line', 'arriving')
    op.drop_column('equipment_line', 'verdict')
    op.drop_column('equipment_line', 'approved_price')
    op.drop_column('equipment_line', 'budgeted_price')
    op.drop_column('equipment_line', 'technical_price')
    op.drop_column('equipment_line', 'price_cap')
    op.drop_column('equipment_line', 'norm_basis')
    op.drop_column('equipment_line', 'coming')
    op.drop_column('equipment_item', 'price')
    op.drop_index(op.f('ix_equipment_delivery_request_id'), table_name='equipment_delivery')
    op.drop_index(op.f('ix_equipment_delivery_line_id'), table_name='equipment_delivery')
    op.drop_table('equipment_delivery')
    op.drop_index(op.f('ix_equipment_appraisal_request_id'), table_name='equipment_appraisal')
    op.drop_index(op.f('ix_equipment_appraisal_line_id'), table_name='equipment_appraisal')
    op.drop_index(op.f('ix_equipment_appraisal_item_id'), table_name='equipment_appraisal')
    op.drop_table('equipment_appraisal')
    op.drop_index('ix_equipment_quotation_unit_recent', table_name='equipment_quotation')
    op.drop_index(op.f('ix_equipment_quotation_unit_id'), table_name='equipment_quotation')
    op.drop_index(op.f('ix_equipment_quotation_request_id'), table_name='equipment_quotation')
    op.drop_index(op.f('ix_equipment_quotation_item_id'), table_name='equipment_quotation')
    op.drop_table('equipment_quotation')
    op.drop_index('ix_equipment_staffing_unit_recent', table_name='equipment_staffing')
    op.drop_index(op.f('ix_equipment_staffing_unit_id'), table_name='equipment_staffing')
    op.drop_index(op.f('ix_equipment_staffing_title_id'), table_name='equipment_staffing')
    op.drop_table('equipment_staffing')
    op.drop_index(op.f('ix_equipment_spec_item_id'), table_name='equipment_spec')
    op.drop_table('equipment_spec')
    op.drop_index(op.f('ix_equipment_campaign_item_item_id'), table_name='equipment_campaign_item')
    op.drop_index(op.f('ix_equipment_campaign_item_campaign_id'), table_name='equipment_campaign_item')
    op.drop_table('equipment_campaign_item')
    op.drop_index('ix_equipment_title_class_unit_recent', table_name='equipment_title_class')
    op.drop_index(op.f('ix_equipment_title_class_unit_id'), table_name='equipment_title_class')
    op.drop_table('equipment_title_class')
    op.drop_index('ix_equipment_patience_unit_recent', table_name='equipment_patience')
    op.drop_index(op.f('ix_equipment_patience_unit_id'), table_name='equipment_patience')
    op.drop_table('equipment_patience')
    op.drop_index('ix_equipment_desk_count_unit_recent', table_name='equipment_desk_count')
    op.drop_index(op.f('ix_equipment_desk_count_unit_id'), table_name='equipment_desk_count')
    op.drop_table('equipment_desk_count')
