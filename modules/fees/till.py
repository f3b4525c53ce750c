"""Bảng kê thu: one day's receipts of a unit, by cashier, on screen, as a sheet and on paper."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Sheet, Strong, User, clock, dong_in_words, format_day, format_moment, workbook
from modules.fees.receipts import Means, Receipt, State

MOST = 5_000
HEADS = {
    "STT": 6,
    "Ký hiệu, số biên lai": 22,
    "Giờ thu": 9,
    "Người nộp": 30,
    "Người thu": 26,
    "Hình thức": 20,
    "Số tiền (đồng)": 16,
    "Ghi chú": 26,
}


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

    @property
    def file_name(self) -> str:
        """How its files are named, without what kind they are."""
        return f"bang-ke-thu-{self.day:%Y-%m-%d}"

    def sheet(self) -> io.BytesIO:
        """The same as a workbook."""
        rows = [
            *(self._row(place, one) for place, one in enumerate(self.receipts, 1)),
            Strong([None, "TỔNG CỘNG", None, None, None, None, self.total]),
            [None, f"Bằng chữ: {self.in_words}"],
        ]
        title = f"BẢNG KÊ THU PHÍ, LỆ PHÍ NGÀY {format_day(self.day)}"
        who = f"Người thu: {self.cashier.name}" if self.cashier else "Tất cả người thu"
        return workbook(Sheet("Bảng kê thu", HEADS, rows, above=[title, who]))

    def _row(self, place: int, one: Receipt) -> list[Any]:
        held = one.state is State.ISSUED
        note = "" if held else f"Đã hủy lúc {format_moment(one.cancelled_at)}"
        who = one.cashier.name if one.cashier else ""
        return [place, str(one), one.hour, one.payer, who, str(one.means), one.total if held else 0, note]


def till_of(session: Session, unit_id: int, day: date, cashier: User | None = None) -> Till:
    """Return the receipts of a unit on a day, of one cashier or of all."""
    begin = clock.begin_of(day)
    where = (Receipt.unit_id == unit_id, Receipt.issued_at >= begin, Receipt.issued_at < begin + timedelta(days=1))
    found = select(Receipt).where(*where).options(joinedload(Receipt.cashier)).order_by(Receipt.number).limit(MOST)
    if cashier is not None:
        found = found.where(Receipt.cashier_id == cashier.id)
    return Till(day, cashier, list(session.scalars(found)))


def cashiers_of(session: Session, unit_id: int) -> list[User]:
    """Return whoever has taken money in a unit, by name."""
    ids = select(Receipt.cashier_id).where(Receipt.unit_id == unit_id).distinct()
    return list(session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name)))
