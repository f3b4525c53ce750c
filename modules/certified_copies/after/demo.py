"""A copy that was annulled, and a log with its first signed roots; everything is made up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.toolkit import User, add_record, as_person, clock, keep, take_steps
from modules.certified_copies.after.annulments import Annulment
from modules.certified_copies.after.log_day import sign_day
from modules.certified_copies.models import Copy


def load(session: Session, copy: Copy, scan: bytes, certifier: User, sealer: User) -> None:
    """Annul a released copy by a decision of this day, and close the day of the log."""
    decision = Annulment(
        unit_id=copy.unit_id,
        created_by_id=certifier.id,
        copy_id=copy.id,
        number="12/QĐ-UBND",
        decided_on=clock.today(),
        decided_by=f"{certifier.name}, Phó Chủ tịch",
        reason="Bản chính đã bị cơ quan cấp thu hồi từ trước ngày chứng thực",
    )
    add_record(session, decision)
    keep(session, decision, "quyet-dinh-huy-bo.jpg", scan, slot="scan")
    for step, who in (("propose", certifier), ("confirm", sealer)):
        with as_person(who.id):
            take_steps(session, decision, [(step, who.id)])
    for _done in sign_day(session):
        pass
