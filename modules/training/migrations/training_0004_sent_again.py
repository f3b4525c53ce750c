"""Whoever has gone from a class may be nominated again; a substitute's nomination names the enrolment it is for."""

import sqlalchemy as sa
from alembic import op

revision = "training_0004"
down_revision = "training_0003"
branch_labels = None
depends_on = None

HERE = sa.text("state NOT IN ('declined', 'replaced', 'withdrawn')")
KEPT = """
UPDATE training_enrolment SET in_place_of_id = (
    SELECT max(gone.id) FROM training_enrolment AS gone
    WHERE gone.cohort_id = training_enrolment.cohort_id AND gone.state = 'replaced'
    AND gone.substitute_id = training_enrolment.trainee_id
) WHERE state = 'nominated'
"""


def upgrade() -> None:
    op.drop_index("uq_training_enrolment_once", table_name="training_enrolment")
    with op.batch_alter_table("training_enrolment") as table:
        table.add_column(sa.Column("in_place_of_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_training_enrolment_in_place_of_id", "training_enrolment", ["in_place_of_id"], ["id"]
        )
        table.create_index("ix_training_enrolment_in_place_of_id", ["in_place_of_id"])
    once = ["cohort_id", "trainee_id"]
    op.create_index(
        "uq_training_enrolment_once", "training_enrolment", once, unique=True, sqlite_where=HERE, postgresql_where=HERE
    )
    op.execute(KEPT)


def downgrade() -> None:
    op.drop_index("uq_training_enrolment_once", table_name="training_enrolment")
    with op.batch_alter_table("training_enrolment") as table:
        table.drop_index("ix_training_enrolment_in_place_of_id")
        table.drop_constraint("fk_training_enrolment_in_place_of_id", type_="foreignkey")
        table.drop_column("in_place_of_id")
    # Refused where somebody stands in a class twice: which of the rows is the one, only a person can tell.
    op.create_index("uq_training_enrolment_once", "training_enrolment", ["cohort_id", "trainee_id"], unique=True)
