"""What stands on the slips that a citizen takes home (forms 01, 02 and 03)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.toolkit import QrCode, Unit, as_system, clock, db, last_passage, public_address, signature_by
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.grounds import bases_of
from modules.dossiers.desk.papers import HandedPaper, Shape
from modules.dossiers.desk.states import Applicant, State
from modules.dossiers.journey.promise import route_of
from modules.dossiers.journey.rules import DeskRule
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import TimeUnit, Way

KINDS = {Shape.ORIGINAL: "bản chính", Shape.COPY: "bản sao", Shape.ELECTRONIC: "bản điện tử"}
STORES = {
    Shape.STORED: "lấy từ Kho quản lý dữ liệu điện tử của cơ quan",
    Shape.NATIONAL: "lấy từ Kho dữ liệu điện tử quốc gia",
}
YOU = {Applicant.CITIZEN: "ông/bà", Applicant.ENTERPRISE: "quý tổ chức", Applicant.HOUSEHOLD: "quý hộ kinh doanh"}
QUIET = 1  # the slip is white around the code


def receipt(dossier: Dossier) -> dict[str, Any]:
    """Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả; its QR code opens the public page of the dossier."""
    return facts(dossier) | {
        "qr": QrCode.of(status_address(dossier), QUIET).picture,
        "papers": [(paper.name, manner_of(paper)) for paper in dossier.papers],
        "term": legal_time(dossier),
        "due": None if dossier.state is State.WAITING else dossier.extended_from or dossier.promised_at,
        "place": place_of_result(dossier),
        "year": clock.local(dossier.received_at or clock.now()).year,
    }


def supplement(dossier: Dossier) -> dict[str, Any]:
    """Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ, of the unit whose official asked."""
    session = db.session()
    passage = last_passage(session, dossier, "ask", "ask_first")
    if passage is None:
        return facts(dossier) | {"times": 1, "resumes": ""}
    unit = session.get_one(Unit, dossier.unit_id if passage.step == "ask_first" else dossier.competent_id)
    signature = signature_by(session, passage, unit.id)
    times = DeskRule.of(session, clock.local(passage.at).date()).supplements
    begins = "Thời gian giải quyết được tính từ khi hồ sơ đầy đủ và được tiếp nhận."
    stands = "Thời gian chờ bổ sung không tính vào thời gian giải quyết."
    words = {"times": times, "resumes": stands if dossier.received_at else begins}
    return facts(dossier) | words | {"unit": unit, "signature": signature, "today": signature.day}


def refusal(dossier: Dossier) -> dict[str, Any]:
    """Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ."""
    passage = last_passage(db.session(), dossier, "reject")
    return facts(dossier) | {"reason": (passage.reason if passage else "") or "", "bases": bases_of(dossier)}


def facts(dossier: Dossier) -> dict[str, Any]:
    """What every form of a dossier begins with."""
    with as_system() as session:  # whoever may read the dossier may know what it asks for
        procedure = session.scalar(select(Procedure.code).where(Procedure.id == dossier.procedure_id))
    return {
        "code": str(dossier),
        "giver": dossier.applicant,
        "you": YOU[dossier.kind],
        "procedure": procedure,
        "competent": db.session.get_one(Unit, dossier.competent_id),
    }


def status_address(dossier: Dossier) -> str:
    """Where anybody with the code and the phone on the dossier reads how it stands."""
    return public_address("dossiers_outside.form", ma=str(dossier))


def manner_of(paper: HandedPaper) -> str:
    """How a paper came, as the receipt lists it: “01 bản chính”, or what replaces it."""
    if paper.shape is Shape.DATA:
        return f"thay bằng dữ liệu: {paper.instead}" if paper.instead else "thay bằng dữ liệu"
    if paper.shape in STORES:
        return STORES[paper.shape]
    if paper.shape is None:
        return "chưa nộp"
    if paper.shape is Shape.NOT_DUE:
        return "không thuộc trường hợp phải nộp"
    if paper.shape is Shape.ORIGINAL and paper.originals and paper.copies:
        return f"{paper.originals:02d} bản chính, {paper.copies:02d} bản sao"
    first, second = paper.originals, paper.copies
    count = (second or first) if paper.shape is Shape.COPY else (first or second)
    return f"{count or 1:02d} {KINDS[paper.shape]}"


def legal_time(dossier: Dossier) -> str:
    """The legal time of its way in words."""
    session, route = db.session(), route_of(db.session(), dossier)
    if route is not None and route.time is not None and route.time_unit is not TimeUnit.SAME_DAY:
        return route.term
    rule = DeskRule.of(session, clock.local(dossier.received_at or clock.now()).date())
    late = f"tiếp nhận sau {rule.cut_off} thì trả kết quả trong ngày làm việc tiếp theo"
    return f"trong ngày làm việc; {late}"


def place_of_result(dossier: Dossier) -> str:
    """Where and how the citizen gets the result: at the desk that received it, by post, or online."""
    way = dossier.result_way or dossier.way
    if way is Way.POST:
        return f"qua dịch vụ bưu chính công ích{', đến địa chỉ nêu trên' if dossier.address else ''}"
    if way is Way.ONLINE:
        mailed = f", thư điện tử {dossier.email}" if dossier.email else ""
        return f"bản điện tử trên Cổng Dịch vụ công quốc gia{mailed}"
    return f"trực tiếp tại {db.session.get_one(Unit, dossier.unit_id).desk_in_full}"
