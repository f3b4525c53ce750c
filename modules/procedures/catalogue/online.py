"""Dịch vụ công trực tuyến: by which level a procedure can be done online, and since when."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Dated, Record, _, db, field
from modules.procedures.catalogue.procedures import Procedure


class ServiceLevel(Dated, Record):
    """Mức độ dịch vụ công trực tuyến: 1 to 4 until NĐ 42/2022/NĐ-CP, partial and full since.

    After its last day no service is entered at it; those that stand there keep it until they go over to a new one.
    """

    __tablename__ = "procedures_service_level"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Level of online service"), required=True)
    rank: Mapped[int] = field.whole(_("Order"), low=1, high=99, required=True)
    handed_in: Mapped[bool] = field.yes_no(
        _("Dossiers are handed in online"), help=_("Levels 3 and 4, partial and full; others only inform.")
    )
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.name


class OnlineService(Dated, Record):
    """Dịch vụ công trực tuyến của một thủ tục: one level at a time."""

    __tablename__ = "procedures_online_service"
    searched = ("name", "code")

    code: Mapped[str | None] = field.text(_("Code of the online service"), max=60)
    name: Mapped[str] = field.text(_("Name of the online service"), max=500, required=True)
    procedure_id: Mapped[int] = field.reference(_("Procedure"), "procedures_procedure", required=True)
    level_id: Mapped[int] = field.reference(_("Level of online service"), "procedures_service_level", required=True)
    pays: Mapped[bool] = field.yes_no(_("Fees are paid online"))
    address: Mapped[str | None] = field.web_address(_("Address of the service"))
    procedure: Mapped[Procedure] = field.link("Procedure", procedure_id)
    level: Mapped[ServiceLevel] = field.link("ServiceLevel", level_id)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError: the level is not of that time, or the same service is there already in that time."""
        super().saved()
        level = db.session.get_one(ServiceLevel, self.level_id)
        if not level.in_force(self.valid_from):
            raise ValueError(str(_("“%(level)s” is no level of online service on that day.", level=level)))
        others = select(OnlineService).where(
            OnlineService.procedure_id == self.procedure_id,
            OnlineService.name == self.name,
            OnlineService.id != self.id,
        )
        with db.session.no_autoflush:
            if any(self.meets(other) for other in db.session.scalars(others)):
                raise ValueError(str(_("This online service is entered for that time already; end the old row first.")))
