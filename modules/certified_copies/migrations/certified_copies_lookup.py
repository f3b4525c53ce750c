"""Codes as hashes, and the log of look-ups."""

import sqlalchemy as sa
from alembic import op

from modules.signing.code import hash_of

revision = "certified_copies_lookup"
down_revision = "certified_copies_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certified_copies_look_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("network", sa.String(length=50), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_copies_look_up")),
    )
    op.create_index(op.f("ix_certified_copies_look_up_at"), "certified_copies_look_up", ["at"], unique=False)
    copies = sa.table("certified_copies_copy", sa.column("id"), sa.column("code"))
    for row, code in op.get_bind().execute(sa.select(copies.c.id, copies.c.code)).all():
        if code:
            op.execute(copies.update().where(copies.c.id == row).values(code=hash_of(code)))


def downgrade() -> None:
    """The codes themselves do not come back: they stand on the papers only."""
    op.drop_index(op.f("ix_certified_copies_look_up_at"), table_name="certified_copies_look_up")
    op.drop_table("certified_copies_look_up")
