"""Visits of the last days at a desk; every person is made up."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    OTHER_WARD,
    WARD,
    Unit,
    User,
    Weekday,
    add_record,
    as_person,
    clock,
    invent_name,
    take_steps,
    unit_of,
)
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.answers import all_hold, answer, conditions_of
from modules.certified_copies.reception.appointments import Appointment
from modules.certified_copies.reception.conditions import Said
from modules.certified_copies.reception.hours import BookingHours, coming
from modules.certified_copies.reception.limits import ExtensionReason
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Visit
from modules.fees.rules import Channel

# papers by code with numbers of copies, hours ago, channel
VISITS: list[tuple[list[tuple[str, str, int]], int, Channel]] = [
    ([("BTN", "Bằng tốt nghiệp cao đẳng", 2), ("BD", "Bảng điểm cao đẳng", 2)], 2, Channel.DESK),
    ([("QSDD", "Giấy chứng nhận quyền sử dụng đất số CĐ 123456", 3)], 1, Channel.ONLINE),
    ([("HB", "Học bạ trung học phổ thông", 10), ("CCHI", "Chứng chỉ ngoại ngữ bậc 4", 10)], 3, Channel.DESK),
    ([("HD", "Hợp đồng thuê nhà đã công chứng", 1)], 4, Channel.POST),
    ([("BTN", "Bằng tốt nghiệp trung cấp", 1)], 5, Channel.DESK),
]


HOURS = [("08:00", "09:00"), ("09:00", "10:00"), ("10:00", "11:00"), ("13:30", "14:30"), ("14:30", "15:30")]


def book(session: Session, clerk: User) -> None:
    """Hours of two wards, and people who booked them: confirmed, missed, cancelled, to come."""
    if session.scalar(select(BookingHours.id).limit(1)):
        return
    for code, many in ((WARD, 4), (OTHER_WARD, 2)):
        for weekday in list(Weekday)[:6]:
            for opens, closes in HOURS if weekday is not Weekday.SATURDAY else HOURS[:3]:
                words = {"weekday": weekday, "opens": opens, "closes": closes, "places": many}
                words |= {"source": "Quy chế tiếp công dân của phường", "valid_from": date(2025, 7, 1)}
                session.add(BookingHours(unit_id=unit_of(session, code).id, **words))
    session.flush()
    ward = unit_of(session, WARD).id
    papers = list(session.scalars(select(PaperType.id).where(PaperType.copyable).order_by(PaperType.id).limit(8)))
    for place in range(8):
        with clock.frozen(clock.now() - timedelta(days=2 if place < 2 else 0)), as_person(None):
            offered = coming(session, ward)
            when, name = offered[place % 2 if place < 2 else place - 2].begins, invent_name(f"booker {place}")
            made, _code = Appointment.book(
                session, ward, when, requester=name, phone=f"090{place}111222", paper_type_id=papers[place]
            )
        for step in {0: ["no_show"], 3: ["confirm"], 4: ["confirm"], 6: ["cancel"]}.get(place, []):
            take_steps(session, made, [(step, clerk.id)], reason="Theo yêu cầu")


def load(session: Session, ward: Unit, clerk: User) -> None:
    """Receive some people: one is promised a later day, one has to add papers; loading twice changes nothing."""
    book(session, clerk)
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
                add_record(session, visit)
            received.append(visit)
        many = session.scalar(select(ExtensionReason.id).where(ExtensionReason.code == "KD3"))
        received[2].extension_id, received[2].extended_days = many, 2
        take_steps(session, received[2], [("extend", clerk.id)])
        all_hold(session, list(received[0].originals))
        wrong = received[1].originals[0]
        answer(session, wrong, {one.id: Said.NO for one in conditions_of(session, wrong) if one.code == "R01"})
        forged = received[4].originals[0]
        answer(session, forged, {one.id: one.refuses for one in conditions_of(session, forged) if one.code == "R09"})
        seen = "Ngày cấp bị tẩy xóa, số hiệu không khớp với dấu giáp lai."
        take_steps(session, forged, [("refuse", clerk.id)], reason=seen)
        received[3].missing = "Phụ lục của hợp đồng thuê nhà (trang 7 đến trang 9)"
        received[3].missing_why = "Bản chính phải đủ các trang có thông tin (TT 01/2020/TT-BTP)."
        take_steps(session, received[3], [("ask", clerk.id)])
        wrong.refusal_id = next(one.id for one in conditions_of(session, wrong) if one.code == "R01")
        take_steps(session, wrong, [("refuse", clerk.id)], reason="Bản chính bị tẩy xóa")
