"""What a form would change in a record: for the page of two people who changed the same, and for sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from app.data.field import Meta, meta
from app.data.text import _
from app.engine import layout
from app.engine.forms import RecordForm, value_of
from app.engine.inputs import TypedField
from app.engine.layout import Names
from app.spec.words import Lines


class Change(NamedTuple):
    """One value that differs, in words; `back` are the inputs, by name, that put what is stored into the form again."""

    column: str
    stored: str
    typed: str
    back: dict[str, Any]


def between(form: RecordForm, record: Any, names: Names) -> Iterator[Change]:
    """Yield all that differs between a form and its record; personal numbers stay masked."""
    for part in form.parts:
        if isinstance(part, Lines):
            yield from _lines(form, record, part, names)
        else:
            for column in part.columns:
                if column.key in form:
                    yield from _change(meta(column), "", getattr(record, column.key), form[column.key], names)


def _lines(form: RecordForm, record: Any, part: Lines, names: Names) -> Iterator[Change]:
    title, stored = str(meta(part.attribute).label), getattr(record, part.attribute.key) if record.id else []
    old = {str(line.id): line for line in stored}
    whole = part.fills is not None  # its rows stay, filled or not
    entries = [entry.form for entry in form[part.attribute.key].entries if whole or not entry.form.empty()]
    if len(entries) != len(old):
        was, now = (str(_("%(count)s lines", count=len(rows))) for rows in (old, entries))
        yield Change(title, was, now, {})
    for number, entry in enumerate(entries, 1):
        line, stem = old.get(str(entry.id.data or "")), str(_("%(title)s, line %(number)s", title=title, number=number))
        for column in part.columns:
            if column.key in entry:
                stored = getattr(line, column.key) if line is not None else None
                yield from _change(meta(column), f"{stem}: ", stored, entry[column.key], names)


def _change(words: Meta, stem: str, old: Any, field: Any, names: Names) -> Iterator[Change]:
    new = value_of(words, field.data)
    if old == new or (_nothing(old) and _nothing(new)):
        return
    was, now = layout.worded(words, old, names), layout.worded(words, new, names)
    yield Change(f"{stem}{words.label}", was, now, _back(field, old, was))


def _back(field: Any, stored: Any, words: str) -> dict[str, Any]:
    """What the browser puts into the input: a select that is searched also needs the words of its row."""
    if stored is None or isinstance(stored, bool):
        return {field.name: "y" if stored else ""}
    if isinstance(field, TypedField):
        return {field.name: field.show(stored)}
    return {field.name: str(getattr(stored, "value", stored)), f"{field.name}__words": words}


def _nothing(value: Any) -> bool:
    return value is None or value is False or value == ""
