"""The list that a decision of 2025 published when the districts were closed, and the online services since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User, add_record, clock, take_steps, unit_of
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.demo.people import morning
from modules.procedures.editions.edition import Edition

DAY = date(2025, 7, 1)
BIRTH, COPIES = "Hộ tịch", "Chứng thực"
# code, name, sector, levels, working days (0: the same day), fee
LIST = [
    ("1.001193", "Đăng ký khai sinh", BIRTH, "XA", 0, None),
    ("1.000689", "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", BIRTH, "XA", 3, None),
    ("1.004884", "Đăng ký lại khai sinh", BIRTH, "XA", 5, "Theo nghị quyết của HĐND Thành phố"),
    ("1.004772", "Đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân", BIRTH, "XA", 5, None),
    ("1.000894", "Đăng ký kết hôn", BIRTH, "XA", 0, None),
    ("2.000806", "Đăng ký kết hôn có yếu tố nước ngoài", BIRTH, "XA", 10, "Theo nghị quyết của HĐND Thành phố"),
    ("1.004746", "Đăng ký lại kết hôn", BIRTH, "XA", 5, "Theo nghị quyết của HĐND Thành phố"),
    ("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", BIRTH, "XA", 3, None),
    ("1.000656", "Đăng ký khai tử", BIRTH, "XA", 0, None),
    ("1.005461", "Đăng ký lại khai tử", BIRTH, "XA", 5, None),
    ("1.000419", "Đăng ký khai tử lưu động", BIRTH, "XA", 5, None),
    ("1.004859", "Thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc", BIRTH, "XA", 3, None),
    ("2.000635", "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", BIRTH, "TINH; XA", 0, None),
    ("2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", COPIES, "XA; KHAC", 0, "2.000 đồng/trang"),
    ("2.000884", "Chứng thực chữ ký trong giấy tờ, văn bản", COPIES, "XA; KHAC", 0, "10.000 đồng/trường hợp"),
    ("2.000908", "Cấp bản sao từ sổ gốc", COPIES, "TINH; XA", 0, None),
]  # fmt: skip
WITHOUT_SERVICE = {"1.000419", "2.000908"}


def load(session: Session, people: dict[str, User]) -> None:
    """One decision that published sixteen procedures, which are public since, and their online services."""
    office = people["vanphongub"]
    sectors = {one.name: one.id for one in session.scalars(select(Sector))}
    known = Procedure.by_code(session, [code for code, *_rest in LIST])
    held = {code for code, one in known.items() if one.standing is Standing.IN_FORCE}
    with clock.frozen(morning(DAY)):
        decision = Decision(
            unit_id=unit_of(session, "VPUB").id,
            title="Về công bố danh mục thủ tục hành chính lĩnh vực hộ tịch, chứng thực trên địa bàn Thành phố",
            basis="Luật Tổ chức chính quyền địa phương số 72/2025/QH15\n"
            "Nghị định số 63/2010/NĐ-CP về kiểm soát thủ tục hành chính",
            created_by_id=office.id,
            items=[
                ListedProcedure(
                    position=place,
                    act=Act.AMENDED if code in held else Act.NEW,
                    code=code,
                    name=name,
                    sector_id=sectors[sector],
                    levels=levels,
                    days=Decimal(days),
                    fee=fee,
                    basis="NĐ 120/2025/NĐ-CP" if sector == BIRTH else "NĐ 280/2025/NĐ-CP",
                )
                for place, (code, name, sector, levels, days, fee) in enumerate(LIST, 1)
            ],
        )
        add_record(session, decision)
        take_steps(session, decision, [("submit", office.id)])
        decision.number, decision.signed_on, decision.effective_on = "DEMO-01/QĐ-UBND", DAY, DAY
        take_steps(session, decision, [("issue", people["lanhdaotp"].id)])
    _publish(session, people["vanphongub"], decision)
    _services(session)


def _publish(session: Session, office: User, decision: Decision) -> None:
    for edition in session.scalars(select(Edition).where(Edition.decision_id == decision.id).order_by(Edition.id)):
        if edition.code != "1.000419":
            with clock.frozen(morning(DAY)):
                edition.public_on = DAY
                take_steps(session, edition, [("show", office.id)])


def _services(session: Session) -> None:
    levels = {one.name: one.id for one in session.scalars(select(ServiceLevel))}
    codes = sorted(code for code, *_rest in LIST)
    found = Procedure.by_code(session, codes)
    for place, procedure in enumerate(found[code] for code in codes):
        if procedure.code not in WITHOUT_SERVICE:
            service = OnlineService(
                unit_id=procedure.unit_id,
                code=f"{procedure.code}.000.00.00.H29",
                name=procedure.name,
                procedure_id=procedure.id,
                level_id=levels["Toàn trình" if place % 3 else "Một phần"],
                pays=bool(place % 2),
                valid_from=DAY,
            )
            add_record(session, service)
