"""What the demo prepares: births and marriages in full, their processes and the leaner one, and a process with faults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User, add_record, as_person, clock, take_steps, unit_of
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision
from modules.procedures.demo import contents
from modules.procedures.demo.people import morning
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

# The one-stop desk has them; its module need not be here for a process to name them.
CLERK, EXPERT, LEADER, SEALER = "dossiers.reception", "dossiers.expert", "dossiers.leader", "dossiers.sealer"
# code, what is done, role, hours, onward, back, forms
FIRST = [
    ("B1", "Kiểm tra, tiếp nhận hồ sơ, thu lệ phí", CLERK, "0.5", "B2", None, "Mẫu 01"),
    ("B2", "Chuyển hồ sơ cho bộ phận chuyên môn", CLERK, "0.5", "B3", None, "Mẫu 06"),
    ("B3", "Thẩm định, tra cứu dữ liệu dân cư", EXPERT, "3", "B4", "B1", "Mẫu 02; Mẫu 03"),
    ("B4", "Trình lãnh đạo xem xét", EXPERT, "1", "B5", None, None),
    ("B5", "Ký duyệt", LEADER, "2", "B6", "B3", None),
    ("B6", "Đóng dấu, vào sổ", SEALER, "0.5", "B7", None, None),
    ("B7", "Trả kết quả, thống kê", CLERK, "0.5", None, None, "Mẫu 07"),
]
LEAN = [
    ("B1", "Kiểm tra, tiếp nhận hồ sơ, thu lệ phí", CLERK, "0.5", "B2", None, "Mẫu 01; Mẫu 06"),
    ("B2", "Thẩm định, tra cứu dữ liệu dân cư", EXPERT, "2", "B3", "B1", "Mẫu 02; Mẫu 03"),
    ("B3", "Ký duyệt", LEADER, "1", "B4", "B2", None),
    ("B4", "Đóng dấu, vào sổ", SEALER, "0.5", "B5", None, None),
    ("B5", "Trả kết quả, thống kê", CLERK, "0.5", None, None, "Mẫu 07"),
]
COPYING = [
    ("B1", "Tiếp nhận, đối chiếu bản chính, quét, thu phí", CLERK, "1", "B2", None, "Mẫu 01"),
    ("B2", "Ký chứng thực", LEADER, "1.5", "B3", "B1", None),
    ("B3", "Đóng dấu, vào sổ chứng thực", SEALER, "0.5", "B4", None, None),
    ("B4", "Trả kết quả, thống kê", CLERK, "0.5", None, None, "Mẫu 07"),
]
FAULTY = [
    ("B1", "Kiểm tra, tiếp nhận hồ sơ", CLERK, "0.5", "B2", None, "Mẫu 01"),
    ("B2", "Xác minh tại nơi cư trú", EXPERT, "40", "B3", None, None),
    ("B3", "Ký duyệt", LEADER, "4", "B2", None, None),
    ("B4", "Trả kết quả", CLERK, "0.5", None, None, None),
]


def load(session: Session, people: dict[str, User]) -> None:
    """Two generations of the birth process, an amended edition under way, and drafts at each stage."""
    today = clock.today()
    birth, death, copies = (named(session, code) for code in ("1.001193", "1.000656", "2.000815"))
    level = session.scalars(select(Level).where(Level.code == "XA")).one()
    before = decide(session, people, "Về phê duyệt quy trình nội bộ lĩnh vực hộ tịch", date(2025, 7, 15))
    for procedure in (birth, death, *(named(session, code) for code in ("1.004884", "1.005461", "1.000894"))):
        approve(session, people, procedure, level, FIRST, before)
    approve(session, people, copies, level, COPYING, before)
    issue(session, people, before, date(2025, 7, 15), 2)
    lean = max(today - timedelta(days=40), date(2025, 8, 1))
    after = decide(session, people, "Về phê duyệt quy trình nội bộ được tái cấu trúc lĩnh vực hộ tịch", lean)
    marriage = named(session, "1.000894")
    for procedure, edition in ((birth, contents.birth), (marriage, contents.marriage)):
        _edition(session, people, edition(procedure, level, people["sotuphap"].id), after, lean)
        approve(session, people, procedure, level, LEAN, after, lean)
    issue(session, people, after, lean, 3)
    with clock.frozen(morning(today - timedelta(days=3))), as_person(people["sotuphap"].id):
        unmarried = named(session, "1.004873")
        _draft(session, people, unmarried, level, FAULTY)
        decide(session, people, "Về công bố thủ tục hành chính sửa đổi, bổ sung lĩnh vực hộ tịch", today)
        waiting = named(session, "1.004859")
        edition = Edition(
            unit_id=waiting.unit_id, procedure_id=waiting.id, act=Act.AMENDED, name=waiting.name,
            course="Người yêu cầu nộp hồ sơ; công chức kiểm tra, thẩm định; lãnh đạo ký; trả kết quả.",
            created_by_id=people["sotuphap"].id,
        )  # fmt: skip
        add_record(session, edition)


def named(session: Session, code: str) -> Procedure:
    """Return the procedure of a code."""
    return session.scalars(select(Procedure).where(Procedure.code == code)).one()


def decide(session: Session, people: dict[str, User], title: str, day: date) -> Decision:
    """Draft a decision on a day."""
    with clock.frozen(morning(min(day, clock.today()))):
        decision = Decision(unit_id=unit_of(session, "VPUB").id, title=title, created_by_id=people["vanphongub"].id)
        return add_record(session, decision)


def issue(session: Session, people: dict[str, User], decision: Decision, day: date, number: int) -> None:
    """Have a decision signed on a day, as the number-th of the demo."""
    with clock.frozen(morning(day)):
        take_steps(session, decision, [("submit", people["vanphongub"].id)])
        decision.number, decision.signed_on, decision.effective_on = f"DEMO-{number:02d}/QĐ-UBND", day, day
        take_steps(session, decision, [("issue", people["lanhdaotp"].id)])


def _draft(
    session: Session,
    people: dict[str, User],
    procedure: Procedure,
    level: Level,
    rows: Sequence[tuple[str | None, ...]],
) -> Process:
    process = Process(
        unit_id=unit_of(session, "STP").id, procedure_id=procedure.id, level_id=level.id,
        name=f"{procedure.name} tại cấp xã", kept="Tờ khai và giấy tờ kèm theo: theo thời hạn lưu hồ sơ hộ tịch",
        created_by_id=people["sotuphap"].id,
        steps=[
            ProcessStep(
                position=place, code=code, name=name, role=role, hours=Decimal(hours or 0), onward=onward,
                back_to=back, forms_out=forms,
            )
            for place, (code, name, role, hours, onward, back, forms) in enumerate(rows, 1)
        ],
    )  # fmt: skip
    return add_record(session, process)


def approve(
    session: Session,
    people: dict[str, User],
    procedure: Procedure,
    level: Level,
    rows: Sequence[tuple[str | None, ...]],
    decision: Decision,
    day: date = date(2025, 7, 15),
) -> None:
    """Draft a process, have it appraised and put it to a decision."""
    with clock.frozen(morning(day)):
        process = _draft(session, people, procedure, level, rows)
        take_steps(session, process, [("send", people["sotuphap"].id), ("appraise", people["vanphongub"].id)])
        process.decision_id = decision.id
        take_steps(session, process, [("submit", people["vanphongub"].id)])


def _edition(session: Session, people: dict[str, User], edition: Edition, decision: Decision, day: date) -> None:
    with clock.frozen(morning(day)):
        add_record(session, edition)
        take_steps(session, edition, [("send", people["sotuphap"].id), ("appraise", people["vanphongub"].id)])
        edition.decision_id = decision.id
        take_steps(session, edition, [("submit", people["vanphongub"].id)])
