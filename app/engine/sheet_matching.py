"""Which record each row of a file is about: by its number, else by the key of the resource."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.field import Meta, meta
from app.data.text import _
from app.engine import layout, wire
from app.engine.cells import Cell
from app.engine.codes import MOST
from app.engine.layout import NUMBER
from app.engine.sheet_plan import Entry, Plan, empty
from app.engine.tables import place


class Matching:
    """Finds the records of a file, batch by batch, and remembers which it has seen."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.resource, self.places = plan, plan.resource, plan.places
        self._seen: dict[Any, int] = {}

    def find(self, session: Session, entries: list[Entry]) -> None:
        """Find the records that the file changes: by their number, else by the key of the resource."""
        numbers: dict[int, Entry] = {}
        by_key = self._by_key(session, entries)
        for entry in entries:
            number = self._number(entry, by_key)
            if number is None:
                continue
            if number in self._seen:
                entry.found.refuse("", "", str(_("Row %(row)s is about the same record.", row=self._seen[number])))
                continue
            self._seen[number], numbers[number] = entry.found.row, entry
        statement = select(self.resource.model).where(self.resource.model.id.in_(numbers))
        for record in session.scalars(wire.loaded(self.resource, statement)).unique() if numbers else ():
            entry = numbers.pop(record.id)
            entry.record, entry.found.record, entry.found.version = record, record.id, record.version
        for entry in numbers.values():
            sentence = str(_("There is no such record, or it belongs to another unit."))
            entry.found.refuse(place(entry.found.row, self.plan.number_at or 0), str(NUMBER), sentence)

    def _number(self, entry: Entry, by_key: dict[tuple[str, ...], list[int]]) -> int | None:
        cell = entry.rows[0].cells[self.plan.number_at] if self.plan.number_at is not None else Cell(None)
        if not empty(cell):
            text = str(cell.value).removesuffix(".0").lstrip("#")
            if text.isdigit() and len(text) < 18:
                return int(text)
            entry.found.refuse(
                place(entry.found.row, self.plan.number_at or 0), str(NUMBER), str(_("This is no record."))
            )
            return None
        key = self._key(entry)
        if key is None:
            return None
        found = by_key.get(key, [])
        if len(found) > 1:
            entry.found.refuse("", "", str(_("Several records have this key: name one by its number.")))
        elif not found and any(where.fixed for where in self.places.values()):
            entry.found.refuse("", "", str(_("There is no such record, or it belongs to another unit.")))
        elif not found and key in self._seen:
            entry.found.refuse("", "", str(_("Row %(row)s is about the same record.", row=self._seen[key])))
        self._seen.setdefault(key, entry.found.row)
        return found[0] if len(found) == 1 else None

    def _key(self, entry: Entry) -> tuple[str, ...] | None:
        """What names the record of an entry, spelled in one way; None when the file does not say it."""
        texts = {self.places[at].column.key: text for at, text in entry.texts[0].items() if not self.places[at].table}
        own = [texts.get(column.key, "") for column in self.resource.key]
        if not own or not all(own):
            return None
        pairs = zip(self.resource.key, own, strict=True)
        return tuple(layout.canonical(meta(column), text) for column, text in pairs)

    def _by_key(self, session: Session, entries: list[Entry]) -> dict[tuple[str, ...], list[int]]:
        """Return the ids of records by their keys, of those that may be meant."""
        columns, found = self.resource.key, dict[tuple[str, ...], list[int]]()
        if not columns or not any(self._key(entry) for entry in entries):
            return found
        statement = select(self.resource.model.id, *columns)
        if self.resource.current is not None:
            statement = statement.where(self.resource.current)
        few = len(session.execute(statement.limit(MOST + 1)).all()) <= MOST
        if not few and len(columns) == 1 and meta(columns[0]).kind == "text":
            # Of a large table only the rows with one of these texts, which must then be spelled as stored.
            at = next(at for at, where in self.places.items() if where.column is columns[0])
            spelled = {entry.texts[0].get(at, "") for entry in entries}
            statement = statement.where(columns[0].in_(spelled | {text.upper() for text in spelled}))
        for number, *values in session.execute(statement):
            words = [(meta(column), value) for column, value in zip(columns, values, strict=True)]
            key = tuple(layout.canonical(one, _text(one, value)) for one, value in words)
            found.setdefault(key, []).append(number)
        return found


def _text(words: Meta, value: Any) -> str:
    if words.kind == "reference":
        return str(value)
    return layout.typed(words, Cell(getattr(value, "value", value)), lambda _words, text: int(text))
