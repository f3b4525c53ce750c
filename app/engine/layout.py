"""Which columns a sheet has that a resource takes in, and how a value is written into a cell and read back.

A record is one row. With item tables it goes on below: rows whose own cells are empty hold its further items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.data.field import Meta, meta
from app.data.fold import fold, normalise
from app.data.format import format_day, mask_citizen_id, number, parse_day, parse_money
from app.data.named import name_of, names_of
from app.data.partial import parse_partial_day
from app.data.text import _
from app.engine.cells import Cell
from app.engine.forms import parts_of
from app.spec.words import Column, Lines, Resource

NUMBER = _("Record (leave as it is)")
Find = Callable[[Meta, str], int]
Names = Callable[[Meta], Mapping[int, str]]


@dataclass(frozen=True)
class Place:
    """One column of the sheet: what it is called, which column it fills, and of which item table, if of one."""

    title: str
    column: Column
    table: Lines | None = None
    fixed: bool = False  # names the record, and is never filled from a file

    @property
    def words(self) -> Meta:
        """Label, kind and limits of the column."""
        return meta(self.column)

    @property
    def name(self) -> str:
        """What the column is called by programs: `code`, or `lines.quantity`."""
        return f"{self.table.attribute.key}.{self.column.key}" if self.table else self.column.key


def places_of(resource: Resource) -> list[Place]:
    """Return the columns of the sheet, in the order of the form of a new record, what names a record first."""
    blank = resource.model()
    asked = {c.key for part in parts_of(resource) if not isinstance(part, Lines) for c in part.columns}
    naming = [column for column in resource.key if meta(column).readonly or column.key not in asked]
    found = [Place(str(meta(column).label), column, fixed=True) for column in naming]
    for part in parts_of(resource):
        if isinstance(part, Lines) and part.fills is not None:
            continue  # its rows are kept as they are: a step fills them, no sheet does
        if isinstance(part, Lines):
            stem = meta(part.attribute).label
            found += [Place(f"{stem}: {meta(c).label}", c, part) for c in part.columns if not meta(c).readonly]
        elif part.when is None or part.when(blank):
            found += [Place(str(meta(c).label), c) for c in part.columns if not meta(c).readonly]
    titles = [place.title for place in found]
    return [
        place if titles.count(place.title) == 1 else Place(f"{place.title} ({at})", place.column, place.table)
        for at, place in enumerate(found, 1)
    ]


def written(words: Meta, value: Any, names: Names) -> Any:
    """Return what a cell holds for a value; `names` gives the names of the rows that a reference may mean, by id."""
    if value is None:
        return None
    if words.personal:
        return mask_citizen_id(str(value))  # left so, it stays as it is
    ways: dict[str, Callable[[Any], Any]] = {
        "reference": lambda number: names(words).get(number, f"#{number}"),
        "yes_no": lambda ticked: str(_("Yes") if ticked else _("No")),
        "named": lambda code: name_of(words.target or "", code),
        "choice": str,
        "partial_day": str,
    }
    return ways[words.kind](value) if words.kind in ways else value


def worded(words: Meta, value: Any, names: Names) -> str:
    """Return a value as the page of a trial run words it."""
    value = written(words, value, names)
    if isinstance(value, date):
        return format_day(value)
    if words.kind != "year" and isinstance(value, (int, Decimal)):
        return number(value)
    return "" if value is None else str(value)


def typed(words: Meta, cell: Cell, find: Find) -> str:
    """Return what a person would have put into the form for a cell. ValueError: a sentence for this cell.

    `find` gives the id of the row that a reference names, or raises ValueError.
    """
    if cell.refused:
        raise ValueError(cell.refused)
    value = cell.value
    text = value if words.kind == "long_text" and isinstance(value, str) else normalise(_plain(words, value))
    if not text.strip() or (words.none and fold(text) == fold(str(words.none))):
        return ""
    if words.kind == "reference":
        return str(find(words, text))
    if words.kind == "yes_no":
        return _yes(text)
    if words.kind == "choice" and words.choices:
        return _code({choice.value: str(choice) for choice in words.choices}, text)
    if words.kind == "named":
        return _code({code: str(label) for code, label in names_of(words.target or "").items()}, text)
    return text


def canonical(words: Meta, text: str) -> str:
    """Return one spelling for all that mean the same, to compare what names a record."""
    try:
        if words.kind == "day":
            return format_day(parse_day(text))
        if words.kind == "partial_day":
            return parse_partial_day(text).stored
        if words.kind in {"whole", "money"}:
            return str(parse_money(text))
    except ValueError:
        pass  # the form will say what is wrong with it
    return normalise(text).casefold()


def _plain(words: Meta, value: Any) -> str:
    """A value of a spreadsheet as typed text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (date, datetime)):
        if words.kind in {"day", "partial_day", "text", "long_text"}:
            return format_day(value.date() if isinstance(value, datetime) else value)
        raise ValueError(str(_("This is a date; the column takes none.")))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (int, float, Decimal)):
        return _digits(words, value)
    return str(value)


def _digits(words: Meta, value: float | Decimal) -> str:
    if value == int(value):
        return str(int(value))
    if words.kind in {"whole", "money", "year"}:
        # Typed text has dots between thousands, so 12.125 must not become twelve thousand.
        raise ValueError(str(_("Type a whole number, such as 68.250.000")))
    return format(Decimal(str(value)), "f").replace(".", ",")


def _yes(text: str) -> str:
    answers = {fold(str(_("Yes"))): "1", "x": "1", "1": "1", "true": "1", "co": "1", "yes": "1"}
    answers |= {fold(str(_("No"))): "", "0": "", "false": "", "khong": "", "no": ""}
    if fold(text) not in answers:
        raise ValueError(str(_("Type Yes or No.")))
    return answers[fold(text)]


def _code(labels: dict[str, str], text: str) -> str:
    for same in (lambda one: normalise(one).casefold(), fold):
        for code, label in labels.items():
            if same(text) in (same(code), same(label)):
                return code
    raise ValueError(str(_("Only these values are possible: %(values)s.", values=", ".join(labels.values()))))
