"""A record with everything its page and its verbs ask for, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.data.field import meta
from app.engine import forms
from app.spec.words import Lines, Resource

MOST_KEPT = 500  # resources whose statement is written once


def whole(session: Session, resource: Resource, row: int) -> Any:
    """Return a record with its unit, maker, references and tables; None when this person does not see it."""
    return session.scalars(_asked(resource), {"row": row}).unique().one_or_none()


@lru_cache(MOST_KEPT)
def _asked(resource: Resource) -> Select[Any]:
    return select(resource.model).where(resource.model.id == bindparam("row")).options(*_parts(resource))


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
