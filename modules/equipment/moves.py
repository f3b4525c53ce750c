"""Where an asset has been: a row for every change of its unit, place or holder, whoever made it and on whatever page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.orm.attributes import History

from app.toolkit import Unit, User, _, acting, clock, db, field
from modules.equipment.assets import Asset

WATCHED = ("unit_id", "place", "holder")


class Move(db.Model):  # type: ignore[name-defined]
    """Di chuyển: one change of unit, place or holder; never changed itself."""

    __tablename__ = "equipment_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("equipment_asset.id"), index=True)
    at: Mapped[datetime] = field.moment(_("Time"), default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("core_unit.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("core_unit.id"))
    from_place: Mapped[str | None] = field.text(_("From place"))
    to_place: Mapped[str | None] = field.text(_("To place"))
    from_holder: Mapped[str | None] = field.text(_("From holder"))
    to_holder: Mapped[str | None] = field.text(_("To holder"))
    because: Mapped[str | None] = field.text(_("Why"), max=400)
    actor: Mapped[User | None] = field.link("User", actor_id)
    from_unit: Mapped[Unit | None] = field.link("Unit", from_unit_id)
    to_unit: Mapped[Unit | None] = field.link("Unit", to_unit_id)


@event.listens_for(Asset, "after_update")
def _note_move(_mapper: Mapper[Any], connection: Connection, asset: Asset) -> None:
    values: dict[str, Any] = {}
    for name in WATCHED:
        history: History = inspect(asset).attrs[name].history
        if history.has_changes() and history.deleted and history.deleted[0] != getattr(asset, name):
            key = name.removesuffix("_id")
            end = "_id" if name.endswith("_id") else ""
            values |= {f"from_{key}{end}": history.deleted[0], f"to_{key}{end}": getattr(asset, name)}
    if values:
        values |= {"asset_id": asset.id, "at": clock.now(), "actor_id": acting().user_id}
        connection.execute(Move.__table__.insert().values(because=asset.because or None, **values))
