"""Signing rules, looks, samples."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_queue'
down_revision = 'certified_copies_appointments'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certified_copies_signing_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('same_person', sa.Boolean(), nullable=False),
    sa.Column('sample_percent', sa.Integer(), nullable=True),
    sa.Column('sample_least', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_signing_rule_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_signing_rule_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_signing_rule'))
    )
    op.create_index(op.f('ix_certified_copies_signing_rule_unit_id'), 'certified_copies_signing_rule', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_signing_rule_unit_recent', 'certified_copies_signing_rule', ['unit_id', 'id'], unique=False)
    op.create_table('certified_copies_sample',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rule_id'], ['certified_copies_signing_rule.id'], name=op.f('fk_certified_copies_sample_rule_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_sample_unit_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_certified_copies_sample_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_sample'))
    )
    op.create_index(op.f('ix_certified_copies_sample_rule_id'), 'certified_copies_sample', ['rule_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_sample_unit_id'), 'certified_copies_sample', ['unit_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_sample_user_id'), 'certified_copies_sample', ['user_id'], unique=False)
    op.create_table('certified_copies_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('scans', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_look_copy_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_certified_copies_look_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_look')),
    sa.UniqueConstraint('copy_id', 'user_id', 'scans', name=op.f('uq_certified_copies_look_copy_id_user_id_scans'))
    )
    op.create_index(op.f('ix_certified_copies_look_user_id'), 'certified_copies_look', ['user_id'], unique=False)
    op.create_table('certified_copies_pick',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('scans', sa.String(), nullable=False),
    sa.Column('drawn', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_pick_copy_id')),
    sa.ForeignKeyConstraint(['sample_id'], ['certified_copies_sample.id'], name=op.f('fk_certified_copies_pick_sample_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_pick'))
    )
    op.create_index('ix_certified_copies_pick_copy', 'certified_copies_pick', ['copy_id', 'sample_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_pick_sample_id'), 'certified_copies_pick', ['sample_id'], unique=False)
    op.add_column('certified_copies_copy', sa.Column('same_person', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column('certified_copies_copy', 'same_person')
    op.drop_index(op.f('ix_certified_copies_pick_sample_id'), table_name='certified_copies_pick')
    op.drop_index('ix_certified_copies_pick_copy', table_name='certified_copies_pick')
    op.drop_table('certified_copies_pick')
    op.drop_index(op.f('ix_certified_copies_look_user_id'), table_name='certified_copies_look')
    op.drop_table('certified_copies_look')
    op.drop_index(op.f('ix_certified_copies_sample_user_id'), table_name='certified_copies_sample')
    op.drop_index(op.f('ix_certified_copies_sample_unit_id'), table_name='certified_copies_sample')
    op.drop_index(op.f('ix_certified_copies_sample_rule_id'), table_name='certified_copies_sample')
    op.drop_table('certified_copies_sample')
    op.drop_index('ix_certified_copies_signing_rule_unit_recent', table_name='certified_copies_signing_rule')
    op.drop_index(op.f('ix_certified_copies_signing_rule_unit_id'), table_name='certified_copies_signing_rule')
    op.drop_table('certified_copies_signing_rule')
