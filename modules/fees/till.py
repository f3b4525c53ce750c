"""Bảng kê thu: one day's receipts of a unit, by cashier, on screen, as a sheet and on paper."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import User, clock, dong_in_words, format_moment
from modules.fees.receipts import Means, Receipt, State

MOST = 5_000
HEADS = ["STT", "Ký hiệu, số biên lai", "Giờ thu", "Người nộp", "Người thu", "Hình thức", "Số tiền (đồng)", "Ghi chú"]


@dataclass(frozen=True)
class Till:
    """The receipts of one day, oldest first; cancelled ones stand there and count nothing."""

    day: date
    cashier: User | None
    receipts: list[Receipt]

    @property
    def by_means(self) -> dict[Means, int]:
        """Đồng taken, by means of payment."""
        found: Counter[Means] = Counter()
        for receipt in self.receipts:
            found[receipt.means] += receipt.total if receipt.state is State.ISSUED else 0
        return {means: found[means] for means in Means}

    @property
    def total(self) -> int:
        """Đồng taken in all."""
        return sum(self.by_means.values())

    @property
    def in_words(self) -> str:
        """The sum in Vietnamese words."""
        return dong_in_words(self.total)

    @property
    def cancelled(self) -> int:
        """How many receipts of the day were cancelled."""
        return sum(receipt.state is State.CANCELLED for receipt in self.receipts)

    def sheet(self) -> io.BytesIO:
        """The same as a workbook."""
        book = Workbook()
        page = book.active
        page.title = "Bảng kê thu"
        page.append([f"BẢNG KÊ THU PHÍ, LỆ PHÍ NGÀY {self.day:%d/%m/%Y}"])
        page.append([f"Người thu: {self.cashier.name}" if self.cashier else "Tất cả người thu"])
        page.append(HEADS)
        for place, one in enumerate(self.receipts, 1):
            held = one.state is State.ISSUED
            note = "" if held else f"Đã hủy lúc {format_moment(one.cancelled_at)}"
            who = one.cashier.name if one.cashier else ""
            cells = [place, str(one), one.hour, one.payer, who, str(one.means)]
            page.append([*cells, one.total if held else 0, note])
        page.append([None, "TỔNG CỘNG", None, None, None, None, self.total])
        page.append([None, f"Bằng chữ: {self.in_words}"])
        for cells in (page[1], page[3], page[page.max_row - 1]):
            for cell in cells:
                cell.font = Font(bold=True)
        for letter, width in zip("ABCDEFGH", (6, 22, 9, 30, 26, 20, 16, 26), strict=True):
            page.column_dimensions[letter].width = width
        for cells in page.iter_rows(min_row=4, min_col=7, max_col=7):
            cells[0].number_format = "#,##0"
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        return out


def till_of(session: Session, unit_id: int, day: date, cashier: User | None = None) -> Till:
    """Return the receipts of a unit on a day, of one cashier or of all."""
    begin = datetime.combine(day, time(), clock.ZONE)
    where = (Receipt.unit_id == unit_id, Receipt.issued_at >= begin, Receipt.issued_at < begin + timedelta(days=1))
    found = select(Receipt).where(*where).options(joinedload(Receipt.cashier)).order_by(Receipt.number).limit(MOST)
    if cashier is not None:
        found = found.where(Receipt.cashier_id == cashier.id)
    return Till(day, cashier, list(session.scalars(found)))


def cashiers_of(session: Session, unit_id: int) -> list[User]:
    """Return whoever has taken money in a unit, by name."""
    ids = select(Receipt.cashier_id).where(Receipt.unit_id == unit_id).distinct()
    return list(session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name)))
