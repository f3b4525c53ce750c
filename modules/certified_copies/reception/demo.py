"""Visits of the last days at a desk; every person is made up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.toolkit import Unit, User, as_person, clock, invent_name, take_steps
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.answers import all_hold, answer, conditions_of
from modules.certified_copies.reception.conditions import Said
from modules.certified_copies.reception.limits import ExtensionReason
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Visit
from modules.fees.rules import Channel

KEY = "certified_copies.visits"
# papers by code with numbers of copies, hours ago, channel
VISITS: list[tuple[list[tuple[str, str, int]], int, Channel]] = [
    ([("BTN", "Bằng tốt nghiệp cao đẳng", 2), ("BD", "Bảng điểm cao đẳng", 2)], 2, Channel.DESK),
    ([("QSDD", "Giấy chứng nhận quyền sử dụng đất số CĐ 123456", 3)], 1, Channel.ONLINE),
    ([("HB", "Học bạ trung học phổ thông", 10), ("CCHI", "Chứng chỉ ngoại ngữ bậc 4", 10)], 3, Channel.DESK),
    ([("HD", "Hợp đồng thuê nhà đã công chứng", 1)], 4, Channel.POST),
]


def load(session: Any, ward: Unit, clerk: User) -> None:
    """Receive some people: one is promised a later day, one has to add papers; loading twice changes nothing."""
    if session.scalar(select(Visit.id).limit(1)):
        return
    kinds = {paper.code: paper.id for paper in session.scalars(select(PaperType))}
    received = []
    with as_person(clerk.id):
        for place, (papers, hours, channel) in enumerate(VISITS):
            with clock.frozen(clock.now() - timedelta(hours=hours)):
                visit = Visit(
                    unit_id=ward.id,
                    created_by_id=clerk.id,
                    requester=invent_name(f"visitor {place}"),
                    citizen_id=f"0790{90000000 + place * 24681:08d}",
                    phone=f"09{place}8 123 45{place}",
                    channel=channel,
                )
                for code, title, copies in papers:
                    visit.originals.append(Copy(paper_type_id=kinds[code], title=title, copies=copies))
                session.add(visit)
                visit.saved()
                take_steps(session, KEY, visit, [])
            received.append(visit)
        many = session.scalar(select(ExtensionReason.id).where(ExtensionReason.code == "KD3"))
        received[2].extension_id, received[2].extended_days = many, 2
        take_steps(session, KEY, received[2], [("extend", clerk.id)])
        all_hold(session, list(received[0].originals))
        wrong = received[1].originals[0]
        answer(session, wrong, {one.id: Said.NO for one in conditions_of(session, wrong) if one.code == "R01"})
        received[3].missing = "Phụ lục của hợp đồng thuê nhà (trang 7 đến trang 9)"
        received[3].missing_why = "Bản chính phải đủ các trang có thông tin (TT 01/2020/TT-BTP)."
        take_steps(session, KEY, received[3], [("ask", clerk.id)])
