"""The district that a ward of before July 2025 stood in: "Phường 5" alone was the name of a dozen."""

import sqlalchemy as sa
from alembic import op

from app.engine.units import OLD_UNTIL, district_of, read_rows

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("core_unit", sa.Column("district", sa.String(80)))
    columns = [sa.column(name) for name in ("code", "name", "kind", "district")]
    unit = sa.table("core_unit", *columns, sa.column("valid_to", sa.Date()))
    # The list of the statistics office leaves the code and name of Côn Đảo, a district without wards, empty.
    island = {"code": "755", "name": "Huyện Côn Đảo", "kind": "district"}
    op.execute(sa.update(unit).where(unit.c.code == "", unit.c.name == "").values(island))
    for code, district in {row["old_code"]: district_of(row) for row in read_rows("hcm_unit_map.csv")}.items():
        if district:
            closed = sa.and_(unit.c.code == code, unit.c.valid_to == OLD_UNTIL)
            op.execute(sa.update(unit).where(closed).values(district=district))


def downgrade() -> None:
    with op.batch_alter_table("core_unit") as table:
        table.drop_column("district")
