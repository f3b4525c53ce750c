"""The consolidated table as XLSX, ready to print on A3: values, not formulas, since the sums are checked here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from app.toolkit import Sheet, Strong, clock, format_day, number, workbook
from modules.equipment.campaign import Campaign
from modules.equipment.consolidation import Block, Row, Table

HEADS = {
    "STT": 6,
    "Đơn vị, thiết bị": 38,
    "ĐVT": 10,
    "Nhu cầu": 9,
    "Hiện có": 9,
    "Định mức": 9,
    "Thiếu": 9,
    "Đề xuất": 9,
    "Được duyệt": 10,
    "Đơn giá (đồng)": 16,
    "Thành tiền đề xuất (đồng)": 19,
    "Thành tiền được duyệt (đồng)": 19,
    "Nguồn": 24,
    "Ghi chú": 40,
}


def sheet(table: Table, campaign: Campaign) -> io.BytesIO:
    """Return the file; a price that differs between requests is shown as its range."""
    above = ["BIỂU TỔNG HỢP NHU CẦU TRANG THIẾT BỊ", campaign.name, f"Tính đến ngày {format_day(clock.today())}"]
    return workbook(Sheet("Biểu tổng hợp", HEADS, _lines(table), above=above, fixed=2, paper="A3"))


def _lines(table: Table) -> Iterator[list[Any]]:
    for roman, group, units in table.groups:
        yield _sum(roman, group.title, group)
        for place, unit in enumerate(units, 1):
            yield _sum(place, unit.title, unit)
            yield from map(_cells, unit.rows)
    yield _sum(None, "TỔNG CỘNG TOÀN THÀNH PHỐ", table.total)
    yield from map(_cells, table.total.rows)
    yield [None, f"Bằng chữ, đề xuất: {table.words}"]
    yield [None, f"Bằng chữ, được duyệt: {table.granted_words}"]


def _sum(place: Any, title: str, block: Block) -> Strong:
    return Strong([place, title, *[None] * 8, block.amount, block.granted])


def _cells(row: Row) -> list[Any]:
    low, high = row.price
    return [
        None,
        row.item.name,
        row.item.measure,
        row.need,
        row.usable,
        row.norm,
        row.lacking,
        row.asked,
        row.approved,
        low if low == high else f"{number(low)} - {number(high)}",
        row.amount,
        row.granted,
        row.fund,
        row.note,
    ]
