"""Sheets as people make them, for tests."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook


def xlsx(*rows: list[Any], merge: str = "") -> bytes:
    """Return a workbook with these rows."""
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: list[Any], mark: str = ",", coding: str = "utf-8-sig") -> bytes:
    """Return a CSV file with these rows."""
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(coding)


def send(browser: Any, path: str, name: str, content: bytes) -> str:
    """Send a file and return the page that comes: the trial run, or the form with what was refused."""
    answer = browser.post(path, {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    browser.last = answer.headers["Location"]
    return browser.get(browser.last).text
