"""Questions, votes, tablets."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "dossiers_0006_votes"
down_revision = "dossiers_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _dated("question", [
        sa.Column("code", sa.String(30), nullable=False), sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(300), nullable=False), sa.Column("short", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False), sa.Column("source", sa.String(300), nullable=False),
    ])  # fmt: skip
    _dated("vote_rule", [
        sa.Column("days", sa.Integer(), nullable=False), sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
    ])  # fmt: skip
    op.create_table(
        "dossiers_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("passed_over", sa.Boolean(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers_dossier.id"], name="fk_dossiers_ballot_dossier_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name="fk_dossiers_ballot_unit_id"),
        sa.ForeignKeyConstraint(["handed_by_id"], ["core_user.id"], name="fk_dossiers_ballot_handed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers_ballot"),
        sa.UniqueConstraint("dossier_id", name="uq_dossiers_ballot_dossier_id"),
        sa.UniqueConstraint("token_hash", name="uq_dossiers_ballot_token_hash"),
    )
    op.create_index("ix_dossiers_ballot_handed", "dossiers_ballot", ["handed_by_id", "handed_at"])
    op.create_index("ix_dossiers_ballot_unit_id", "dossiers_ballot", ["unit_id"])
    op.create_table(
        "dossiers_vote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name="fk_dossiers_vote_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers_vote"),
    )
    op.create_index("ix_dossiers_vote_unit", "dossiers_vote", ["year", "unit_id"])
    op.create_table(
        "dossiers_vote_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vote_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["dossiers_vote.id"], name="fk_dossiers_vote_answer_vote_id"),
        sa.ForeignKeyConstraint(["question_id"], ["dossiers_question.id"], name="fk_dossiers_vote_answer_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers_vote_answer"),
    )
    op.create_index("ix_dossiers_vote_answer_vote_id", "dossiers_vote_answer", ["vote_id"])
    op.create_table(
        "dossiers_kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name="fk_dossiers_kiosk_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers_kiosk"),
        sa.UniqueConstraint("user_id", name="uq_dossiers_kiosk_user_id"),
        sa.UniqueConstraint("token_hash", name="uq_dossiers_kiosk_token_hash"),
    )


def downgrade() -> None:
    for name in ("kiosk", "vote_answer", "vote", "ballot", "vote_rule", "question"):
        op.drop_table(f"dossiers_{name}")


def _dated(name: str, columns: list[Any]) -> None:
    """A table of rows that hold from a day to a day."""
    table = f"dossiers_{name}"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=f"fk_{table}_created_by_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=f"fk_{table}_unit_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_unit_id", table, ["unit_id"])
    op.create_index(f"ix_{table}_unit_recent", table, ["unit_id", "id"])
