"""Two people at one form: rows without a version number are compared by what their form shows."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.data.text import _
from app.engine import forms
from app.engine.forms import RecordForm
from app.spec.words import Lines, Section


def build(session: Session, parts: Sequence[Section | Lines], record: Any, posted: Any = None) -> RecordForm:
    """Make a form as `forms.build` does; its version stands for what `record` and its item rows are now."""
    form = forms.build(session, parts, record, posted)
    if posted is None:
        form.version.data = _stamp(record, form)
    return form


def require_unchanged(record: Any, form: RecordForm) -> None:
    """ValueError when somebody else changed `record` since the page with this form was opened."""
    if record.id and form.version.data != _stamp(record, form):
        raise ValueError(str(_("Somebody else has changed this in the meantime. Open the page again to see it.")))


def _stamp(record: Any, form: RecordForm) -> str:
    return str(zlib.crc32(repr(list(_values(record, form))).encode())) if record.id else "0"


def _values(record: Any, form: RecordForm) -> Iterator[str]:
    for part in form.parts:
        rows = getattr(record, part.attribute.key) if isinstance(part, Lines) else [record]
        for row in rows:
            yield str(row.id)
            yield from (_plain(getattr(row, column.key)) for column in part.columns)


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))  # the code of a choice: its label follows the reader's language
