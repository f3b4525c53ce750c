"""The two interconnected procedures of civil status, in force since 1 September 2026, with their papers and process."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User, add_record, clock, take_steps, unit_of
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.demo import contents, drafted
from modules.procedures.demo.people import morning
from modules.procedures.editions.edition import Edition, everything

DAY = date(2026, 9, 1)
LIST = (
    ("3.000722", "Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế, cấp thẻ căn cước cho trẻ em dưới 6 tuổi"),
    ("2.002913", "Liên thông đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng phí, tử tuất"),
)  # fmt: skip
BASIS = "Nghị định về liên thông thủ tục hành chính, hiệu lực 01/9/2026 (cần đối chiếu số hiệu)"


def load(session: Session, people: dict[str, User]) -> None:
    """One decision that publishes both, and another that approves how they are solved."""
    day = min(DAY, clock.today())
    sector = session.scalar(select(Sector.id).where(Sector.name == "Hộ tịch"))
    with clock.frozen(morning(day)):
        decision = Decision(
            unit_id=unit_of(session, "VPUB").id,
            title="Về công bố thủ tục hành chính liên thông lĩnh vực hộ tịch",
            basis=BASIS,
            created_by_id=people["vanphongub"].id,
            items=[
                ListedProcedure(
                    position=place, act=Act.NEW, code=code, name=name, sector_id=sector, levels="XA", days=Decimal(1), basis=BASIS,
                )
                for place, (code, name) in enumerate(LIST, 1)
            ],
        )  # fmt: skip
        add_record(session, decision)
    drafted.issue(session, people, decision, day, 4)
    published = select(Edition).where(Edition.decision_id == decision.id).options(*everything()).order_by(Edition.id)
    for edition in session.scalars(published).unique().all():
        with clock.frozen(morning(day)):
            edition.papers = contents.joined(edition.code or "")
            edition.public_on = day
            take_steps(session, edition, [("show", people["vanphongub"].id)])
    level = session.scalars(select(Level).where(Level.code == "XA")).one()
    approval = drafted.decide(session, people, "Về phê duyệt quy trình nội bộ thủ tục liên thông lĩnh vực hộ tịch", day)
    for code, _name in LIST:
        drafted.approve(session, people, drafted.named(session, code), level, drafted.LEAN, approval, day)
    drafted.issue(session, people, approval, day, 5)
