"""Copies of made-up papers of the ward in several states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import User, add_record, as_person, clock, keep, take_steps
from modules.certified_copies.own.models import Form, OwnCopy

PAPERS = [
    ("Kế hoạch chuyển đổi số năm 2026", Form.FULL, None, None, 3),
    ("Quyết định thành lập tổ công nghệ số cộng đồng", Form.OF_COPY, "07/SY-UBND", None, 1),
    ("Báo cáo kinh tế - xã hội sáu tháng đầu năm", Form.EXTRACT, None, "1", 3),
    ("Thông báo lịch tiếp công dân", Form.FULL, None, None, 0),
]
STEPS = ("propose", "approve", "release")


def load(session: Session, ward: Any, scan: Any, people: tuple[User, User, User]) -> None:
    """Lead the papers as far as they go; loading twice changes nothing."""
    if session.scalar(select(func.count()).select_from(OwnCopy)):
        return
    for number, (title, form, source, part, far) in enumerate(PAPERS):
        copy = OwnCopy(
            unit_id=ward.id,
            created_by_id=people[0].id,
            form=form,
            copied_from=source,
            part=part,
            title=title,
            paper_number=f"{31 + number}/KH-UBND",
            paper_day=clock.today() - timedelta(days=40 + number),
            issuer=ward.committee,
            recipients="Các bộ phận chuyên môn",
            sets=1,
        )
        add_record(session, copy)
        keep(session, copy, f"van-ban-{number + 1}.jpg", scan(title, ward.committee), slot="scan")
        for step, who in list(zip(STEPS, people, strict=True))[:far]:
            with as_person(who.id):
                take_steps(session, copy, [(step, who.id)])
