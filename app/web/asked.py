"""What a page of a module's own is asked for: a record that the person may see, a day, an answer for a script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from flask import abort, g, request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.interfaces import ORMOption

from app.data.base import db
from app.data.format import parse_day
from app.data.people import Unit
from app.data.record import Record
from app.engine.registry import registry
from app.spec.words import Resource, Role

R = TypeVar("R", bound=Record)
MOST_UNITS = 400  # that a page of figures lists


def asked_record(model: type[R], row: int, *load: ORMOption, act: str = "read", by: Iterable[Role] = ()) -> R:
    """Return the record that an address names; 404 where none exists for this person, as one of another ward does not.

    PermissionError unless the person may `act` on such records or, with `by`, has one of these roles in its unit.
    `load`: what comes with it in the same query (`joinedload(…)`).
    """
    if not by:
        g.principal.require(act, registry.of(model))
    record = db.session.scalar(select(model).where(model.id == row).options(*load))  # never one loaded for others
    if record is None:
        abort(404)
    if by:
        g.principal.require_role(by, record.unit_id)
    return record


def resource_of(model: type[Record]) -> Resource:
    """Return the resource that a module has declared for a model; LookupError when none has."""
    return registry.of(model)


def readable_units(model: type[Record], *where: ColumnElement[bool]) -> list[Unit]:
    """Return the units whose records of a model this person reads, by name; `where` narrows them, as to those of today."""
    reach = g.principal.units(registry.of(model))
    found = select(Unit).where(*where).order_by(Unit.name).limit(MOST_UNITS)
    return list(db.session.scalars(found if reach is None else found.where(Unit.id.in_(reach))))


def asked_day(name: str, otherwise: date) -> date:
    """Return the day that the address asks for, or another one where it names none that is."""
    try:
        return parse_day(request.args.get(name, ""))
    except ValueError:
        return otherwise


def asked_by_script() -> bool:
    """Whether a script waits for JSON; else a person does for a page."""
    return request.headers.get("Accept", "").startswith("application/json")
