"""A record with everything its page and its verbs ask for, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.data.field import meta
from app.engine import forms
from app.spec.words import Lines, Resource


def whole(session: Session, resource: Resource, row: int) -> Any:
    """Return a record with its unit, maker, references and tables; None when this person does not see it."""
    found = select(resource.model).where(resource.model.id == row).options(*_parts(resource))
    return session.scalars(found).unique().one_or_none()


def _parts(resource: Resource) -> Iterable[Any]:
    model = resource.model
    yield joinedload(model.unit)
    yield joinedload(model.created_by)
    for table in forms.tables_of(resource):
        yield selectinload(table.attribute)
        for column in table.columns:
            if meta(column).kind == "reference":
                yield selectinload(table.attribute).joinedload(getattr(column.class_, column.key.removesuffix("_id")))
    for part in forms.parts_of(resource):
        for column in [] if isinstance(part, Lines) else part.columns:
            if meta(column).kind == "reference":
                yield joinedload(getattr(model, column.key.removesuffix("_id")))
