"""Who is told after how long, and what was told."""

import sqlalchemy as sa
from alembic import op

revision = "dossiers_0006_escalation"
down_revision = "dossiers_0007_store"
branch_labels = None
depends_on = None

RULES, TOLD = "dossiers_escalation_rule", "dossiers_escalation"


def upgrade() -> None:
    op.create_table(
        RULES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f(f"fk_{RULES}_created_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=op.f(f"fk_{RULES}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RULES}")),
    )
    op.create_index(op.f(f"ix_{RULES}_unit_id"), RULES, ["unit_id"], unique=False)
    op.create_index(f"ix_{RULES}_unit_recent", RULES, ["unit_id", "id"], unique=False)
    op.create_table(
        TOLD,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("handling_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers_dossier.id"], name=op.f(f"fk_{TOLD}_dossier_id")),
        sa.ForeignKeyConstraint(["handling_id"], ["dossiers_handling.id"], name=op.f(f"fk_{TOLD}_handling_id")),
        sa.ForeignKeyConstraint(["rule_id"], [f"{RULES}.id"], name=op.f(f"fk_{TOLD}_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TOLD}")),
        sa.UniqueConstraint("handling_id", "rule_id", name=op.f(f"uq_{TOLD}_handling_id_rule_id")),
    )
    op.create_index(op.f(f"ix_{TOLD}_dossier_id"), TOLD, ["dossier_id"], unique=False)
    op.create_index(op.f(f"ix_{TOLD}_rule_id"), TOLD, ["rule_id"], unique=False)


def downgrade() -> None:
    op.drop_table(TOLD)
    op.drop_table(RULES)
