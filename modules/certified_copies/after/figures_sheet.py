"""The figures of a period, and the register of its lines, as workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from modules.certified_copies.after.figures import Figures, Tally
from modules.certified_copies.book.entries import Entry

COLUMNS = ["Bản chính", "Bản sao", "Trang", "Đã phát hành", "Trễ hạn", "Đúng hạn", "Phí đã thu (đồng)"]
REGISTER = [
    "Số thứ tự/số chứng thực",
    "Ngày, tháng, năm chứng thực",
    "Họ tên của người yêu cầu chứng thực",
    "Tên của bản chính giấy tờ, văn bản",
    "Họ tên, chức danh người ký chứng thực",
    "Số bản sao đã được chứng thực",
    "Lệ phí/Phí chứng thực",
    "Ghi chú",
    "Quyển số",
]
MONEY = "#,##0"


def workbook(figures: Figures) -> io.BytesIO:
    """The figures as a workbook: one sheet for each way of counting."""
    book, period = Workbook(), f"Từ {figures.first:%d/%m/%Y} đến {figures.last:%d/%m/%Y}"
    book.remove(book.active)
    for name, head, tallies in (
        ("Theo đơn vị", "Đơn vị", figures.by_unit),
        ("Theo loại giấy tờ", "Tên bản chính", figures.by_title),
        ("Theo người ký", "Người ký", figures.by_official),
    ):
        _sheet(book, name, period, [head, *COLUMNS], (_cells(one) for one in [*tallies, figures.total]))
    days = ([one.day, one.originals, one.people, one.capacity or None, one.share] for one in figures.by_day)
    _sheet(book, "Theo ngày", period, ["Ngày", "Bản chính", "Lượt người", "Số chỗ tiếp nhận", "Mức tải"], days)
    _sheet(book, "Từ chối", period, ["Lý do", "Số lượng"], (list(one) for one in figures.refusals))
    return _saved(book)


def register(entries: list[Entry], fees: dict[Entry, int], period: str) -> io.BytesIO:
    """The lines of the register in the columns of the form, with the volume behind them."""
    book = Workbook()
    book.remove(book.active)
    rows = (
        [
            one.number_text,
            one.certified_on,
            one.requester,
            one.title,
            one.signer,
            None if one.void else one.copies,
            None if one.void else fees.get(one, 0),
            one.note,
            one.book.title,
        ]
        for one in entries
    )
    _sheet(book, "Sổ chứng thực", period, REGISTER, rows)
    return _saved(book)


def _cells(one: Tally) -> list[Any]:
    return [one.name, one.originals, one.copies, one.pages, one.released, one.late, one.on_time, one.paid]


def _sheet(book: Workbook, name: str, period: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
    page = book.create_sheet(name)
    page.append([period])
    page.append(heads)
    for row in rows:
        page.append([_plain(cell) for cell in row])
    for cell in page[2]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[cell.column_letter].width = 34 if cell.column == 1 else 18
    for cells in page.iter_rows(min_row=3):
        for cell in cells:
            if isinstance(cell.value, int):
                cell.number_format = MONEY
    page.freeze_panes = "B3"


def _plain(value: Any) -> Any:
    """A text that begins like a formula stays a text: titles are typed by strangers' papers."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" and value != "–" else value


def _saved(book: Workbook) -> io.BytesIO:
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out
