"""Mẫu 07: Sổ theo dõi hồ sơ: what a unit received from a day to a day, and what became of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Sheet, Unit, _, clock, format_day, format_moment, workbook
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling, Outcome
from modules.dossiers.mergers.succession import Succession
from modules.procedures.editions.contents import Way

LONGEST = 366  # days
MOST_SHOWN, MOST = 1_000, 50_000  # lines on screen and paper; in a workbook
WAYS = {Way.DIRECT: "Trực tiếp", Way.ONLINE: "Trực tuyến", Way.POST: "Bưu chính công ích"}
HEADS = {
    "STT": 7,
    "Mã hồ sơ": 26,
    "Tên thủ tục hành chính": 36,
    "Số bộ hồ sơ": 9,
    "Tên cá nhân, tổ chức": 28,
    "Địa chỉ, số điện thoại": 40,
    "Cơ quan chủ trì giải quyết": 30,
    "Nhận hồ sơ": 18,
    "Hẹn trả kết quả": 18,
    "Chuyển đến cơ quan giải quyết": 18,
    "Nhận kết quả từ cơ quan giải quyết": 18,
    "Trả kết quả": 18,
    "Phương thức nhận kết quả": 18,
    "Ký nhận": 24,
    "Ghi chú": 40,
}


@dataclass(frozen=True)
class Entry:
    """A line of the book."""

    dossier: Dossier
    sent_at: datetime | None
    passed: Succession | None = None  # the merger by which it came to this unit, or left it
    left: bool = False

    @property
    def number(self) -> str:
        """The line in the book of its year; those received before lines were counted have none."""
        return str(self.line or "–")

    @property
    def line(self) -> int | None:
        """The same as a number; of a dossier that has left with a merger, its line of then."""
        return self.passed.line if self.passed and self.left else self.dossier.book_line

    @property
    def reached(self) -> str:
        """Address and phone."""
        return "; ".join(filter(None, (self.dossier.address, self.dossier.phone)))

    @property
    def agency(self) -> str:
        """Who solves it."""
        return str(self.dossier.competent.committee)

    @property
    def way(self) -> str:
        """How the result is got."""
        return WAYS[self.dossier.result_way or self.dossier.way]

    @property
    def note(self) -> str:
        """What a reader of the book must know: papers asked for, a new day, a stop, in time or late."""
        dossier, told = self.dossier, []
        if self.passed:
            told.append(f"chuyển đến {self.passed.new}" if self.left else f"nhận từ {self.passed.old}")
        if dossier.asked_at:
            told.append(f"yêu cầu bổ sung ngày {format_day(dossier.asked_at)}")
        if dossier.extended_until:
            told.append(f"hẹn lại ngày {format_day(dossier.extended_until)}")
        if dossier.state is State.STOPPED:
            told.append("dừng giải quyết")
        if dossier.on_time is not None:
            told.append("đúng hạn" if dossier.on_time else "quá hạn")
        return "; ".join(told)


@dataclass(frozen=True)
class TrackingBook:
    """The lines of a unit's book from the first to the last day, oldest first; `cut`: there are more than asked for."""

    unit: Unit
    first: date
    last: date
    entries: list[Entry]
    cut: bool

    @property
    def file_name(self) -> str:
        """How its files are named, without what kind they are."""
        return f"so-theo-doi-ho-so-{self.first:%Y%m%d}-{self.last:%Y%m%d}"

    def sheet(self) -> io.BytesIO:
        """The same as a workbook."""
        period = f"{self.unit.committee_in_full}, từ {format_day(self.first)} đến {format_day(self.last)}"
        rows = [_row(entry) for entry in self.entries]
        return workbook(Sheet("Sổ theo dõi hồ sơ", HEADS, rows, above=["SỔ THEO DÕI HỒ SƠ (Mẫu số 07)", period]))


def book_of(session: Session, unit: Unit, first: date, last: date, most: int = MOST_SHOWN) -> TrackingBook:
    """Return the book of a unit for some days. ValueError: the last before the first, or more than a year."""
    if last < first or (last - first).days > LONGEST:
        raise ValueError(str(_("Choose at most a year, the first day before the last.")))
    begin, end = clock.begin_of(first), clock.begin_of(last + timedelta(days=1))
    gone = select(Succession.dossier_id).where(Succession.old_id == unit.id, Succession.line.is_not(None))
    own = or_(Dossier.unit_id == unit.id, Dossier.id.in_(gone))
    where = (own, Dossier.received_at >= begin, Dossier.received_at < end)
    found = select(Dossier).where(*where).options(joinedload(Dossier.competent))
    dossiers = list(session.scalars(found.order_by(Dossier.received_at, Dossier.id).limit(most + 1)))
    shown = dossiers[:most]
    moved = _moved(session, unit, shown)
    left = select(Handling.dossier_id, func.min(Handling.left_at).label("left_at")).join(
        Dossier, Dossier.id == Handling.dossier_id
    )
    onward = left.where(*where, Handling.outcome == Outcome.ONWARD).group_by(Handling.dossier_id)
    sent = {row.dossier_id: row.left_at for row in session.execute(onward)}
    entries = [
        Entry(dossier, sent.get(dossier.id), moved.get(dossier.id), dossier.unit_id != unit.id) for dossier in shown
    ]
    return TrackingBook(unit, first, last, entries, len(dossiers) > most)


def _moved(session: Session, unit: Unit, shown: list[Dossier]) -> dict[int, Succession]:
    """The mergers by which dossiers have come to a unit or left it."""
    found = select(Succession).where(or_(Succession.old_id == unit.id, Succession.new_id == unit.id))
    rows = session.scalars(
        found.options(joinedload(Succession.old), joinedload(Succession.new)).order_by(Succession.id)
    )
    ids = {one.id for one in shown}
    return {one.dossier_id: one for one in rows if one.dossier_id in ids and one.line is not None}


def _row(entry: Entry) -> list[Any]:
    one = entry.dossier
    times = (one.received_at, one.promised_at, entry.sent_at, one.solved_at, one.returned_at)
    who = [entry.line, one.code, one.service, one.sets, one.applicant, entry.reached, entry.agency]
    return [*who, *(format_moment(at) for at in times), entry.way, one.taken_by, entry.note]
