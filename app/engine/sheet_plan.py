"""A file read against a form: which column each heading means, and which rows are one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from app.data.field import meta
from app.data.fold import fold
from app.data.text import Text, _
from app.engine import layout, wire
from app.engine.cells import Cell, Row
from app.engine.layout import NUMBER, Place
from app.engine.tables import Table
from app.spec.words import Resource

CREATED, CHANGED, UNCHANGED, WRONG = "created", "changed", "unchanged", "wrong"


@dataclass
class Finding:
    """What one record of the file comes to. `problems` are (cell, column, sentence), `changes` (column, old, new)."""

    row: int
    name: str
    verdict: str = UNCHANGED
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    record: int | None = None
    version: int | None = None

    def refuse(self, cell: str, label: str, sentence: str) -> None:
        """Note what is wrong with it; a sentence of several lines is as many faults."""
        self.verdict = WRONG
        self.problems += [(cell, label, line) for line in sentence.splitlines() or [sentence]]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


@dataclass
class Entry:
    """The rows of the file that are one record: the first, and those below that hold further items of it."""

    rows: list[Row]
    found: Finding
    texts: list[dict[int, str]] = field(default_factory=list)
    record: Any = None


class Plan:
    """What the columns of a file mean for a resource, and its records. ValueError: its headings do not fit."""

    def __init__(self, resource: Resource, table: Table) -> None:
        self.resource = resource
        self.places: dict[int, Place] = {}
        self.number_at: int | None = None
        self.ignored: list[str] = []
        self._map(table.heads)
        self.entries = list(self._entries(table.rows))

    def _map(self, heads: list[str]) -> None:
        places = layout.places_of(self.resource)
        known = {place.title.casefold(): place for place in places} | {place.name: place for place in places}
        other = {str(meta(c).label).casefold() for c in wire.columns_of(self.resource).values()}
        for at, head in enumerate(heads):
            key = head.casefold()
            if key in (str(NUMBER).casefold(), "id"):
                self.number_at = at
            elif key in known:
                self.places[at] = known[key]
            elif key in other:
                self.ignored.append(head)
            else:
                near = get_close_matches(fold(head), [fold(place.title) for place in places], 1, 0.6)
                meant = next((place.title for place in places if near and fold(place.title) == near[0]), "")
                raise ValueError(str(_unknown(head, meant)))
        if not self.places:
            raise ValueError(str(_("No column of the file belongs to the form. Begin with the template.")))

    def _entries(self, rows: list[Row]) -> Iterator[Entry]:
        """Join the rows that continue a record: their own cells are empty, those of an item table are not."""
        own = [at for at, where in self.places.items() if where.table is None]
        own += [] if self.number_at is None else [self.number_at]
        naming = [at for at, where in self.places.items() if where.table is None and not where.words.personal]
        entry: Entry | None = None
        for row in rows:
            goes_on = all(empty(row.cells[at]) for at in own)
            if entry is not None and goes_on and own:
                entry.rows.append(row)
                continue
            if entry is not None:
                yield entry
            name = next((str(row.cells[at].value) for at in naming if not empty(row.cells[at])), "")
            entry = Entry([row], Finding(row.number, name[:80]))
        if entry is not None:
            yield entry


def empty(cell: Cell) -> bool:
    """Whether nothing was typed into a cell."""
    return not cell.refused and (cell.value is None or not str(cell.value).strip())


def _unknown(head: str, meant: str) -> Text:
    if meant:
        return _("There is no column “%(head)s”. Do you mean “%(meant)s”?", head=head, meant=meant)
    return _("There is no column “%(head)s”: take it out, or begin with the template.", head=head)
