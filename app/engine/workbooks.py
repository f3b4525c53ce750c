"""Workbooks (XLSX) that a module lays out itself: lines above, headings, rows. Lists of records have `sheets.py`."""

from __future__ import annotations

import io

from app.spec.sheet import Sheet


def workbook(*sheets: Sheet) -> io.BytesIO:
    """Return the file, from its beginning."""
    from openpyxl import Workbook

    from app.engine.workbook_pages import draw

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        draw(book.create_sheet(sheet.title[:31]), sheet)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out
