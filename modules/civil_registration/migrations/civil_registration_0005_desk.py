"""Cases of the one-stop desk: drafts with empty places, papers asked for, what a dossier promised."""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "civil_registration_0005"
down_revision = "civil_registration_0004"
branch_labels = None
depends_on = None

EMPTY: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "civil_registration_birth": {
        "relation": sa.String(40),
        "child_name": sa.String(100),
        "born": sa.String(10),
        "sex": sa.String(40),
        "ethnicity_id": sa.Integer(),
        "country_id": sa.Integer(),
        "born_at": sa.String(300),
    },
    "civil_registration_change": {"relation": sa.String(40)},
    "civil_registration_death": {
        "relation": sa.String(40),
        "person_name": sa.String(100),
        "sex": sa.String(40),
        "home": sa.String(300),
        "died_on": sa.String(10),
        "place": sa.String(300),
    },
}
ASKED = ("missing", "missing_why", "basis")


def upgrade() -> None:
    for table, columns in EMPTY.items():
        with op.batch_alter_table(table) as case:
            for name in ASKED:
                case.add_column(sa.Column(name, sa.Text(), nullable=True))
            case.add_column(sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True))
            for name, kind in columns.items():
                case.alter_column(name, existing_type=kind, nullable=True)


def downgrade() -> None:
    for table, columns in EMPTY.items():
        with op.batch_alter_table(table) as case:
            for name, kind in columns.items():
                case.alter_column(name, existing_type=kind, nullable=False)
            for name in ("promised_at", *ASKED):
                case.drop_column(name)
