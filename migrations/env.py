"""The one Alembic environment: the caller hands over a connection and the module whose tables it may touch."""

from alembic import context

from app.data.base import db
from app.data.choice import ChoiceType
from app.data.moment import Moment
from app.data.partial import PartialDayType

settings = context.config.attributes


def render(kind, item, _context):  # noqa: ANN001, ANN201 - Alembic's hook
    """Write our column types as plain SQL ones: a migration must run after the classes have changed."""
    if kind == "type" and isinstance(item, ChoiceType):
        return "sa.String(40)"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, PartialDayType):
        return "sa.String(10)"
    return False


context.configure(
    connection=settings["connection"],
    target_metadata=db.metadata,
    version_table=f"alembic_version_{settings['module']}",
    include_name=settings["include_name"],
    include_object=lambda _o, name, kind, _r, _c: kind != "table" or name.startswith(f"{settings['module']}_"),
    render_item=render,
    transaction_per_migration=False,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
