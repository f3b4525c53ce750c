"""Taking in a sheet: what each of its records would do, and doing it, by the same form as the screen.

A trial run does everything and takes it all back, so that it finds whatever the real one would.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import nullcontext

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.data.field import meta
from app.data.text import _
from app.engine import differences, forms, layout, saving, wire
from app.engine.access import Principal
from app.engine.cells import Cell
from app.engine.codes import Codes
from app.engine.sheet_matching import Matching
from app.engine.sheet_plan import CHANGED, CREATED, Entry, Finding, Plan
from app.engine.tables import Table, place
from app.spec.words import Lines, Resource

BATCH = 40  # records that are looked up together, and for whose trial SQLite lets nobody else write: about a second


class Intake:
    """One file for one resource, read for one person. ValueError: its headings do not fit."""

    def __init__(self, resource: Resource, table: Table) -> None:
        self.resource, self.plan = resource, Plan(resource, table)
        self.places, self.entries = self.plan.places, self.plan.entries
        self.matching = Matching(self.plan)

    def batches(self) -> Iterator[list[Entry]]:
        """Yield the records of the file, so many at a time."""
        for at in range(0, len(self.entries), BATCH):
            yield self.entries[at : at + BATCH]

    def take(self, session: Session, entries: list[Entry], who: Principal, *, trial: bool) -> list[Finding]:
        """Write `entries` and say what became of each; the caller commits, or takes it back.

        A trial goes on past what is wrong. The real run ends there: nothing of it can be kept.
        """
        codes = Codes(session)
        for entry in entries:
            self._type(entry, codes)
        typing = [len(entry.found.problems) for entry in entries]
        self.matching.find(session, entries)
        shapes: dict[tuple[int, ...], type[forms.RecordForm]] = {}
        for entry, before in zip(entries, typing, strict=True):
            if len(entry.found.problems) == before:  # it is known which record it is about
                self._take(session, entry, who, codes, shapes, trial=trial)
            if entry.found.problems and not trial:
                break
        return [entry.found for entry in entries]

    def _type(self, entry: Entry, codes: Codes) -> None:
        for row in entry.rows:
            texts: dict[int, str] = {}
            for at, where in self.places.items():
                try:
                    texts[at] = layout.typed(where.words, self._read(row.cells[at]), codes.find)
                except ValueError as error:
                    entry.found.refuse(place(row.number, at), where.title, str(error))
            entry.texts.append(texts)

    def _read(self, cell: Cell) -> Cell:
        return Cell(self.resource.model.reads(cell.value), cell.refused) if isinstance(cell.value, str) else cell

    def _take(
        self,
        session: Session,
        entry: Entry,
        who: Principal,
        codes: Codes,
        shapes: dict[tuple[int, ...], type[forms.RecordForm]],
        *,
        trial: bool,
    ) -> None:
        found, record = entry.found, entry.record or self.resource.model()
        posted, cells = self._posted(entry)
        parts = forms.applying_to(forms.parts_of(self.resource), record)
        key = tuple(id(part) for part in parts)
        if key not in shapes:
            shapes[key] = forms.shape(session, parts, self.resource.model(), bare=True)
        form = shapes[key](posted, obj=forms.Plain(record))
        form.validate()
        said = {cell for cell, _label, _sentence in found.problems}
        for name, label, sentence in form.faults():
            if cells.get(name, "") not in said:
                found.refuse(cells.get(name, ""), label, sentence)
        if found.problems:
            return
        if entry.record is not None:
            found.changes = [one[:3] for one in differences.between(form, record, codes.names)]
            if not found.changes:
                return
        act = "create" if entry.record is None else "update"
        if not (who.may(act, self.resource) if entry.record is None else saving.may_edit(self.resource, record, who)):
            text = _("You may add no records here.") if act == "create" else _("This record can no longer be changed.")
            found.refuse("", "", str(text))
            return
        try:
            with session.begin_nested() if trial else nullcontext(), saving.from_sheet(session):
                saving.save(session, self.resource, record, form, who)
            found.verdict = CREATED if act == "create" else CHANGED
        except (ValueError, PermissionError) as error:
            found.refuse("", "", str(error))
        except IntegrityError:
            found.refuse("", "", str(_("Another record has these values already.")))

    def _posted(self, entry: Entry) -> tuple[MultiDict[str, str], dict[str, str]]:
        """Return what the form would have sent, and which cell each input stands in."""
        posted: MultiDict[str, str] = MultiDict()
        cells: dict[str, str] = {}
        if entry.record is not None:
            posted = wire.posted(forms.parts_of(self.resource), wire.present(self.resource, entry.record))
        else:
            posted = _defaults(self.resource)
        for at, where in self.places.items():
            if where.table is None and not where.fixed:
                _put(posted, where.column.key, entry.texts[0].get(at, ""))
                cells[where.column.key] = place(entry.found.row, at)
        for table in {id(where.table): where.table for where in self.places.values() if where.table}.values():
            self._post_lines(entry, table, posted, cells)
        return posted, cells

    def _post_lines(self, entry: Entry, table: Lines, posted: MultiDict[str, str], cells: dict[str, str]) -> None:
        stem, at_of = table.attribute.key, {at: where for at, where in self.places.items() if where.table is table}
        old = {name: posted.pop(name) for name in [n for n in posted if n.startswith(f"{stem}-")]}
        filled = [
            (row, texts)
            for row, texts in zip(entry.rows, entry.texts, strict=True)
            if any(texts.get(at) for at in at_of)
        ]
        for number, (row, texts) in enumerate(filled):
            here = f"{stem}-{number}-"
            posted.update({name: value for name, value in old.items() if name.startswith(here)})
            for at, where in at_of.items():
                _put(posted, here + where.column.key, texts.get(at, ""))
                cells[here + where.column.key] = place(row.number, at)
            posted.setdefault(f"{here}id", "")


def digest(findings: list[Finding]) -> str:
    """Return a mark of what a file would do; it differs once the records it is about have changed."""
    plain = [[one.row, one.verdict, one.record, one.version] for one in findings]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _defaults(resource: Resource) -> MultiDict[str, str]:
    """What a new record has where the file has no column for it."""
    found: MultiDict[str, str] = MultiDict()
    for key, column in wire.columns_of(resource).items():
        default = column.property.columns[0].default
        if default is not None and default.is_scalar and not meta(column).readonly:
            value = getattr(default.arg, "value", default.arg)
            _put(found, key, layout.typed(meta(column), Cell(value), lambda _words, text: int(text)))
    return found


def _put(posted: MultiDict[str, str], name: str, text: str) -> None:
    # A tick box that is sent at all is ticked, and an empty text is none.
    posted.pop(name, None)
    if text:
        posted[name] = text
