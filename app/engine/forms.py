"""Forms made from a resource's declaration: the same sections serve new, edit and step forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import wtforms
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.data import clock
from app.data.base import Base
from app.data.field import Meta, meta
from app.data.record import Record
from app.data.row_id import row_id
from app.data.text import _
from app.engine import locks
from app.engine.inputs import field_for
from app.spec.words import Column, Lines, Resource, Section

FEW = 200  # more rows than this behind a reference are searched, not listed
SPARE = 3  # empty item rows offered on a form without JavaScript


class RecordForm(wtforms.Form):
    """A form over one record; `parts` are the declared sections that apply, `tables` its item lists by key."""

    parts: Sequence[Section | Lines] = ()
    remote: dict[str, dict[str, Any]]

    version = wtforms.HiddenField()

    def apply(self, record: Any) -> None:
        """Write the form's values into any row with labelled columns, and into its item rows. ValueError: one is locked."""
        for part in self.parts:
            if isinstance(part, Lines):
                self._apply_lines(record, part)
            else:
                for column in part.columns:
                    if column.key in self:
                        locks.put(record, column, value_of(meta(column), self[column.key].data))

    def _apply_lines(self, record: Record, part: Lines) -> None:
        kept: list[Any] = []
        old = {line.id: line for line in getattr(record, part.attribute.key)}
        model = part.attribute.property.mapper.class_
        for entry in self[part.attribute.key].entries:
            if part.fills is not None:
                line = old.get(row_id(entry.form.id.data))
                for column in part.columns if line else ():
                    if column.key in entry.form:
                        setattr(line, column.key, value_of(meta(column), entry.form[column.key].data))
                continue
            if entry.form.empty():
                continue
            line = old.get(row_id(entry.form.id.data))
            line = line or model()
            for column in part.columns:
                if column.key in entry.form:
                    setattr(line, column.key, value_of(meta(column), entry.form[column.key].data))
            if hasattr(model, "position"):
                line.position = len(kept) + 1
            kept.append(line)
        if part.fills is None:
            getattr(record, part.attribute.key)[:] = kept

    def faults(self) -> list[tuple[str, str, str]]:
        """Return (input, label, sentence) for every error."""
        inner = [
            field
            for fields in self
            if isinstance(fields, wtforms.FieldList)
            for e in fields.entries
            for field in e.form
        ]
        plain = [field for field in self if not isinstance(field, wtforms.FieldList)]
        return [(field.name, str(field.label.text), str(error)) for field in (*plain, *inner) for error in field.errors]

    def sentences(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) for every error, in the order of the page."""
        found = []
        for field in self:
            if isinstance(field, wtforms.FieldList):
                for number, entry in enumerate(field.entries, 1):
                    for inner in entry.form:
                        found += [
                            (inner.id, str(_("Line %(number)s: %(error)s", number=number, error=error)))
                            for error in inner.errors
                        ]
            else:
                found += [(field.id, str(error)) for error in field.errors]
        return found


class LineForm(wtforms.Form):
    """One item row; `id` tells a kept row from a new one."""

    id = wtforms.HiddenField()

    def empty(self) -> bool:
        """Whether nothing was typed into the row, so that it is no row at all."""
        return not any(field.data for field in self if field.name.rsplit("-", 1)[-1] != "id")

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is always right."""
        return self.empty() or super().validate(extra_validators)


def build(session: Session, parts: Sequence[Section | Lines], record: Any, posted: Any = None) -> RecordForm:
    """Make the form of `parts` for `record`, filled from it or from what was posted."""
    applying = applying_to(parts, record)
    typed = _typed(posted) if posted is not None else {}
    closed = locks.closed(record, posted or ())
    made = shape(session, applying, record, bare=posted is not None, typed=typed, closed=closed)
    form: RecordForm = made(posted, obj=Plain(record))
    if posted is None:
        form.version.data = str(getattr(record, "version", None) or 0)
        for part in applying:
            if isinstance(part, Lines):
                _suggest(form, part, record)
    return form


def _suggest(form: RecordForm, part: Lines, record: Any) -> None:
    """Put what is most likely into columns that are still empty; nobody types the same number at three steps."""
    for column, how in (part.suggests or {}).items():
        for entry, row in zip(form[part.attribute.key].entries, getattr(record, part.attribute.key), strict=False):
            if entry.form[column.key].data is None:
                entry.form[column.key].data = how(row)


def applying_to(parts: Sequence[Section | Lines], record: Any) -> list[Section | Lines]:
    """Return the parts of a form that this record has."""
    return [part for part in parts if part.when is None or part.when(record)]


def _typed(posted: Any) -> dict[str, set[int]]:
    """Return the rows that were chosen, by input: `procedure_id`, or `lines-item_id` for those of a table.

    A form that comes back with a mistake must still show what was searched for and chosen.
    """
    found: dict[str, set[int]] = {}
    for name, value in posted.items():
        if isinstance(value, str) and (number := row_id(value)):
            found.setdefault(re.sub(r"-\d+-", "-", name), set()).add(number)
    return found


