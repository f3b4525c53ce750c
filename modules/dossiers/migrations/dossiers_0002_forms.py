"""What the forms of a dossier say besides: line of the book, way of the result, legal basis, numbers of letters."""

import sqlalchemy as sa
from alembic import op


revision = 'dossiers_0002'
down_revision = 'dossiers_0005'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.add_column('dossiers_dossier', sa.Column('book_line', sa.Integer(), nullable=True))
    op.add_column('dossiers_dossier', sa.Column('result_way', sa.String(length=40), nullable=True))
    op.add_column('dossiers_dossier', sa.Column('basis', sa.Text(), nullable=True))
    op.add_column('dossiers_dossier', sa.Column('extended_from', sa.DateTime(timezone=True), nullable=True))
    op.add_column('dossiers_dossier', sa.Column('apology_number', sa.String(length=40), nullable=True))
    op.add_column('dossiers_dossier', sa.Column('stop_number', sa.String(length=40), nullable=True))



def downgrade() -> None:

    op.drop_column('dossiers_dossier', 'stop_number')
    op.drop_column('dossiers_dossier', 'apology_number')
    op.drop_column('dossiers_dossier', 'extended_from')
    op.drop_column('dossiers_dossier', 'basis')
    op.drop_column('dossiers_dossier', 'result_way')
    op.drop_column('dossiers_dossier', 'book_line')
