"""The results store: results, consents, readings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "dossiers_0007_store"
down_revision = "dossiers_0006_votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _records("result", [
        sa.Column("title", sa.String(300), nullable=False), sa.Column("number", sa.String(60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False), sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("procedure_id", sa.Integer(), nullable=False), sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("citizen_id", sa.String(12), nullable=False), sa.Column("state", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures_procedure.id"], name="fk_dossiers_result_procedure_id"
        ),
    ], ("procedure_id", "dossier_id", "state"))  # fmt: skip
    op.create_index("ix_dossiers_result_person", "dossiers_result", ["citizen_id", "procedure_id"])
    _records("consent", [
        sa.Column("citizen_id", sa.String(12), nullable=False), sa.Column("means", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False), sa.Column("holds_on", sa.Date(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True), sa.Column("state", sa.String(40), nullable=False),
    ], ("dossier_id", "state"))  # fmt: skip
    op.create_table(
        "dossiers_store_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["result_id"], ["dossiers_result.id"], name="fk_dossiers_store_reading_result_id"),
        sa.ForeignKeyConstraint(["consent_id"], ["dossiers_consent.id"], name="fk_dossiers_store_reading_consent_id"),
        sa.ForeignKeyConstraint(["by_id"], ["core_user.id"], name="fk_dossiers_store_reading_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers_store_reading"),
    )
    for column in ("result_id", "consent_id", "by_id"):
        op.create_index(f"ix_dossiers_store_reading_{column}", "dossiers_store_reading", [column])
    with op.batch_alter_table("dossiers_paper") as table:
        table.add_column(sa.Column("stored_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_dossiers_paper_stored_id", "dossiers_result", ["stored_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("dossiers_paper") as table:
        table.drop_constraint("fk_dossiers_paper_stored_id", type_="foreignkey")
        table.drop_column("stored_id")
    for name in ("store_reading", "consent", "result"):
        op.drop_table(f"dossiers_{name}")


def _records(name: str, columns: list[Any], indexed: tuple[str, ...]) -> None:
    """A table of records that belong to a unit."""
    table = f"dossiers_{name}"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
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
    for column in ("unit_id", *indexed):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(f"ix_{table}_unit_recent", table, ["unit_id", "id"])
