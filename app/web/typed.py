"""Beside a form: how far each section is, what checks find, and the paper it will become, while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, g, render_template, request
from markupsafe import Markup

from app.data.base import db
from app.data.record import Record
from app.data.text import Text
from app.engine import forms
from app.engine.registry import registry
from app.engine.whole import whole
from app.spec.told import words_of
from app.spec.words import Resource


@dataclass(frozen=True)
class Place:
    """Something to look at: the id of its input, a sentence, whether it stops, a text to put there instead."""

    at: str
    sentence: str
    stops: bool
    instead: str = ""


@dataclass(frozen=True)
class Part:
    """How far a section of the form is: `at` is the id of its first input."""

    title: Text
    at: str
    stops: int
    doubts: int
    whole: bool

    @property
    def icon(self) -> str:
        """The sign before its name."""
        return "alert-triangle" if self.stops or self.doubts else "circle-check" if self.whole else "circle"

    @property
    def tone(self) -> str:
        """How it looks."""
        return "bad" if self.stops else "doubt" if self.doubts else "ok" if self.whole else ""


@dataclass(frozen=True)
class Typed:
    """What stands beside a form."""

    parts: list[Part]
    stops: list[Place]
    doubts: list[Place]
    paper: Markup


def of(res: Resource, record: Record, form: forms.RecordForm) -> Typed | None:
    """Return what stands beside the form of a record, None where the resource declares nothing for it."""
    if res.findings is None and res.preview is None:
        return None
    record.unit_id = record.unit_id or g.principal.unit_id
    with db.session.no_autoflush:
        places = [*_unread(form), *_found(res, record, form)]
        return Typed(
            [_part(part, form, places) for part in form.parts],
            [one for one in places if one.stops],
            [one for one in places if not one.stops],
            _paper(res, record),
        )


def look(res: Resource, row: int) -> str:
    """The same for what has been typed and not saved; nothing of it is kept. `row` 0 is a new record."""
    g.principal.require("update" if row else "create", res)
    record = whole(db.session(), res, row) if row else res.model()
    if record is None:
        abort(404)
    form = forms.build(db.session(), forms.parts_of(res), record, request.form)
    form.validate()
    with db.session.no_autoflush:
        form.apply(record)
        shown = render_template("resource/typed.html", res=res, typed=of(res, record, form))
    db.session.rollback()
    return shown


def _unread(form: forms.RecordForm) -> Iterator[Place]:
    """What was typed and cannot be read; what is not typed yet is no mistake."""
    for field in form:
        for error in field.errors if any(getattr(field, "raw_data", None) or ()) else ():
            yield Place(field.id, str(error), stops=True)


def _found(res: Resource, record: Record, form: forms.RecordForm) -> Iterator[Place]:
    for one in res.findings(record) if res.findings else ():
        at = form[one.column.key].id if one.column.key in form else ""
        yield Place(at, one.sentence, one.stops, one.instead)


def _part(part: Any, form: forms.RecordForm, places: list[Place]) -> Part:
    columns = [part.attribute] if hasattr(part, "attribute") else part.columns
    fields = [form[column.key] for column in columns if column.key in form]
    here = {field.id for field in fields}
    stops = sum(place.stops for place in places if place.at in here)
    doubts = sum(not place.stops for place in places if place.at in here)
    typed = [field for field in fields if field.data not in (None, "", [])]
    whole = bool(typed) and all(field in typed for field in fields if field.flags.required or field.flags.wanted)
    title = form[part.attribute.key].label.text if hasattr(part, "attribute") else part.title
    return Part(title, fields[0].id if fields else "", stops, doubts, whole and not stops)


def _paper(res: Resource, record: Record) -> Markup:
    if res.preview is None:
        return Markup("")
    told, folder = words_of(res.preview.context(record)), registry.module_of(res).name
    html = render_template(f"{folder}/{res.preview.template}", res=res, record=record, **told)
    return Markup(html)  # noqa: S704 - our own template, escaped by Jinja
