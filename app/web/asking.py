"""The button of a section that asks another system: what it answered, set beside what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, g, render_template, request

from app.data.base import db
from app.data.choice import Choice
from app.data.field import label_of, meta
from app.data.fold import normalise
from app.data.format import format_day
from app.data.text import Text
from app.engine import forms
from app.engine.whole import whole
from app.spec.typed import Answer
from app.spec.words import Resource, Section


@dataclass(frozen=True)
class Value:
    """A value for an input: its name, what the input takes, how people read it, and what is typed there at present."""

    name: str
    label: Text
    taken: str
    shown: str
    typed: str = ""


def ask(res: Resource, row: int, name: str) -> str:
    """Ask, and return the answer as a piece of the page; nothing of what is typed is kept. `row` 0 is a new record."""
    g.principal.require("update" if row else "create", res)
    record = whole(db.session(), res, row) if row else res.model()
    found = next(
        (part.asks for part in res.form if isinstance(part, Section) and part.asks and part.asks.name == name), None
    )
    if record is None or found is None:
        abort(404)
    form = forms.build(db.session(), forms.parts_of(res), record, request.form)
    form.validate()
    with db.session.no_autoflush:
        form.apply(record)
        record.unit_id = record.unit_id or g.principal.unit_id
        db.session.expunge_all()  # what is typed is never written, and the other system is asked without a transaction
        try:
            told = found.find(record)
        except ValueError as error:
            told, good = Answer(str(error), {}), False
        else:
            good = True
        values = [_value(record, column, value) for column, value in told.values.items() if column.key in form]
        shown = render_template(
            "resource/asked.html",
            sentence=told.sentence,
            good=good,
            fills=[one for one in values if not one.typed],
            others=[one for one in values if one.typed and not _same(record, one, told)],
        )
    db.session.rollback()
    return shown


def _value(record: Any, column: Any, value: Any) -> Value:
    taken, shown = _texts(column, value)
    typed = normalise(request.form.get(column.key, ""))
    present = getattr(record, column.key)
    return Value(
        column.key, label_of(column), taken, shown, _texts(column, present)[1] if present not in (None, "") else typed
    )


def _texts(column: Any, value: Any) -> tuple[str, str]:
    """What an input takes, and how people read it."""
    words = meta(column)
    if isinstance(value, Choice):
        return str(value.value), str(value)
    if words.kind == "reference":
        row = db.session.get(forms.model_of(words.target or ""), value)
        return str(value), str(row) if row else ""
    text = format_day(value) if isinstance(value, date) else str(value)
    return text, text


def _same(record: Any, one: Value, told: Answer) -> bool:
    """Whether what is typed says the same; capital letters are no difference."""
    value = next(value for column, value in told.values.items() if column.key == one.name)
    present = getattr(record, one.name)
    return bool(present == value or normalise(str(present)).casefold() == normalise(str(value)).casefold())
