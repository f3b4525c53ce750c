"""When a dossier ended and how, what its papers and its result are; indexes to count by; the rules of the index."""

import sqlalchemy as sa
from alembic import op

revision = "dossiers_0005"
down_revision = "dossiers_0003_outside"
branch_labels = None
depends_on = None

MARKS = ("digitised", "reused", "reused_nationally", "by_population", "digital_result")
INDEXES = {
    "came": (
        *("competent_id", "way", "digitised", "reused", "reused_nationally", "by_population"),
        *("received_at", "procedure_id"),
    ),
    "went": ("competent_id", "pace", "way", "digital_result", "ended_at", "procedure_id"),
    "stands": ("competent_id", "ended_at", "received_at", "promised_at", "procedure_id"),
}


def upgrade() -> None:
    op.add_column("dossiers_dossier", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dossiers_dossier", sa.Column("pace", sa.String(40), nullable=True))
    for name in MARKS:
        op.add_column("dossiers_dossier", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE dossiers_dossier SET ended_at = solved_at, "
        "pace = CASE WHEN on_time THEN 'on_time' ELSE 'late' END WHERE solved_at IS NOT NULL"
    )
    # One that was stopped ended when its last stay did.
    op.execute(
        "UPDATE dossiers_dossier SET ended_at = COALESCE((SELECT max(left_at) FROM dossiers_handling "
        "WHERE dossier_id = dossiers_dossier.id), updated_at) WHERE state = 'stopped' AND received_at IS NOT NULL"
    )
    op.execute(
        "UPDATE dossiers_dossier SET pace = CASE WHEN promised_at < ended_at THEN 'late' ELSE 'on_time' END "
        "WHERE ended_at IS NOT NULL AND pace IS NULL"
    )
    _mark("digitised", "digitised OR shape IN ('electronic', 'data', 'stored')")
    _mark("reused", "shape = 'stored'")
    _mark("by_population", "shape = 'data' AND instead = 'population'")
    for name, columns in INDEXES.items():
        op.create_index(f"ix_dossiers_dossier_{name}", "dossiers_dossier", list(columns))
    op.create_table(
        "dossiers_index_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("weight", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("full_at", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["core_user.id"], name=op.f("fk_dossiers_index_rule_created_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=op.f("fk_dossiers_index_rule_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers_index_rule")),
    )
    op.create_index(op.f("ix_dossiers_index_rule_unit_id"), "dossiers_index_rule", ["unit_id"], unique=False)
    op.create_index("ix_dossiers_index_rule_unit_recent", "dossiers_index_rule", ["unit_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("dossiers_index_rule")
    for name in INDEXES:
        op.drop_index(f"ix_dossiers_dossier_{name}", table_name="dossiers_dossier")
    for name in ("ended_at", "pace", *MARKS):
        op.drop_column("dossiers_dossier", name)


def _mark(name: str, which: str) -> None:
    """Say of dossiers what their papers are."""
    op.execute(
        f"UPDATE dossiers_dossier SET {name} = true WHERE EXISTS "  # noqa: S608 - our own words
        f"(SELECT 1 FROM dossiers_paper WHERE dossier_id = dossiers_dossier.id AND ({which}))"
    )
