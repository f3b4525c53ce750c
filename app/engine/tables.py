"""Tables that people send: the rows of an XLSX or CSV file as cells, and a sentence for every file that is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.data.fold import normalise
from app.data.format import file_size
from app.data.format import number as worded
from app.data.text import _
from app.engine import cells
from app.engine.cells import MOST_COLUMNS, NOTHING, Cell, Row, unmarked

MOST_ROWS = 10_000
LARGEST = 10 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # both encrypted workbooks and the .xls of before 2007


@dataclass(frozen=True)
class Table:
    """The headings of a file, normalised, and its rows. Cells of a row stand in the order of the headings."""

    heads: list[str]
    rows: list[Row]


def read(content: bytes, name: str = "") -> Table:
    """Return the table of the first sheet; ValueError with a sentence when the file cannot be taken.

    A `name` that promises a workbook is held to it.
    """
    if not content:
        raise ValueError(str(_("The file is empty.")))
    if len(content) > LARGEST:
        raise ValueError(str(_("The file is larger than %(most)s: divide it.", most=file_size(LARGEST))))
    if content.startswith(_OLE):
        raise ValueError(
            str(_("The workbook is protected by a password or in the old .xls format. Save it as .xlsx without one."))
        )
    if name.lower().endswith(".xlsx") and not content.startswith(b"PK"):
        raise ValueError(str(_("The file is damaged or no Excel workbook (.xlsx).")))
    lines = cells.read(content) if content.startswith(b"PK") else _text(content)
    return _table(lines)


def place(row: int, column: int) -> str:
    """Return the name of a cell: row 5, second column gives "B5"."""
    return f"{_letter(column)}{row}"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _table(lines: Iterable[Row]) -> Table:
    rows = (row for row in lines if any(cell.value not in (None, "") or cell.refused for cell in row.cells))
    first = next(rows, None)
    if first is None:
        raise ValueError(str(_("The file has no rows.")))
    heads = [normalise(str(cell.value if cell.value is not None else "")).rstrip("* ") for cell in first.cells]
    while heads and not heads[-1]:
        heads.pop()
    _check_heads(heads)
    kept: list[Row] = []
    for row in rows:
        if len(kept) == MOST_ROWS:
            raise ValueError(str(_("At most %(most)s rows at a time: divide the file.", most=worded(MOST_ROWS))))
        if any(cell.value not in (None, "") for cell in row.cells[len(heads) :]):
            where = place(row.number, len(heads))
            raise ValueError(str(_("Cell %(cell)s stands in a column without a heading.", cell=where)))
        inside = row.cells[: len(heads)]
        kept.append(Row(row.number, inside + [NOTHING] * (len(heads) - len(inside))))
    if not kept:
        raise ValueError(str(_("Below the headings there are no rows.")))
    return Table(heads, kept)


def _check_heads(heads: list[str]) -> None:
    if len(heads) > MOST_COLUMNS:
        raise ValueError(str(_("At most %(most)s columns at a time.", most=MOST_COLUMNS)))
    if "" in heads:
        raise ValueError(str(_("Column %(letter)s has no heading in the first row.", letter=_letter(heads.index("")))))
    folded = [head.casefold() for head in heads]
    for head in heads:
        if folded.count(head.casefold()) > 1:
            raise ValueError(str(_("Two columns have the heading “%(head)s”.", head=head)))


def _text(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise ValueError(str(_("This is neither an Excel workbook (.xlsx) nor a CSV file.")))
    first = text.split("\n", 1)[0]
    if first.lower().startswith("sep="):  # Excel's own mark
        text = text.split("\n", 1)[1] if "\n" in text else ""
        first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, values in enumerate(lines, 1):
            yield Row(number, [_typed(value) for value in values])
    except csv.Error as error:
        raise ValueError(str(_("Line %(line)s of the CSV file cannot be read.", line=lines.line_num))) from error


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        coding = "utf-16"
    elif content[1:2] == b"\0" and content[3:4] == b"\0":
        coding = "utf-16-le"
    else:
        coding = "utf-8-sig"
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        text = _("The CSV file is not in UTF-8: in Excel choose “CSV UTF-8” when you save, or send the .xlsx itself.")
        raise ValueError(str(text)) from error


def _typed(value: str) -> Cell:
    bare = value.strip()
    if bare.startswith("=") or (bare[:1] in {"+", "@"} and "(" in bare):
        return Cell(None, str(_("This is a formula: paste it as a value.")))
    return Cell(unmarked(value))
