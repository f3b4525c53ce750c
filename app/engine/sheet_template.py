"""The sheet that people fill in: the columns of the form, what may stand in them, and, if asked for, the present rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.data.field import Meta
from app.data.format import format_day, number
from app.data.named import names_of
from app.data.text import Text, _
from app.engine import layout, wire
from app.engine.access import Principal
from app.engine.codes import Codes
from app.engine.layout import NUMBER, Place
from app.engine.query import Asked, filtered
from app.engine.tables import MOST_ROWS
from app.engine.xlsx import safe
from app.spec.words import Resource

FORMATS: dict[str, Text] = {
    "day": _("Day/month/year, such as 23/11/2026"),
    "partial_day": _("A day, a month or a year, such as 14/5/1940, 5/1940 or 1940"),
    "hour": _("A time of day, such as 07:30"),
    "money": _("Whole đồng, such as 68.250.000"),
    "whole": _("A whole number"),
    "year": _("A year in four digits, such as 2026"),
    "number": _("A number, such as 12,5"),
    "citizen_id": _("12 digits; format the column as text, so that zeros at the front stay"),
}
LONGEST_LIST = 2_000


def template(session: Session, resource: Resource) -> io.BytesIO:
    """Return an empty sheet (XLSX)."""
    return _xlsx(session, resource, layout.places_of(resource), [])


def rows(session: Session, resource: Resource, who: Principal, kind: str, asked: Asked) -> io.BytesIO:
    """Return the sheet with those records of a list that `who` may change, as `kind` (xlsx, csv), to be taken in again.

    ValueError: they are more than a sheet may bring back.
    """
    places, statement = layout.places_of(resource), filtered(resource, asked)
    units = who.units(resource, "update")
    if units is not None:
        statement = statement.where(resource.model.unit_id.in_(sorted(units)))
    if len(session.scalars(statement.with_only_columns(resource.model.id).limit(MOST_ROWS + 1)).all()) > MOST_ROWS:
        text = _("These are more than %(most)s records: filter the list first.", most=number(MOST_ROWS))
        raise ValueError(str(text))
    lines = _lines(session, resource, statement, places)
    if kind == "xlsx":
        return _xlsx(session, resource, places, lines, numbered=True)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(NUMBER), *(place.title for place in places)])
    for line in lines:
        writer.writerow([_plain(value) for value in line])
    return io.BytesIO(("\ufeff" + out.getvalue()).encode())


def _lines(session: Session, resource: Resource, chosen: Select[Any], places: list[Place]) -> Iterator[list[Any]]:
    codes, statement = Codes(session), wire.loaded(resource, chosen).order_by(resource.model.id)
    tables = {place.table.attribute.key: place.table for place in places if place.table}
    for record in session.scalars(statement).unique():
        items = {key: getattr(record, key) for key in tables}
        for at in range(max([1, *(len(found) for found in items.values())])):
            line: list[Any] = [record.id if at == 0 else None]
            for place in places:
                row = record if at == 0 else None
                if place.table:
                    found = items[place.table.attribute.key]
                    row = found[at] if at < len(found) else None
                value = None if row is None else getattr(row, place.column.key)
                line.append(layout.written(place.words, value, codes.names))
            yield line


def _xlsx(
    session: Session, resource: Resource, places: list[Place], lines: Iterable[list[Any]], *, numbered: bool = False
) -> io.BytesIO:
    book = Workbook(write_only=True)
    page = book.create_sheet(str(resource.title)[:31])
    page.freeze_panes = "A2"
    titles = [str(NUMBER)] if numbered else []
    titles += [
        place.title + (" *" if (place.words.required or place.words.wanted) and not place.fixed else "")
        for place in places
    ]
    for at, title in enumerate(titles, 1):
        page.column_dimensions[get_column_letter(at)].width = max(14, min(40, len(title) + 4))
    values = book.create_sheet(str(_("Possible values"))[:31])
    for validation in _explain(values, session, places, first=2 if numbered else 1):
        page.data_validations.append(validation)
    page.append([_bold(page, title) for title in titles])
    for line in lines:
        page.append([_cell(page, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _explain(page: Any, session: Session, places: list[Place], first: int) -> Iterator[DataValidation]:
    """Fill the second sheet: below each column what may stand in it; yield the lists for the first sheet."""
    codes, columns = Codes(session), []
    for at, place in enumerate(places, 1):
        possible = _possible(place.words, codes)
        columns.append([place.title, *possible] if possible else [place.title, str(FORMATS.get(place.words.kind, ""))])
        if possible:
            letter, here = get_column_letter(at), get_column_letter(at + first - 1)
            area = f"'{page.title}'!${letter}$2:${letter}${len(possible) + 1}"
            # A list that warns and does not forbid: the name of a row is accepted beside its code.
            found = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=False)
            found.add(f"{here}2:{here}{MOST_ROWS + 1}")
            yield found
    for at, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(at)].width = max(14, min(50, max(len(text) for text in column) + 2))
    for line_at in range(max(len(column) for column in columns)):
        line = [column[line_at] if line_at < len(column) else None for column in columns]
        page.append([_bold(page, text) for text in line] if line_at == 0 else line)


def _possible(words: Meta, codes: Codes) -> list[str]:
    if words.kind == "choice" and words.choices:
        return [str(choice) for choice in words.choices]
    if words.kind == "named":
        return [str(label) for label in names_of(words.target or "").values()]
    if words.kind == "yes_no":
        return [str(_("Yes")), str(_("No"))]
    if words.kind == "reference":
        return sorted(codes.names(words).values())[:LONGEST_LIST]
    return []


def _bold(page: Any, text: str | None) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text stays text, whatever it begins with
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return format_day(value)
    return number(value) if isinstance(value, Decimal) else safe(str(value))
