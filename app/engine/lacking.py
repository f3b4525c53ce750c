"""What a draft still lacks before it can go on."""

from __future__ import annotations

from typing import Any

from app.data.field import Meta, meta
from app.data.format import lower_first
from app.data.text import _
from app.spec.typed import Finding


def lacking(record: Any) -> list[Finding]:
    """Return a finding for each `wanted` column of a record that is empty, in the order in which the model names them."""
    found = []
    for attribute in record.__mapper__.column_attrs:
        column = getattr(type(record), attribute.key)
        words = attribute.columns[0].info.get("meta")
        if words is not None and words.wanted and getattr(record, attribute.key) in (None, "", []):
            found.append(Finding(column, ask_for(meta(column))))
    return found


def ask_for(words: Meta) -> str:
    """The sentence that asks for a value that is not there."""
    sentence = _("Choose %(label)s") if words.kind in {"choice", "named", "reference"} else _("Enter %(label)s")
    return str(type(sentence)(sentence.key, {"label": lower_first(str(words.label))}))
