"""Visits, kinds of papers, time limits."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_reception'
down_revision = 'certified_copies_own'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certified_copies_extension_reason',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('text', sa.String(length=400), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_extension_reason_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_extension_reason_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_extension_reason'))
    )
    op.create_index(op.f('ix_certified_copies_extension_reason_unit_id'), 'certified_copies_extension_reason', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_extension_reason_unit_recent', 'certified_copies_extension_reason', ['unit_id', 'id'], unique=False)
    op.create_table('certified_copies_paper_type',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('copyable', sa.Boolean(), nullable=False),
    sa.Column('all_pages', sa.Boolean(), nullable=False),
    sa.Column('in_database', sa.Boolean(), nullable=False),
    sa.Column('typical_pages', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_paper_type_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_paper_type_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_paper_type'))
    )
    op.create_index(op.f('ix_certified_copies_paper_type_unit_id'), 'certified_copies_paper_type', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_paper_type_unit_recent', 'certified_copies_paper_type', ['unit_id', 'id'], unique=False)
    op.create_table('certified_copies_time_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('procedure', sa.String(length=30), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('cut_off', sa.String(length=5), nullable=True),
    sa.Column('longest', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_time_limit_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_time_limit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_time_limit'))
    )
    op.create_index(op.f('ix_certified_copies_time_limit_unit_id'), 'certified_copies_time_limit', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_time_limit_unit_recent', 'certified_copies_time_limit', ['unit_id', 'id'], unique=False)
    op.create_table('certified_copies_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=True),
    sa.Column('requester', sa.String(length=200), nullable=False),
    sa.Column('citizen_id', sa.String(length=12), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('channel', sa.String(40), nullable=False),
    sa.Column('dossier_code', sa.String(length=40), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counted_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extension_id', sa.Integer(), nullable=True),
    sa.Column('extended_days', sa.Integer(), nullable=True),
    sa.Column('agreed_until', sa.Date(), nullable=True),
    sa.Column('agreement', sa.String(length=200), nullable=True),
    sa.Column('missing', sa.Text(), nullable=True),
    sa.Column('missing_why', sa.Text(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_visit_created_by_id')),
    sa.ForeignKeyConstraint(['extension_id'], ['certified_copies_extension_reason.id'], name=op.f('fk_certified_copies_visit_extension_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_visit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_visit'))
    )
    op.create_index(op.f('ix_certified_copies_visit_extension_id'), 'certified_copies_visit', ['extension_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_visit_state'), 'certified_copies_visit', ['state'], unique=False)
    op.create_index(op.f('ix_certified_copies_visit_unit_id'), 'certified_copies_visit', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_visit_unit_recent', 'certified_copies_visit', ['unit_id', 'id'], unique=False)
    with op.batch_alter_table('certified_copies_copy') as copy:
        copy.add_column(sa.Column('visit_id', sa.Integer(), nullable=True))
        copy.add_column(sa.Column('paper_type_id', sa.Integer(), nullable=True))
        copy.create_foreign_key('fk_certified_copies_copy_paper_type_id', 'certified_copies_paper_type', ['paper_type_id'], ['id'])
        copy.create_foreign_key('fk_certified_copies_copy_visit_id', 'certified_copies_visit', ['visit_id'], ['id'])
    op.create_index(op.f('ix_certified_copies_copy_paper_type_id'), 'certified_copies_copy', ['paper_type_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_copy_visit_id'), 'certified_copies_copy', ['visit_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_certified_copies_copy_visit_id'), table_name='certified_copies_copy')
    op.drop_index(op.f('ix_certified_copies_copy_paper_type_id'), table_name='certified_copies_copy')
    with op.batch_alter_table('certified_copies_copy') as copy:
        copy.drop_constraint('fk_certified_copies_copy_visit_id', type_='foreignkey')
        copy.drop_constraint('fk_certified_copies_copy_paper_type_id', type_='foreignkey')
        copy.drop_column('paper_type_id')
        copy.drop_column('visit_id')
    op.drop_index('ix_certified_copies_visit_unit_recent', table_name='certified_copies_visit')
    op.drop_index(op.f('ix_certified_copies_visit_unit_id'), table_name='certified_copies_visit')
    op.drop_index(op.f('ix_certified_copies_visit_state'), table_name='certified_copies_visit')
    op.drop_index(op.f('ix_certified_copies_visit_extension_id'), table_name='certified_copies_visit')
    op.drop_table('certified_copies_visit')
    op.drop_index('ix_certified_copies_time_limit_unit_recent', table_name='certified_copies_time_limit')
    op.drop_index(op.f('ix_certified_copies_time_limit_unit_id'), table_name='certified_copies_time_limit')
    op.drop_table('certified_copies_time_limit')
    op.drop_index('ix_certified_copies_paper_type_unit_recent', table_name='certified_copies_paper_type')
    op.drop_index(op.f('ix_certified_copies_paper_type_unit_id'), table_name='certified_copies_paper_type')
    op.drop_table('certified_copies_paper_type')
    op.drop_index('ix_certified_copies_extension_reason_unit_recent', table_name='certified_copies_extension_reason')
    op.drop_index(op.f('ix_certified_copies_extension_reason_unit_id'), table_name='certified_copies_extension_reason')
    op.drop_table('certified_copies_extension_reason')
