"""Passes for telephones; what a telephone calls a picture."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_phone'
down_revision = 'certified_copies_page_measures'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('certified_copies_phone_pass',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('device_hash', sa.String(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_phone_pass_copy_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_certified_copies_phone_pass_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_phone_pass')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_certified_copies_phone_pass_token_hash'))
    )
    op.create_index(op.f('ix_certified_copies_phone_pass_copy_id'), 'certified_copies_phone_pass', ['copy_id'], unique=False)
    with op.batch_alter_table('certified_copies_page') as page:
        page.add_column(sa.Column('client', sa.String(), nullable=True))
        page.create_unique_constraint(op.f('uq_certified_copies_page_copy_id_client_leaf'), ['copy_id', 'client', 'leaf'])


def downgrade() -> None:
    with op.batch_alter_table('certified_copies_page') as page:
        page.drop_constraint(op.f('uq_certified_copies_page_copy_id_client_leaf'), type_='unique')
        page.drop_column('client')
    op.drop_index(op.f('ix_certified_copies_phone_pass_copy_id'), table_name='certified_copies_phone_pass')
    op.drop_table('certified_copies_phone_pass')