def shape(
    session: Session,
    parts: Sequence[Section | Lines],
    record: Any,
    *,
    bare: bool = False,
    typed: Mapping[str, set[int]] | None = None,
    closed: Collection[str] = (),
) -> type[RecordForm]:
    """Return the class of a form, with the choices that its references offer; `bare` leaves out empty item rows.

    A file with thousands of rows fills one class thousands of times. `typed` are rows chosen on the way, by input;
    `closed` columns are not asked.
    """
    typed = typed or {}
    members: dict[str, Any] = {"parts": parts, "remote": {}}
    for part in parts:
        if isinstance(part, Lines):
            lines = getattr(record, part.attribute.key) if record.id or part.attribute.key in vars(record) else []
            spare = 0 if bare or part.fills is not None else max(SPARE, len(lines) + 1)
            row = type(
                "Row",
                (LineForm,),
                {
                    c.key: _field(
                        session,
                        c,
                        members["remote"],
                        {getattr(line, c.key) for line in lines} | typed.get(f"{part.attribute.key}-{c.key}", set()),
                        record,
                        row=True,
                    )
                    for c in _writable(part.columns if part.fills is None else part.fills)
                },
            )
            members[part.attribute.key] = wtforms.FieldList(
                wtforms.FormField(row), min_entries=spare, label=meta(part.attribute).label
            )
        else:
            for column in (one for one in _writable(part.columns) if one.key not in closed):
                chosen = {getattr(record, column.key, None)} | typed.get(column.key, set())
                members[column.key] = _field(session, column, members["remote"], chosen, record)
    return type("Form", (RecordForm,), members)


def step_parts(columns: Sequence[Column | Lines]) -> list[Section | Lines]:
    """Return the form that a step asks for: one section of its columns, then its item tables."""
    plain = [column for column in columns if not isinstance(column, Lines)]
    tables = [part for part in columns if isinstance(part, Lines)]
    return [*([Section(_("Details"), plain)] if plain else []), *tables]


def parts_of(resource: Resource) -> Sequence[Section | Lines]:
    """Return the declared form, or one section of every labelled writable column."""
    if resource.form:
        return resource.form
    columns = [
        attribute
        for attribute in resource.model.__mapper__.all_orm_descriptors
        if "meta" in getattr(getattr(attribute, "property", None), "info", {})
    ]
    return [Section(resource.one, columns)]


def tables_of(resource: Resource) -> list[Lines]:
    """Return every item table that the form or a step shows."""
    steps = resource.workflow.steps if resource.workflow else ()
    asked = [part for step in steps for part in step.form if isinstance(part, Lines)]
    return [*(part for part in parts_of(resource) if isinstance(part, Lines)), *asked]


class Plain:
    """Shows WTForms the codes of choices, which is what its select fields compare."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name)
        if isinstance(value, list) and value and hasattr(value[0], "__table__"):
            return [Plain(item) for item in value]
        return getattr(value, "value", value) if not isinstance(value, (int, str)) else value


def _writable(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if not meta(column).readonly]


def _field(
    session: Session,
    column: Column,
    remote: dict[str, dict[str, Any]],
    current: Collection[Any],
    record: Any,
    *,
    row: bool = False,
) -> Any:
    words = meta(column)
    if words.kind != "reference":
        return field_for(words, row=row)
    model = model_of(words.target or "")
    narrowed = record.proposes(column) if hasattr(record, "proposes") else None
    today = model.valid_on(clock.today()) if words.in_force else true()
    rows, few = _rows_behind(session, model, [one for one in current if one is not None], narrowed, today)
    if not few:
        remote[column.key] = {"table": words.target} | ({"today": 1} if words.in_force else {})
    options = sorted(((row.id, getattr(row, "told_apart", str(row))) for row in rows), key=lambda pair: pair[1])
    known = {number for number, _name in options}
    return field_for(words, options, lambda number: number in known or _may_choose(session, model, number))


def _rows_behind(
    session: Session, model: Any, current: list[Any], narrowed: ColumnElement[bool] | None, today: ColumnElement[bool]
) -> tuple[list[Any], bool]:
    """Return all rows of a model when they are few, else those chosen at present; and whether they are few.

    A model whose rows go out of use says with a class method `offered` which of them a form still proposes; the record
    that is filled in says with `proposes(column)` which of them suit it; `today` leaves those that hold today.
    """
    suiting = true() if narrowed is None else narrowed
    counted = select(model.id).where(suiting).limit(FEW + 1).subquery()
    some = select(func.count()).select_from(counted).scalar_subquery()
    chosen = model.id.in_(current)
    proposed = or_(chosen, and_(suiting, today, model.offered() if hasattr(model, "offered") else true()))
    found = session.execute(select(model, some).where(proposed, or_(some <= FEW, chosen))).all()
    count = found[0][1] if found else session.scalar(select(some)) or 0
    return [row for row, _count in found], count <= FEW


def _may_choose(session: Session, model: Any, number: int) -> bool:
    return session.scalar(select(model.id).where(model.id == number)) is not None


def model_of(table: str) -> Any:
    """Return the class mapped to a table; LookupError when there is none."""
    for mapper in Base.registry.mappers:
        if str(mapper.local_table) == table:
            return mapper.class_
    raise LookupError(table)


def value_of(words: Meta, data: Any) -> Any:
    """Return what a record stores for the data of a field."""
    if words.kind == "choice" and words.choices:
        return words.choices(data) if data else None
    return data
