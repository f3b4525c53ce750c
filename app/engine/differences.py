"""What a form would change in a record: for the page of two people who changed the same, and for sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.field import Meta, meta
from app.data.text import _
from app.engine import layout
from app.engine.forms import RecordForm, value_of
from app.engine.layout import Names
from app.spec.words import Lines

Change = tuple[str, str, str]


def between(form: RecordForm, record: Any, names: Names) -> Iterator[Change]:
    """Yield (column, what is stored, what the form says) for all that differs; personal numbers stay masked."""
    for part in form.parts:
        if isinstance(part, Lines):
            yield from _lines(form, record, part, names)
        else:
            for column in part.columns:
                if column.key in form:
                    yield from _change(meta(column), "", getattr(record, column.key), form[column.key].data, names)


def _lines(form: RecordForm, record: Any, part: Lines, names: Names) -> Iterator[Change]:
    title, stored = str(meta(part.attribute).label), getattr(record, part.attribute.key) if record.id else []
    old = {str(line.id): line for line in stored}
    entries = [entry.form for entry in form[part.attribute.key].entries if not entry.form.empty()]
    if len(entries) != len(old):
        yield title, str(_("%(count)s lines", count=len(old))), str(_("%(count)s lines", count=len(entries)))
    for number, entry in enumerate(entries, 1):
        line, stem = old.get(str(entry.id.data or "")), str(_("%(title)s, line %(number)s", title=title, number=number))
        for column in part.columns:
            if column.key in entry:
                stored = getattr(line, column.key) if line is not None else None
                yield from _change(meta(column), f"{stem}: ", stored, entry[column.key].data, names)


def _change(words: Meta, stem: str, old: Any, data: Any, names: Names) -> Iterator[Change]:
    new = value_of(words, data)
    if old == new or (_nothing(old) and _nothing(new)):
        return
    yield f"{stem}{words.label}", layout.worded(words, old, names), layout.worded(words, new, names)


def _nothing(value: Any) -> bool:
    return value is None or value is False or value == ""
