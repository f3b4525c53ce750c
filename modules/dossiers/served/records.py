"""The record that serves a dossier: one for each dossier, one dossier for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import acting, as_person, db, given
from modules.dossiers.served.service import Service
from modules.procedures.catalogue.procedures import Procedure

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


class Served(db.Model):  # type: ignore[name-defined]
    """That a record of a service was opened for a dossier; it stays when the module of the service goes."""

    __tablename__ = "dossiers_served"
    __table_args__ = (UniqueConstraint("resource", "row_id"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), primary_key=True)
    resource: Mapped[str] = mapped_column(String(80))
    row_id: Mapped[int] = mapped_column()

    @property
    def service(self) -> Service | None:
        """The service of the record; None while its module is off."""
        return next((one for one in given(Service) if one.key == self.resource), None)

    @classmethod
    def of(cls, session: Session, dossier: Dossier) -> tuple[Served, Service] | None:
        """Return what serves a dossier, with its service; None where nothing does, or the module is off."""
        found = session.get(cls, dossier.id) if dossier.served else None
        service = found.service if found else None
        return (found, service) if found and service else None

    @classmethod
    def by(cls, session: Session, resource: str, row_id: int) -> Served | None:
        """Return what a record serves."""
        return session.scalar(select(cls).where(cls.resource == resource, cls.row_id == row_id))


def service_of(code: str) -> Service | None:
    """Return the service of a procedure, of a module that is at work."""
    return next((one for one in given(Service) if code in one.procedures), None)


def open_record(session: Session, dossier: Dossier) -> None:
    """Open the record of the service for a dossier that is being received; nothing where its procedure has none."""
    service = service_of(session.get_one(Procedure, dossier.procedure_id).code)
    if service is None:
        return
    with as_person(acting().user_id):  # whoever receives need have no role in that module, nor in the competent unit
        record = service.open(session, dossier)
        session.flush()
        stale = (Served.resource == service.key, Served.row_id == record.id)
        session.execute(delete(Served).where(*stale))  # a module that was purged begins its numbers anew
        session.add(Served(dossier_id=dossier.id, resource=service.key, row_id=record.id))
    dossier.served = True


def charged(session: Session, dossier: Dossier) -> tuple[str, Sequence[int]] | None:
    """Return for which records (key, ids) the fee of a dossier is kept elsewhere; None: it is kept at the dossier."""
    found = Served.of(session, dossier)
    kept = found[1].charges if found else None
    if found is None or kept is None:
        return None
    return kept.key, session.scalars(select(kept.row).where(kept.of == found[0].row_id).order_by(kept.row)).all()


def by_hand(guard: Callable[[Dossier], bool] | None = None) -> Callable[[Any], bool]:
    """Make the guard of a step that people take only where no service moves the dossier; code takes it always."""

    def open_to_people(dossier: Dossier) -> bool:
        if guard is not None and not guard(dossier):
            return False
        return not dossier.served or acting().system or Served.of(db.session(), dossier) is None

    return open_to_people
