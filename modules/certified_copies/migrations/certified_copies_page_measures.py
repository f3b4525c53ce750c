"""What was measured of a page, whether it stays all the same; what a good scan is."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_page_measures'
down_revision = 'certified_copies_page'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certified_copies_scan_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('least_dpi', sa.Integer(), nullable=False),
    sa.Column('colour', sa.Boolean(), nullable=False),
    sa.Column('most_skew', sa.Integer(), nullable=False),
    sa.Column('blurred', sa.Integer(), nullable=False),
    sa.Column('unreadable', sa.Integer(), nullable=False),
    sa.Column('blank', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_key', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_scan_rule_created_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_certified_copies_scan_rule_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_scan_rule'))
    )
    op.create_index(op.f('ix_certified_copies_scan_rule_unit_id'), 'certified_copies_scan_rule', ['unit_id'], unique=False)
    op.create_index('ix_certified_copies_scan_rule_unit_recent', 'certified_copies_scan_rule', ['unit_id', 'id'], unique=False)
    with op.batch_alter_table('certified_copies_page') as page:
        page.add_column(sa.Column('measures', sa.JSON(), nullable=True))
        page.add_column(sa.Column('look', sa.String(), nullable=True))
        page.add_column(sa.Column('kept_by_id', sa.Integer(), nullable=True))
        page.add_column(sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True))
        page.create_foreign_key(op.f('fk_certified_copies_page_kept_by_id'), 'core_user', ['kept_by_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('certified_copies_page') as page:
        page.drop_constraint(op.f('fk_certified_copies_page_kept_by_id'), type_='foreignkey')
        for column in ('kept_at', 'kept_by_id', 'look', 'measures'):
            page.drop_column(column)
    op.drop_index('ix_certified_copies_scan_rule_unit_recent', table_name='certified_copies_scan_rule')
    op.drop_index(op.f('ix_certified_copies_scan_rule_unit_id'), table_name='certified_copies_scan_rule')
    op.drop_table('certified_copies_scan_rule')
