"""JSON Schema of what a resource shows and takes, from its declaration."""

from __future__ import annotations

from typing import Any

from app.data.field import Meta, meta
from app.engine import wire
from app.spec.words import Lines, Resource

KINDS: dict[str, dict[str, Any]] = {
    "whole": {"type": "integer"},
    "money": {"type": "integer"},
    "year": {"type": "integer"},
    "reference": {"type": "integer"},
    "number": {"type": "number"},
    "yes_no": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "partial_day": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    "hour": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
    "moment": {"type": "string", "format": "date-time"},
}


def record(resource: Resource) -> dict[str, Any]:
    """Return the schema of a record as it is shown."""
    own = {"id": {"type": "integer"}, "label": {"type": "string"}, "version": {"type": "integer"}}
    own["unit_id"] = {"type": "integer"}
    members = own | {key: of(meta(column)) for key, column in wire.columns_of(resource).items()}
    for key, columns in wire.lines_of(resource).items():
        row = {"id": {"type": "integer"}} | {name: of(words) for name, words in columns.items()}
        members[key] = {"type": "array", "items": an_object(row) | {"required": list(row)}}
    return an_object(members) | {"required": list(members), "title": str(resource.one)}


def body(parts: Any) -> dict[str, Any]:
    """Return the schema of what a form takes."""
    members: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, Lines):
            columns = {c.key: of(meta(c)) for c in part.columns if not meta(c).readonly}
            row = an_object({"id": {"type": ["integer", "null"]}} | columns)
            members[part.attribute.key] = {"type": "array", "items": row, "title": str(meta(part.attribute).label)}
        else:
            members |= {c.key: of(meta(c)) for c in part.columns if not meta(c).readonly}
    return an_object(members)


def of(words: Meta) -> dict[str, Any]:
    """Return the schema of one column; everything may be empty, since a draft may be."""
    found = dict(KINDS.get(words.kind, {"type": "string"}))
    if words.choices:
        found["enum"] = [*(choice.value for choice in words.choices), None]
    if words.kind in {"whole", "money", "year"}:
        found |= {"minimum": words.low, "maximum": words.high}
    if words.kind in {"text", "long_text", "web_address"} and words.high:
        found["maxLength"] = words.high
    return found | {"type": [found["type"], "null"], "title": str(words.label)}


def an_object(members: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these members and no others."""
    return {"type": "object", "properties": members, "additionalProperties": False}
