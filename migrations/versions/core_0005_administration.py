"""What administrators keep: days and opening hours become records, passwords that must be changed, delegated steps."""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("core_user", sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("core_passage") as passage:
        passage.add_column(sa.Column("delegated_by_id", sa.Integer()))
        passage.create_foreign_key("fk_core_passage_delegated_by_id", "core_user", ["delegated_by_id"], ["id"])
    now, connection = sa.func.now(), op.get_bind()
    city = connection.scalar(sa.text("SELECT id FROM core_unit WHERE parent_id IS NULL ORDER BY id LIMIT 1"))
    record = {"version": 1, "search_key": "", "unit_id": city, "created_at": now, "updated_at": now}
    days = connection.execute(sa.text("SELECT id, day, working, reason, source FROM core_day_override")).mappings().all()
    hours = connection.execute(sa.text("SELECT * FROM core_opening")).mappings().all()
    op.drop_table("core_day_override")
    op.drop_table("core_opening")
    day_table = op.create_table(
        "core_day_override",
        *_record(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("source", sa.String(200)),
        *_keys("core_day_override"),
        sa.UniqueConstraint("day", name="uq_core_day_override_day"),
    )
    op.create_index("ix_core_day_override_unit_recent", "core_day_override", ["unit_id", "id"])
    op.create_index("ix_core_day_override_unit_id", "core_day_override", ["unit_id"])
    opening_table = op.create_table(
        "core_opening",
        *_record(),
        sa.Column("for_unit_id", sa.Integer()),
        sa.Column("weekday", sa.String(40), nullable=False),
        sa.Column("opens", sa.String(5), nullable=False),
        sa.Column("closes", sa.String(5), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *_keys("core_opening"),
        sa.ForeignKeyConstraint(["for_unit_id"], ["core_unit.id"], name="fk_core_opening_for_unit_id"),
    )
    op.create_index("ix_core_opening_unit_recent", "core_opening", ["unit_id", "id"])
    op.create_index("ix_core_opening_unit_id", "core_opening", ["unit_id"])
    op.create_index("ix_core_opening_for_unit_id", "core_opening", ["for_unit_id"])
    for row in days:
        day = sa.func.date(row["day"]) if connection.dialect.name == "sqlite" else row["day"]
        values = {"id": row["id"], "day": day, "working": bool(row["working"]), "reason": row["reason"]}
        connection.execute(sa.insert(day_table).values(**record, **values, source=row["source"]))
    for row in hours:
        own = {"id": row["id"], "for_unit_id": row["unit_id"], "weekday": str(row["weekday"])}
        own |= {"opens": row["opens"], "closes": row["closes"], "counts": bool(row["counts"])}
        connection.execute(sa.insert(opening_table).values(**record, **own))
    if connection.dialect.name == "postgresql":
        for table in ("core_day_override", "core_opening"):
            op.execute(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 1) FROM {table}))")


def downgrade() -> None:
    raise NotImplementedError("the days and hours would lose their history")


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["unit_id"], ["core_unit.id"], name=f"fk_{table}_unit_id"),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=f"fk_{table}_created_by_id"),
    ]
