"""The cells of an XLSX file: by a quick reader where the file holds values only, by a thorough one where it does not.

The quick one (calamine) gives the last result of a formula as if it had been typed, and makes room for every cell between
the first and the last. So it gets no file with formulas or errors, and none that is far larger than what may come in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from app.data.text import _

MOST_COLUMNS = 200
SPREAD = 11_000  # rows from the first to the last, empty ones included
UNPACKED = 100 * 2**20  # what an honest sheet of 10,000 rows never needs
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]{1,20})"')
_SHUNNED = (b"<f>", b"<f ", b"<f/", b't="e"')  # formulas, errors
_BLANKS = (b" ", b"\t", b"\n", b"\r")
# Ways to write attributes in which the above and the places below would not be found.
_ODD = (b"='", *(b"=" + blank for blank in _BLANKS), *(blank + b"=" for blank in _BLANKS))
_FAR = re.compile(rb'\sr="(?:[A-Z]{3}|[H-Z][A-Z]|G[T-Z]|[A-Z]*(\d{5,}))')  # beyond column 201, or row 9,999


class Cell(NamedTuple):
    """One cell as it was sent; `refused` is the sentence that keeps it from being read."""

    value: Any
    refused: str = ""


NOTHING = Cell(None)


class Row(NamedTuple):
    """One row with something in it; `number` is its place in the file, counted as a spreadsheet does."""

    number: int
    cells: list[Cell]


def unmarked(text: str) -> str:
    """Take off the apostrophe that our own sheets put before what would be read as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text


def read(content: bytes) -> Iterator[Row]:
    """Return the rows of the first sheet, one after the other; ValueError with a sentence: it cannot be read."""
    damaged = str(_("The file is damaged or no Excel workbook (.xlsx)."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            plain = _check(parts)
        yield from _quick(content) if plain else _thorough(content)
    except ValueError as error:
        # openpyxl raises it too, in English, for a date or a number that is none.
        raise error if isinstance(error, _Refusal) else ValueError(damaged) from error
    except Exception as error:
        raise ValueError(damaged) from error


class _Refusal(ValueError):
    """A sentence of ours, not one of a library."""


def _check(parts: zipfile.ZipFile) -> bool:
    """Look at the package before anything unpacks it, and say whether the quick reader may have it."""
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise _Refusal(str(_("The file is protected by a password. Save it without one.")))
    if sum(part.file_size for part in parts.infolist()) > UNPACKED:
        raise _Refusal(str(_("Unpacked, the file is far too large for what it may hold.")))
    names = parts.namelist()
    if any(part.endswith("vbaProject.bin") for part in names):
        raise _Refusal(str(_("The workbook contains macros: save it as .xlsx without them.")))
    sheets = [text for name in names if b"sheetData" in (text := parts.read(name))]  # wherever the package keeps them
    for sheet in sheets:
        if found := _MERGED.search(sheet):
            cells = found[1].decode()
            raise _Refusal(str(_("The cells %(cells)s are merged: unmerge them and send again.", cells=cells)))
    return "xl/workbook.xml" in names and all(map(_plain, sheets))


def _plain(sheet: bytes) -> bool:
    """Whether the text of a sheet holds values only, and not too far apart."""
    if b"<row" not in sheet or any(mark in sheet for mark in (*_SHUNNED, *_ODD)):
        return False
    return all(found[1] and int(found[1]) <= SPREAD for found in _FAR.finditer(sheet))


def _quick(content: bytes) -> Iterator[Row]:
    from python_calamine import SheetTypeEnum, load_workbook

    with load_workbook(io.BytesIO(content)) as book:
        page = next(at for at, one in enumerate(book.sheets_metadata) if one.typ is SheetTypeEnum.WorkSheet)
        rows = book.get_sheet_by_index(page).to_python(skip_empty_area=False)
    for number, values in enumerate(rows, 1):
        yield Row(number, [NOTHING if value == "" else Cell(_typed(value)) for value in values[: MOST_COLUMNS + 1]])


def _typed(value: Any) -> Any:
    """The value as the thorough reader gives it: 5 is no 5.0, and a day is its midnight."""
    if isinstance(value, str):
        return unmarked(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no zone
    return value


def _thorough(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.cell.read_only import EMPTY_CELL

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    page = book.worksheets[0]
    page.reset_dimensions()
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        yield Row(number, [NOTHING if cell is EMPTY_CELL else _cell(cell) for cell in cells])
    book.close()


def _cell(cell: Any) -> Cell:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return Cell(None, str(_("This is a formula: paste it as a value.")))
    if kind == "e":
        return Cell(None, str(_("The cell shows an Excel error (%(error)s).", error=cell.value)))
    return Cell(unmarked(cell.value) if isinstance(cell.value, str) else cell.value)
