"""Tokens of programs, and the answers kept for calls that are sent again."""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_core_token"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name="fk_core_token_user_id"),
        sa.UniqueConstraint("token_hash", name="uq_core_token_token_hash"),
    )
    op.create_index("ix_core_token_user_id", "core_token", ["user_id"])
    op.create_table(
        "core_token_use",
        sa.Column("token_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_core_token_use"),
        sa.ForeignKeyConstraint(["token_id"], ["core_token.id"], name="fk_core_token_use_token_id"),
    )
    op.create_table(
        "core_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_answer"),
        sa.ForeignKeyConstraint(["token_id"], ["core_token.id"], name="fk_core_answer_token_id"),
        sa.UniqueConstraint("token_id", "key", name="uq_core_answer_token_id_key"),
    )
    op.create_index("ix_core_answer_at", "core_answer", ["at"])


def downgrade() -> None:
    for table in ("core_answer", "core_token_use", "core_token"):
        op.drop_table(table)
