"""Mẫu 06: Phiếu kiểm soát quá trình giải quyết hồ sơ: each hand-over with giver, receiver, hours and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import clock, db, format_day, number
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.forms.slips import facts, legal_time
from modules.dossiers.journey.handlings import Handling, Outcome

NOTES = {Outcome.BACK: "Trả lại bước trước", Outcome.STOOD: "Chuyển sang chờ", Outcome.ENDED: "Kết thúc"}


@dataclass(frozen=True)
class Turn:
    """A hand-over on the sheet; without a receiver it is still waited for."""

    stay: Handling
    giver: str
    receiver: str
    result: str
    note: str

    @property
    def hours(self) -> str:
        """The hours of the step, as “4 giờ”; "" for a pause."""
        return "" if self.stay.paused else f"{number(self.stay.hours)} giờ"


def sheet(dossier: Dossier) -> dict[str, Any]:
    """The hand-overs of a dossier, oldest first, and how it stands against the promise."""
    found = select(Handling).where(Handling.dossier_id == dossier.id).order_by(Handling.id)
    stays = db.session.scalars(found.options(joinedload(Handling.giver), joinedload(Handling.holder))).all()
    turns = [_turn(stay, first=place == 0) for place, stay in enumerate(stays)]
    late = [turn for turn in turns if turn.result == "Quá hạn"]
    words = {"turns": turns, "late": len(late), "term": legal_time(dossier)}
    verdict = judged(dossier.solved_at, dossier.promised_at) if dossier.solved_at else ""
    return facts(dossier) | words | {"verdict": verdict, "printed_at": clock.now()}


def judged(ended: datetime, due: datetime | None) -> str:
    """Trước hạn on an earlier day, đúng hạn until the hour, quá hạn after it; "" where no time is counted."""
    if due is None:
        return ""
    if ended > due:
        return "Quá hạn"
    return "Trước hạn" if clock.local(ended).date() < clock.local(due).date() else "Đúng hạn"


def _turn(stay: Handling, *, first: bool) -> Turn:
    giver = "Người nộp hồ sơ" if first else (stay.giver.name if stay.giver else "")
    receiver = stay.holder.name if stay.holder else ""
    if stay.paused:
        resumed = f"Tiếp tục ngày {format_day(stay.left_at)}" if stay.left_at else ""
        return Turn(stay, giver, receiver, "Tạm dừng tính giờ", resumed)
    if stay.left_at is None:
        result = "Quá hạn" if stay.on_time is False else "Đang giải quyết"
    else:
        result = judged(stay.left_at, stay.due_at)
    ended = NOTES.get(stay.outcome, "") if stay.outcome else ""
    return Turn(stay, giver, receiver, result, ": ".join(filter(None, (ended, stay.note))))
