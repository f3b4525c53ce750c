"""Records as programs see them: what a resource shows and takes in JSON, from the columns its screens declare.

Choices are codes, references ids, money whole đồng, days "2026-11-23", moments with their zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from app.data.choice import Choice
from app.data.field import Meta, meta
from app.data.format import format_day, mask_citizen_id
from app.data.partial import PartialDay
from app.data.text import _
from app.engine.forms import parts_of, step_parts, tables_of
from app.spec.flow import Step
from app.spec.words import Column, Lines, List, Resource, Section

TYPES: dict[str, type | tuple[type, ...]] = {
    "whole": int,
    "money": int,
    "year": int,
    "reference": int,
    "number": (int, float),
    "yes_no": bool,
}


def columns_of(resource: Resource) -> dict[str, Column]:
    """Return the columns that a record shows: those of its form, its lists and its filters."""
    found: dict[str, Column] = {}
    for part in parts_of(resource):
        found |= {column.key: column for column in ([] if isinstance(part, Lines) else part.columns)}
    for view in resource.views:
        found |= {column.key: column for column in (view.columns if isinstance(view, List) else [])}
    found |= {column.key: column for column in resource.filters}
    return found


def lines_of(resource: Resource) -> dict[str, dict[str, Meta]]:
    """Return the columns of each item table, by its key: all that the form or a step shows of it."""
    found: dict[str, dict[str, Meta]] = {}
    for table in tables_of(resource):
        found.setdefault(table.attribute.key, {}).update({column.key: meta(column) for column in table.columns})
    return found


def loaded(resource: Resource, statement: Select[Any]) -> Select[Any]:
    """Let a select bring everything that `shown` reads, in a fixed number of queries."""
    for column in columns_of(resource).values():
        if meta(column).kind == "reference":
            statement = statement.options(joinedload(getattr(resource.model, column.key.removesuffix("_id"))))
    for table in tables_of(resource):
        statement = statement.options(selectinload(table.attribute))
    return statement


def shown(resource: Resource, record: Any, *, clear: bool = False) -> dict[str, Any]:
    """Return a record in JSON; personal numbers are masked unless `clear`."""
    body = {"id": record.id, "label": str(record), "version": record.version, "unit_id": record.unit_id}
    for key, column in columns_of(resource).items():
        body[key] = value_of(meta(column), getattr(record, key), clear=clear)
    for name, columns in lines_of(resource).items():
        body[name] = [
            {"id": row.id} | {key: value_of(words, getattr(row, key), clear=clear) for key, words in columns.items()}
            for row in getattr(record, name)
        ]
    return body


def present(resource: Resource, record: Any) -> dict[str, Any]:
    """Return what the form of a record would send if nothing were changed, as JSON."""
    parts = parts_of(resource)
    plain = [column for part in parts if not isinstance(part, Lines) for column in part.columns]
    names = {column.key for column in plain if not meta(column).readonly}
    names |= {part.attribute.key for part in parts if isinstance(part, Lines)}
    return {key: value for key, value in shown(resource, record, clear=True).items() if key in names}


def value_of(words: Meta, value: Any, *, clear: bool = False) -> Any:
    """Return the value of a column in JSON."""
    if words.personal and value and not clear:
        return mask_citizen_id(str(value))
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, PartialDay):
        return value.stored
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def personal_of(resource: Resource) -> list[str]:
    """Return the columns whose unmasked reading is written down."""
    return [key for key, column in columns_of(resource).items() if meta(column).personal]


def posted(parts: Iterable[Section | Lines], body: dict[str, Any], known: Iterable[str] = ()) -> MultiDict[str, str]:
    """Return what a form would have sent for `body`. ValueError: a member that no column reads, or of a wrong type."""
    form: MultiDict[str, str] = MultiDict()
    rest = set(body) - set(known)
    for part in parts:
        if isinstance(part, Lines):
            rest.discard(part.attribute.key)
            for number, row in enumerate(_rows(part, body.get(part.attribute.key, []))):
                stem = f"{part.attribute.key}-{number}"
                form[f"{stem}-id"] = str(row.get("id") or "")
                for column in part.columns:
                    _put(form, f"{stem}-{column.key}", meta(column), row.get(column.key))
        else:
            for column in part.columns:
                rest.discard(column.key)
                _put(form, column.key, meta(column), body.get(column.key))
    if rest:
        raise ValueError(str(_("There is no such field: %(names)s", names=", ".join(sorted(rest)))))
    return form


def parts_of_step(step: Step) -> list[Section | Lines]:
    """Return the form of a step."""
    return step_parts(step.form)


def _rows(part: Lines, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(str(_("“%(name)s” must be a list of objects.", name=part.attribute.key)))
    return rows


def _put(form: MultiDict[str, str], name: str, words: Meta, value: Any) -> None:
    """Write a JSON value as the text that a person would have typed."""
    if value is None or value is False:
        return
    wanted = TYPES.get(words.kind, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and words.kind != "yes_no"):
        raise ValueError(str(_("“%(name)s” has a value of the wrong type.", name=name)))
    form[name] = "1" if value is True else _day(name, value) if words.kind == "day" else str(value)


def _day(name: str, value: Any) -> str:
    try:
        return format_day(date.fromisoformat(value))
    except ValueError as error:
        raise ValueError(str(_("“%(name)s” must be a day such as 2026-11-23.", name=name))) from error
