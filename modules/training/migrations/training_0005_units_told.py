"""When the units were told of a survey; of those that are open already nobody is told anew."""

import sqlalchemy as sa
from alembic import op

revision = "training_0005"
down_revision = "training_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training_survey", sa.Column("told_on", sa.Date(), nullable=True))
    op.execute("UPDATE training_survey SET told_on = opens_on WHERE opens_on <= CURRENT_DATE")


def downgrade() -> None:
    with op.batch_alter_table("training_survey") as table:
        table.drop_column("told_on")
