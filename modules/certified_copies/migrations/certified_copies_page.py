"""Scanned pages: place, turn and tick; each scan that is there gets its pages."""

import sqlalchemy as sa
from alembic import op


revision = 'certified_copies_page'
down_revision = 'certified_copies_queue'
branch_labels = None
depends_on = None


def upgrade() -> None:
    page = op.create_table('certified_copies_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('copy_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('leaf', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('ticked_by_id', sa.Integer(), nullable=True),
    sa.Column('ticked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies_copy.id'], name=op.f('fk_certified_copies_page_copy_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['core_attachment.id'], name=op.f('fk_certified_copies_page_file_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['ticked_by_id'], ['core_user.id'], name=op.f('fk_certified_copies_page_ticked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies_page'))
    )
    op.create_index(op.f('ix_certified_copies_page_copy_id'), 'certified_copies_page', ['copy_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_page_file_id'), 'certified_copies_page', ['file_id'], unique=False)
    names = ('id', 'resource', 'row_id', 'slot', 'pages', 'position')
    file = sa.table('core_attachment', *(sa.column(name) for name in names))
    copy = sa.table('certified_copies_copy', sa.column('id'))
    scans = sa.select(file.c.id, file.c.row_id, file.c.pages).where(file.c.resource == 'certified_copies.copies', file.c.slot == 'scan', file.c.row_id.in_(sa.select(copy.c.id)))
    places: dict[int, int] = {}
    for number, row, pages in op.get_bind().execute(scans.order_by(file.c.row_id, file.c.position, file.c.id)).all():
        for leaf in range(pages):
            places[row] = places.get(row, 0) + 1
            op.execute(page.insert().values(copy_id=row, file_id=number, leaf=leaf, place=places[row], turn=0))


def downgrade() -> None:
    op.drop_index(op.f('ix_certified_copies_page_file_id'), table_name='certified_copies_page')
    op.drop_index(op.f('ix_certified_copies_page_copy_id'), table_name='certified_copies_page')
    op.drop_table('certified_copies_page')
