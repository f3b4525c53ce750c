"""A service of the demo that is made of rows alone: its procedure, process, form and letter, and two dossiers of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import WARD, User, add_record, as_person, calendar_of, clock, invent_name, take_steps, unit_of
from modules.dossiers.configured.filling import blanks, save
from modules.dossiers.configured.kinds import FieldKind
from modules.dossiers.configured.request_forms import FormField, RequestForm
from modules.dossiers.configured.result_letters import LetterKind, ResultLetter
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import Shape
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Kind, Procedure
from modules.procedures.catalogue.sectors import Sector
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision
from modules.procedures.editions.contents import Basis, EditionLevel, Outcome, Required, Route, TimeUnit, Way
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

CODE = "9.990001"
NAME = "Xác nhận hoàn cảnh gia đình của học sinh (dịch vụ mẫu)"
SOURCE = "Dịch vụ mẫu, cần đơn vị ban hành"
AGO = 20  # days since it came into force
STEPS = [
    ("B1", "Kiểm tra, tiếp nhận hồ sơ", "dossiers.reception", "0.5", "B2", None),
    ("B2", "Thẩm tra, dự thảo văn bản", "dossiers.expert", "6", "B3", "B1"),
    ("B3", "Ký văn bản", "dossiers.leader", "4", "B4", "B2"),
    ("B4", "Cấp số, đóng dấu", "dossiers.sealer", "0.5", "B5", None),
    ("B5", "Trả kết quả", "dossiers.reception", "0.5", None, None),
]
# code, question, kind, required, further words
FIELDS: list[tuple[str, str, FieldKind, bool, dict[str, Any]]] = [
    ("hoc_sinh", "Họ và tên học sinh", FieldKind.TEXT, True, {"heading": "Học sinh"}),
    ("ngay_sinh", "Ngày sinh", FieldKind.DAY, True, {}),
    ("so_dinh_danh", "Số định danh cá nhân của học sinh", FieldKind.CITIZEN, False, {}),
    ("truong", "Trường đang học", FieldKind.TEXT, True, {"help": "Ghi đủ tên trường, phường hoặc xã."}),
    ("lop", "Lớp", FieldKind.NUMBER, True, {"low": Decimal(1), "high": Decimal(12)}),
    ("dien", "Hoàn cảnh", FieldKind.ONE, True,
     {"heading": "Gia đình", "choices": "hộ nghèo; hộ cận nghèo; mồ côi cha hoặc mẹ; khó khăn đột xuất"}),
    ("so_nguoi", "Số người trong hộ", FieldKind.NUMBER, True, {"low": Decimal(1), "high": Decimal(30)}),
    ("da_ho_tro", "Đã được hỗ trợ học phí trong năm học này", FieldKind.YES_NO, True, {}),
    ("dien_thoai_nha", "Điện thoại của người giám hộ", FieldKind.PHONE, False, {}),
    ("ghi_chu", "Trình bày thêm", FieldKind.LONG, False, {}),
]  # fmt: skip
BODY = """{unit} xác nhận:
Em {hoc_sinh}, sinh ngày {ngay_sinh}, số định danh cá nhân {so_dinh_danh}, là học sinh lớp {lop}, {truong}.
Gia đình em thuộc diện {dien}, có {so_nguoi} người; trong năm học này {da_ho_tro} được hỗ trợ học phí.
Người đề nghị xác nhận là {you} {applicant}, cư trú tại {address}, theo hồ sơ mã {code} tiếp nhận ngày {received_on}.
Giấy này được cấp để bổ sung hồ sơ đề nghị miễn, giảm học phí và có giá trị trong năm học này"""
ANSWERS = [
    {"hoc_sinh": "Nguyễn Gia Hân", "ngay_sinh": "14/08/2014", "so_dinh_danh": "079314006217", "lop": "6",
     "truong": "Trường Trung học cơ sở Hoàng Hoa Thám", "dien": "hộ cận nghèo", "so_nguoi": "5", "da_ho_tro": "no",
     "dien_thoai_nha": "0903 118 204", "ghi_chu": "Cha mất việc từ tháng 6; mẹ bán hàng tại chợ Tân Bình."},
    {"hoc_sinh": "Trần Minh Đăng", "ngay_sinh": "02/03/2011", "lop": "9", "so_nguoi": "3", "da_ho_tro": "no",
     "truong": "Trường Trung học cơ sở Ngô Quyền", "dien": "mồ côi cha hoặc mẹ"},
]  # fmt: skip
HANDLED = [("receive", "motcua"), ("begin", "motcua"), ("hand_on", "hotich"), ("hand_on", "lanhdao"),
           ("finish", "vanthu"), ("hand_over", "motcua")]  # fmt: skip
ROADS = [(4, HANDLED), (1, HANDLED[:3])]


def load(session: Session, people: dict[str, User]) -> None:
    """Load it once."""
    if session.scalar(select(Procedure.id).where(Procedure.code == CODE)):
        return
    who = people | {
        login: session.scalars(select(User).where(User.login == login)).one() for login in ("sotuphap", "lanhdaotp")
    }
    ward, day = unit_of(session, WARD).id, clock.today() - timedelta(days=AGO)
    with clock.frozen(datetime.combine(day, time(8, 30), clock.ZONE)):
        procedure = _publish(session, who, day)
        for made in (_form(procedure.id, ward, day), _letter(procedure.id, ward, day)):
            made.unit_id, made.created_by_id = unit_of(session, "VPUB").id, who["vanphongub"].id
            add_record(session, made)
            take_steps(session, made, [("begin", who["vanphongub"].id)])
    for place, (ago, road) in enumerate(ROADS):
        _dossier(session, who, procedure, (place, ward, ago), road)


def _publish(session: Session, who: dict[str, User], day: date) -> Procedure:
    """The procedure, what it asks for and how it is solved, by a decision."""
    office, drafter = who["vanphongub"].id, who["sotuphap"].id
    sector = session.scalars(select(Sector).where(Sector.name == "Bảo trợ xã hội")).one()
    level = session.scalars(select(Level).where(Level.code == "XA")).one()
    own = {"unit_id": unit_of(session, "STP").id, "created_by_id": drafter}
    procedure = add_record(session, Procedure(code=CODE, name=NAME, sector_id=sector.id, kind=Kind.SPECIAL, **own))
    decision = Decision(unit_id=unit_of(session, "VPUB").id, title=f"Về công bố thủ tục: {NAME}", created_by_id=office)
    add_record(session, decision)
    steps = [
        ProcessStep(position=place, code=code, name=name, role=role, hours=Decimal(hours), onward=onward, back_to=back)
        for place, (code, name, role, hours, onward, back) in enumerate(STEPS, 1)
    ]
    words = {"procedure_id": procedure.id, "name": NAME} | own
    for made in (Edition(**words, **_asked(level)), Process(**words, level_id=level.id, steps=steps)):
        add_record(session, made)
        take_steps(session, made, [("send", drafter), ("appraise", office)])
        made.decision_id = decision.id
        take_steps(session, made, [("submit", office)])
    take_steps(session, decision, [("submit", office)])
    decision.number, decision.signed_on, decision.effective_on = "DEMO-90/QĐ-UBND", day, day
    take_steps(session, decision, [("issue", who["lanhdaotp"].id)])
    return procedure


def _asked(level: Level) -> dict[str, Any]:
    return {
        "act": Act.NEW,
        "course": "Người đề nghị kê khai; công chức thẩm tra; lãnh đạo ký giấy xác nhận.",
        "agency": "Ủy ban nhân dân cấp xã",
        "note": SOURCE,
        "levels": [EditionLevel(level_id=level.id)],
        "routes": [
            Route(position=place, way=way, time=Decimal(2), time_unit=TimeUnit.WORKING_DAYS)
            for place, way in enumerate((Way.DIRECT, Way.ONLINE), 1)
        ],
        "papers": [
            Required(position=1, name="Đơn đề nghị xác nhận", originals=1),
            Required(position=2, name="Giấy tờ chứng minh hoàn cảnh (nếu có)", copies=1),
        ],
        "outcomes": [Outcome(position=1, name="Giấy xác nhận hoàn cảnh gia đình")],
        "bases": [Basis(position=1, number=SOURCE)],
    }


def _form(procedure: int, unit: int, day: date) -> RequestForm:
    fields = [
        FormField(position=place, code=code, label=label, kind=kind, required=required, **more)
        for place, (code, label, kind, required, more) in enumerate(FIELDS, 1)
    ]
    title = "Đơn đề nghị xác nhận hoàn cảnh gia đình của học sinh"
    words = {"title": title, "source": SOURCE, "valid_from": day, "unit_id": unit}
    return RequestForm(procedure_id=procedure, fields=fields, **words)


def _letter(procedure: int, unit: int, day: date) -> ResultLetter:
    return ResultLetter(
        procedure_id=procedure, kind=LetterKind.CONFIRMATION, about="Về hoàn cảnh gia đình của học sinh",
        symbol="GXN-UBND", body=BODY, source=SOURCE, valid_from=day, unit_id=unit,
    )  # fmt: skip


def _dossier(
    session: Session,
    who: dict[str, User],
    procedure: Procedure,
    where: tuple[int, int, int],
    road: Sequence[tuple[str, str]],
) -> None:
    place, ward, ago = where
    calendar, at = calendar_of(session, ward), datetime.combine(_day(session, ward, ago), time(8, 10), clock.ZONE)
    with clock.frozen(min(at, clock.now())), as_person(who["motcua"].id):
        dossier = Dossier(
            unit_id=ward, procedure_id=procedure.id, way=Way.DIRECT, applicant=invent_name(f"phụ huynh {place}"),
            phone=f"09031182{place:02d}", address=f"{40 + place} Trường Chinh, Phường Tân Bình, Thành phố Hồ Chí Minh",
            created_by_id=who["motcua"].id,
        )  # fmt: skip
        add_record(session, dossier)
        form = RequestForm.of(session, procedure.id, clock.today())
        if form is not None:
            typed = {f"f-{code}": text for code, text in ANSWERS[place].items()}
            save(session, dossier, form, blanks(form, {}, typed), "")
    for step, login in road:
        at = min(calendar.add_minutes(at, 40), clock.now())
        if step == "receive":
            for paper in dossier.papers:
                paper.shape = Shape.ORIGINAL if paper.originals else Shape.NOT_DUE
        elif step == "finish":
            dossier.result_number, dossier.result_on = "12", at.date()
        with clock.frozen(at), as_person(who[login].id):
            take_steps(session, dossier, [(step, who[login].id)])


def _day(session: Session, unit_id: int, ago: int) -> date:
    """The working day so many working days ago."""
    calendar, day = calendar_of(session, unit_id), clock.today()
    while ago or not calendar.is_working_day(day):
        ago -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return day
