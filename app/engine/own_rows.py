"""The other half of access: nobody writes a row of a unit that he does not reach. Listens to every flush."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from app.data.record import Record
from app.data.text import _
from app.engine.access import NOBODY, Principal
from app.engine.registry import registry
from app.spec.words import Resource


@event.listens_for(Session, "before_flush")
def _guard_writes(session: Session, _context: object, _instances: object) -> None:
    principal: Principal = session.info.get("principal", NOBODY)
    if principal.system:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        resource = registry.of_table(row.__tablename__) if isinstance(row, Record) else None
        if resource is not None:
            units = principal.units(resource)
            if units is not None and not _homes(row) <= units and not _takes_part(session, row, resource, units):
                raise PermissionError(str(_("This record belongs to another unit.")))


def _homes(row: Any) -> set[int]:
    """The unit of a row, and the one from which it is about to be taken."""
    return {row.unit_id, *inspect(row).attrs.unit_id.history.deleted}


def _takes_part(session: Session, row: Any, resource: Resource, units: frozenset[int]) -> bool:
    """Whether a change is a step of a unit in an `also` column: it neither makes, deletes nor moves the record."""
    if row not in session.dirty or inspect(row).attrs.unit_id.history.has_changes():
        return False
    return any(getattr(row, column.key) in units for column in resource.also)
