"""A ward with scans to certify in every state; every paper and person is made up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import (
    WARD,
    add_person,
    add_record,
    as_person,
    clock,
    invent_name,
    keep,
    take_steps,
    unit_of,
)
from modules.certified_copies.after import demo as after
from modules.certified_copies.capture import demo as capture
from modules.certified_copies.capture.pages import tick_all
from modules.certified_copies.certify import PAPER
from modules.certified_copies.external.models import ExternalCopy
from modules.certified_copies.key import COPIES
from modules.certified_copies.made_up import picture, ring, scribble
from modules.certified_copies.models import Copy
from modules.certified_copies.own import demo as own
from modules.certified_copies.queue.rules import SigningRule
from modules.certified_copies.reception import demo as reception
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt
from modules.signing.appearance import Appearance, Manner
from modules.signing.demo_root import keys_of
from modules.signing.models import Holder

PAPERS = [
    "Bằng tốt nghiệp đại học",
    "Giấy chứng nhận kết hôn",
    "Học bạ trung học phổ thông",
    "Chứng chỉ tin học",
    "Giấy khai sinh",
    "Bằng tốt nghiệp trung học phổ thông",
    "Chứng chỉ ngoại ngữ",
    "Giấy chứng nhận đăng ký kinh doanh",
]


def load(session: Session) -> None:
    """Accounts, test keys, and copies in every state; loading twice changes nothing."""
    ward = unit_of(session, WARD)
    clerk = add_person(
        session, "motcua", "certified_copies.clerk", WARD, "Công chức Tư pháp - Hộ tịch", "Trần Ngọc Lan"
    )
    certifier = add_person(session, "lanhdao", "certified_copies.certifier", WARD, "PHÓ CHỦ TỊCH", "Lê Minh Khoa")
    sealer = add_person(session, "vanthu", "certified_copies.sealer", WARD, "Văn thư", "Hồ Kim Ngân")
    add_person(session, "lanhdao", "certified_copies.auditor", WARD, "PHÓ CHỦ TỊCH", "Lê Minh Khoa")
    add_person(session, "quantri", "signing.keeper", "79", "Quản trị hệ thống")
    add_person(session, "quantri", "certified_copies.keeper", "79", "Quản trị hệ thống")
    if session.scalar(select(func.count()).select_from(Copy)):
        return
    _keys(session, ward, certifier)
    told = {"source": "Quyết định phân công ký chứng thực bản sao điện tử (minh họa)", "valid_from": date(2026, 1, 1)}
    session.add(SigningRule(unit_id=ward.id, sample_percent=30, sample_least=2, **told))
    session.add(
        ExternalCopy(
            unit_id=ward.id,
            created_by_id=clerk.id,
            number=2417,
            certified_on=clock.today(),
            dossier_code=f"H29.{ward.code}-{clock.today():%y%m%d}-0012",
            title="Bằng tốt nghiệp cao đẳng",
            requester=invent_name("portal"),
            copies=1,
        )
    )
    own.load(session, ward, picture, (clerk, certifier, sealer))
    # What is released was so yesterday: the public log has closed that day.
    with clock.frozen(clock.now() - timedelta(days=1)):
        for number in range(3, len(PAPERS), 4):
            copy = _led(session, ward, number, clerk, certifier, sealer)
        after.load(session, copy, picture("Quyết định hủy bỏ", certifier.name), certifier, sealer)
    for number in range(len(PAPERS)):
        if number % 4 < 3:
            _led(session, ward, number, clerk, certifier, sealer)
    reception.load(session, ward, clerk)


def _led(session: Session, ward: Any, number: int, clerk: Any, certifier: Any, sealer: Any) -> Copy:
    """Make a copy and take it so many steps far; the fee of what is signed is paid."""
    paper = PAPERS[number]
    copy = Copy(
        unit_id=ward.id,
        created_by_id=clerk.id,
        title=paper,
        requester=invent_name(f"requester {number}"),
        citizen_id=f"0791{88000000 + number * 1357:08d}",
        issued_on=clock.today() - timedelta(days=900 + number),
        original_number=f"{4417 + number}/2023",
    )
    add_record(session, copy)
    with as_person(clerk.id):
        scan = picture(paper, copy.requester)
        keep(session, copy, f"ban-quet-{number + 1}.jpg", scan, slot="scan")
        if number == 4:
            capture.more_pages(session, copy, scan, picture("Phụ lục giấy khai sinh", copy.requester))
    for step, who in (("submit", clerk), ("sign", certifier), ("seal", sealer))[: number % 4]:
        for check in copy.checks:
            check.passed = True
        with as_person(who.id):
            if step == "submit":
                tick_all(session, copy)
            take_steps(session, copy, [(step, who.id)])
    charges = Charge.of(session, COPIES, [copy.id])
    if charges and number % 4 > 1:
        with as_person(clerk.id):
            Receipt.take(session, charges, copy.requester, list(Means)[number % 2], None)
    return copy


def _keys(session: Session, ward: Any, certifier: Any) -> None:
    for key in keys_of(session, ward, certifier):
        official = key.holder is Holder.OFFICIAL
        keep(session, key, "chu-ky.png" if official else "con-dau.png", scribble() if official else ring())
        shown = {
            "manner": Manner.PICTURE,
            "width": 50 if official else 36,
            "source": "NĐ 30/2020, Phụ lục I (minh họa)",
        }
        session.add(Appearance(unit_id=ward.id, paper=PAPER, holder=key.holder, valid_from=date(2020, 3, 5), **shown))
    session.flush()
