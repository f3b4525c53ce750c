"""How rows are named in sheets where a form has a list to choose from: by code, by name, or by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.field import Meta, meta
from app.data.fold import normalise
from app.data.text import _
from app.engine.forms import model_of
from app.engine.registry import registry
from app.spec.words import Column

MOST = 5_000  # rows behind a reference that are compared by their names; of larger tables only the code counts


class Codes:
    """The names of the rows of every table that a sheet refers to, as far as this person may see them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._names: dict[str, dict[int, str]] = {}
        self._ids: dict[str, dict[str, list[int]]] = {}

    def names(self, words: Meta) -> dict[int, str]:
        """Return {id: how a sheet names the row} for the table that a reference points to."""
        table = words.target or ""
        if table not in self._names:
            self._load(table)
        return self._names[table]

    def find(self, words: Meta, text: str) -> int:
        """Return the id of the row that `text` names. ValueError: there is none, or more than one."""
        names = self.names(words)
        if text.startswith("#") and text[1:].isdigit() and int(text[1:]) in names:
            return int(text[1:])
        found = self._ids[words.target or ""].get(_same(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(f"#{number}" for number in found[:5])
            raise ValueError(
                str(_("“%(text)s” is the name of several: write one of %(numbers)s.", text=text, numbers=numbers))
            )
        raise ValueError(str(_("There is no “%(text)s” in this catalogue.", text=text)))

    def _load(self, table: str) -> None:
        code, ids = code_of(table), defaultdict(list)
        names = {}
        for number, own, name, also in self._rows(table, code):
            for text in {_same(one) for one in (own, name, *also) if one}:
                ids[text].append(number)
            names[number] = own or name
        doubled = {text for text, rows in ids.items() if len(rows) > 1}
        self._ids[table] = ids
        self._names[table] = {n: f"#{n}" if _same(name) in doubled else name for n, name in names.items()}

    def _rows(self, table: str, code: Column | None) -> Iterable[tuple[int, str, str, Iterable[str]]]:
        model = model_of(table)
        few = len(self.session.scalars(select(model.id).limit(MOST + 1)).all()) <= MOST
        if few:
            for row in self.session.scalars(select(model)):
                own = str(getattr(row, code.key) or "") if code is not None else ""
                yield row.id, own, str(row), getattr(row, "also_called", ())
        elif code is not None:
            for number, own in self.session.execute(select(model.id, code)):
                yield number, str(own or ""), "", ()


def code_of(table: str) -> Column | None:
    """Return the column by which sheets name the rows of a table: its key, if that is one text."""
    resource = registry.of_table(table)
    if resource is None or len(resource.key) != 1 or meta(resource.key[0]).kind != "text":
        return None
    return resource.key[0]


def _same(text: Any) -> str:
    return normalise(str(text)).casefold()
