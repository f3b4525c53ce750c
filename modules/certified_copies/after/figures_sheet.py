"""The figures of a period, and the register of its lines, as workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from app.toolkit import Sheet, format_day, workbook
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


def figures_workbook(figures: Figures) -> io.BytesIO:
    """The figures as a workbook: one sheet for each way of counting."""
    period = f"Từ {format_day(figures.first)} đến {format_day(figures.last)}"
    counted = [
        _sheet(name, period, [head, *COLUMNS], (_cells(one) for one in [*tallies, figures.total]))
        for name, head, tallies in (
            ("Theo đơn vị", "Đơn vị", figures.by_unit),
            ("Theo loại giấy tờ", "Loại giấy tờ", figures.by_kind),
            ("Theo người ký", "Người ký", figures.by_official),
        )
    ]
    days = ([one.day, one.originals, one.people, one.capacity or None, one.share] for one in figures.by_day)
    return workbook(
        *counted,
        _sheet("Theo ngày", period, ["Ngày", "Bản chính", "Lượt người", "Số chỗ tiếp nhận", "Mức tải"], days),
        _sheet("Từ chối", period, ["Lý do", "Số lượng"], (list(one) for one in figures.refusals)),
    )


def register(entries: list[Entry], fees: dict[Entry, int], period: str) -> io.BytesIO:
    """The lines of the register in the columns of the form, with the volume behind them."""
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
    return workbook(_sheet("Sổ chứng thực", period, REGISTER, rows))


def _cells(one: Tally) -> list[Any]:
    return [one.name, one.originals, one.copies, one.pages, one.released, one.late, one.on_time, one.paid]


def _sheet(name: str, period: str, heads: list[str], rows: Iterable[list[Any]]) -> Sheet:
    return Sheet(name, {head: 18 if at else 34 for at, head in enumerate(heads)}, rows, above=[period])
