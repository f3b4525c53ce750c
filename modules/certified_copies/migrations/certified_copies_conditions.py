"""Conditions, answers, barred officials."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_conditions'
down_revision = 'certified_copies_reception'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certified_copies_condition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=400), nullable=False),
    sa.Column('refuses', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('advice', sa.String(length=400), nullable=True),
    sa.Column('source', sa.String(length=400), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_condition_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_condition_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_condition'))
    )
    op.create_index(op.f('ix_certified_copies_condition_unit_id'), 'certified_copies_condition', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_condition_unit_recent', 'certified_copies_condition', ['unit_id', 'id'], unique=False)
    op.create_table('certified_copies_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('condition_id', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['core_user.id'], name=op.f('fk_certified_copies_answer_by_id')),
    sa.ForeignKeyConstraint(['condition_id'], ['certified_copies_condition.id'], name=op.f('fk_certified_copies_answer_condition_id')),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_answer_copy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_answer')),
    sa.UniqueConstraint('copy_id', 'condition_id', name=op.f('uq_certified_copies_answer_copy_id_condition_id'))
    )
    op.create_index(op.f('ix_certified_copies_answer_by_id'), 'certified_copies_answer', ['by_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_answer_condition_id'), 'certified_copies_answer', ['condition_id'], unique=False)
    op.create_table('certified_copies_bar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['core_user.id'], name=op.f('fk_certified_copies_bar_by_id')),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_bar_copy_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_certified_copies_bar_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_bar')),
    sa.UniqueConstraint('copy_id', 'user_id', name=op.f('uq_certified_copies_bar_copy_id_user_id'))
    )
    op.create_index(op.f('ix_certified_copies_bar_by_id'), 'certified_copies_bar', ['by_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_bar_user_id'), 'certified_copies_bar', ['user_id'], unique=False)
    with op.batch_alter_table('certified_copies_copy') as copy:
        copy.add_column(sa.Column('refusal_id', sa.Integer(), nullable=True))
        copy.create_foreign_key('fk_certified_copies_copy_refusal_id', 'certified_copies_condition', ['refusal_id'], ['id'])
    op.create_index(op.f('ix_certified_copies_copy_refusal_id'), 'certified_copies_copy', ['refusal_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_certified_copies_copy_refusal_id'), table_name='certified_copies_copy')
    with op.batch_alter_table('certified_copies_copy') as copy:
        copy.drop_constraint('fk_certified_copies_copy_refusal_id', type_='foreignkey')
        copy.drop_column('refusal_id')
    op.drop_index(op.f('ix_certified_copies_bar_user_id'), table_name='certified_copies_bar')
    op.drop_index(op.f('ix_certified_copies_bar_by_id'), table_name='certified_copies_bar')
    op.drop_table('certified_copies_bar')
    op.drop_index(op.f('ix_certified_copies_answer_condition_id'), table_name='certified_copies_answer')
    op.drop_index(op.f('ix_certified_copies_answer_by_id'), table_name='certified_copies_answer')
    op.drop_table('certified_copies_answer')
    op.drop_index('ix_certified_copies_condition_unit_recent', table_name='certified_copies_condition')
    op.drop_index(op.f('ix_certified_copies_condition_unit_id'), table_name='certified_copies_condition')
    op.drop_table('certified_copies_condition')
