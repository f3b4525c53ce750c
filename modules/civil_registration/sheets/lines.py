"""A row of a book as it was read: its words, what they mean for a case, and what is wrong with them, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from app.toolkit import _, cell_name, check_citizen_id
from modules.civil_registration.cases.kinds import Event, Relation
from modules.civil_registration.sheets.columns import BY_NAME, SHEETS, Heading
from modules.civil_registration.sheets.kinds import NUMBERED, READ, TWELVE, Lists, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")
WRONG, DOUBTED = "wrong", "doubted"
AT_ONCE = 500  # rows of one statement
MISSING = {
    "declarer_name": "",
    "relation": Relation.UNKNOWN,
    "born_at": "",
    "home": "",
    "place": "",
}  # no book is without gaps


@dataclass
class Line:
    """Row `row` of the sheet. `problems` are [cell, how bad, sentence]; `values` what a case gets, by its columns."""

    row: int
    said: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[list[str]] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)

    @property
    def wrong(self) -> bool:
        """Whether it cannot be taken."""
        return any(bad == WRONG for _cell, bad, _sentence in self.problems)

    @property
    def year(self) -> int:
        """The year of the book; 0 where the day of registration was not read."""
        day = self.values.get("registered_on")
        return day.year if day else 0

    def cell(self, name: str) -> str:
        """The place of a column in this row, as "B5"; empty where the sheet has no such column."""
        return cell_name(self.row, self.at[name]) if name in self.at else ""

    def refuse(self, name: str, sentence: object) -> None:
        """Say what must be mended at a column."""
        self.problems.append([self.cell(name), WRONG, str(sentence)])

    def doubt(self, name: str, sentence: object) -> None:
        """Say what may be right all the same."""
        self.problems.append([self.cell(name), DOUBTED, str(sentence)])


def headings(event: Event, heads: list[str]) -> list[Heading]:
    """Return what the columns of a sheet mean. ValueError: a name is unknown, or a needed one is missing; "wrong sheet" is told."""
    known, other = BY_NAME[event], BY_NAME[Event.DEATH if event is Event.BIRTH else Event.BIRTH]
    names = {head.casefold() for head in heads}
    strange = [head for head in heads if head.casefold() not in known]
    if strange and len(names & set(other)) > len(names & set(known)):
        raise ValueError(str(_("This is a sheet of the other book (births, deaths): choose that one.")))
    if strange:
        raise ValueError(str(_("The Ministry's sheet has no columns %(names)s.", names=", ".join(strange[:10]))))
    lacking = [one.name for one in SHEETS[event] if one.needed and one.name.casefold() not in names]
    if lacking:
        raise ValueError(str(_("The sheet lacks the columns %(names)s.", names=", ".join(lacking))))
    return [known[head.casefold()] for head in heads]


def read(event: Event, table: Any, lists: Lists) -> Iterator[Line]:
    """Read the rows of a sheet (`read_table`) one after the other. ValueError: its headings are others."""
    columns = headings(event, table.heads)
    at = {one.name: place for place, one in enumerate(columns)}
    for row in table.rows:
        line = Line(row.number, {}, at=at)
        for one, cell in zip(columns, row.cells, strict=True):
            if cell.refused:
                line.refuse(one.name, cell.refused)
            elif cell.value not in (None, ""):
                _hear(line, one, cell.value)
        mean(event, line, columns, lists)
        yield line


def mean(event: Event, line: Line, columns: Any, lists: Lists) -> None:
    """Fill the values of a line from its words."""
    values = line.values
    for one in columns:
        text = line.said.get(one.name, "")
        if not text:
            if one.needed and not any(problem[0] == line.cell(one.name) for problem in line.problems):
                line.refuse(one.name, _("%(title)s is missing.", title=one.title))
            continue
        try:
            value = READ[one.kind](text, lists)
        except ValueError as error:
            line.refuse(one.name, f"{one.title}: {error}")
            continue
        if one.column and value is not None:
            values[one.column] = value
    _numbers(event, line)
    for column, value in MISSING.items():
        if column in COLUMNS[event] or column == "relation":
            values.setdefault(column, value)


def _hear(line: Line, one: Heading, value: Any) -> None:
    try:
        text = words_of(value)
    except ValueError as error:
        line.refuse(one.name, error)
        return
    if len(text) > one.most:
        line.refuse(one.name, _("%(title)s: at most %(most)s letters.", title=one.title, most=one.most))
    elif text:
        line.said[one.name] = text


def _numbers(event: Event, line: Line) -> None:
    """A personal number goes where it belongs, another number to the paper; what a partial day cannot fill stays beside."""
    values = line.values
    for column, name in NUMBERS[event].items():
        number = values.get(column)
        if number is None:
            continue
        if TWELVE.fullmatch(number):
            try:
                check_citizen_id(number)
                continue
            except ValueError as error:
                line.doubt(name, error)
        del values[column]
        if column in PAPER_OF:
            values[PAPER_OF[column]] = number
    for column in ("notice_on", "proof_on"):
        if column in values:
            day = values.pop(column)
            if day.day is not None:
                values[column] = day.first
    found = NUMBERED.fullmatch(line.said.get("so", ""))
    if found and found[2] and line.year and int(found[2]) != line.year:
        line.refuse(
            "so", _("The number is of %(one)s, the day of registration of %(other)s.", one=found[2], other=line.year)
        )


COLUMNS = {event: {one.column for one in found} for event, found in SHEETS.items()}
NUMBERS = {
    event: {one.column: one.name for one in found if one.kind == "citizen" and one.column}
    for event, found in SHEETS.items()
}
PAPER_OF = {"declarer_citizen_id": "declarer_paper_number", "citizen_id": "paper_number"}


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield as many rows at a time as one statement takes."""
    for at in range(0, len(rows), AT_ONCE):
        yield rows[at : at + AT_ONCE]
