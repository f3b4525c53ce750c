"""Demo data: all connections lead to the simulator, officials have accounts there, one message of each kind."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, add_person, add_record, clock, take_steps, unit_of
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection
from modules.interconnect.links.sealed import Sealed, seal
from modules.interconnect.messages.calls import Call, Result, digest
from modules.interconnect.messages.incoming import Incoming
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.sharing.datasets import DataField, Dataset, Mode
from modules.interconnect.sharing.shares import DataShare
from modules.interconnect.sharing.subscribers import Subscriber
from modules.interconnect.simulators.whereabouts import SCHEME

SECRET = "minh-hoa"  # noqa: S105 - of the simulator, which checks none
FIELDS = [
    ("so_dinh_danh", "Số định danh cá nhân", "chuỗi 12 số", True, "CSDL quốc gia về dân cư"),
    ("ho_ten", "Họ, chữ đệm, tên", "chuỗi", True, "CSDL quốc gia về dân cư"),
    ("ngay_dang_ky", "Ngày đăng ký", "ngày", False, "Phần mềm hộ tịch"),
    ("ma_xa", "Mã đơn vị đăng ký", "chuỗi 5 số", False, "Danh mục đơn vị hành chính"),
]


def load(session: Session) -> None:
    """Load what is not there yet."""
    city, ward = unit_of(session, "79").id, unit_of(session, WARD).id
    officer = add_person(session, "lienthong", "interconnect.officer", "79", "Chuyên viên tích hợp").id
    add_person(session, "giamsat_lt", "interconnect.overseer", "79", "Giám sát liên thông")
    approver = add_person(session, "duyetdulieu", "interconnect.approver", "79", "Lãnh đạo Sở").id
    add_person(session, "hethong_btp", "interconnect.program", "79", "Tài khoản hệ thống")
    clerk = add_person(session, "hotich_lt", "interconnect.officer", WARD, "Công chức Tư pháp - Hộ tịch").id
    add_person(session, "lienthong2", "interconnect.officer", OTHER_WARD, "Công chức Tư pháp - Hộ tịch")
    if session.scalar(select(Subscriber.id).limit(1)):
        return
    ways = {row.port: row for row in session.scalars(select(Connection).where(Connection.address.is_(None)))}
    for port, row in ways.items():
        row.address = f"{SCHEME}/{port}"
    if "xroad" in ways:
        Sealed.keep(session, ways["xroad"].sealed_name, {"client": "VN/GOV/H29/MOTCUA"})
    session.flush()
    for user in (officer, clerk):
        account = OfficerAccount(
            connection_id=ways["population"].id, user_id=user, account=f"CB{user:05d}", unit_id=city
        )
        add_record(session, account)
        account.keep(session, SECRET)
    hook = add_record(
        session, Connection(unit_id=city, name="Kho dữ liệu dùng chung", port="webhook", address=f"{SCHEME}/webhook")
    )
    hook.keep(session, {"secret": SECRET})
    add_record(
        session,
        Subscriber(
            unit_id=city,
            name="Kho dữ liệu dùng chung của thành phố",
            connection_id=hook.id,
            events="civil_registration.*",
        ),
    )
    _messages(session, ways["civil_status"], ward, clerk)
    _catalogue(session, city, officer, approver)


def _messages(session: Session, way: Connection, ward: int, clerk: int) -> None:
    for number, state in enumerate((State.ANSWERED, State.SENT, State.DEAD)):
        row = Outgoing(
            unit_id=ward,
            port="civil_status",
            call="push",
            connection_id=way.id,
            key=f"minh-hoa-{number}",
            created_by_id=clerk,
        )
        row.purpose, row.about, row.sealed = (
            "Đăng ký khai sinh",
            f"H29.{WARD}-26-{number:04d}",
            seal({"module": "khai sinh", "data": {}}),
        )
        add_record(session, row)
        if state is State.DEAD:
            row.tries, row.problem, row.ended_at = way.most_tries, "HTTP 503", clock.now()
            take_steps(session, row, [("give_up", None)])
            continue
        row.state, row.tries, row.sent_at = state, 1, clock.now()
        if state is State.ANSWERED:
            row.end({"soDangKy": "15"})
        line = Call(
            unit_id=ward,
            connection_id=way.id,
            call="push",
            purpose=row.purpose,
            about=row.about,
            request_id=row.key,
            took=42,
        )
        line.request_hash = line.answer_hash = digest(b"")
        line.result, line.created_by_id, line.sealed = (
            Result.TAKEN,
            clerk,
            seal({"question": row.content, "answer": {"taken": True}}),
        )
        session.add(line)
    came = Incoming(
        unit_id=way.unit_id,
        connection_id=way.id,
        remote_id="BTP-minh-hoa-1",
        call="ghi chu",
        sealed=seal({"noiDung": "thử"}),
    )
    came.problem, came.tries = "Chưa có phân hệ nào nhận thông điệp này.", 1
    add_record(session, came)
    take_steps(session, came, [("stick", None)])


def _catalogue(session: Session, city: int, officer: int, approver: int) -> None:
    births = Dataset(
        unit_id=city, code="HOTICH-KS", name="Đăng ký khai sinh", entity="người dân", mode=Mode.REQUEST,
        basis="Luật Hộ tịch 60/2014/QH13; NĐ 47/2020/NĐ-CP", refreshed="hằng ngày", endpoint="/api/v1/interconnect/datasets",
    )  # fmt: skip
    births.fields = [
        DataField(name=name, title=title, type=kind, personal=personal, truth=truth)
        for name, title, kind, personal, truth in FIELDS
    ]
    add_record(session, births)
    until = date(clock.today().year + 1, 12, 31)
    for consumer, walk in (
        ("Sở Y tế", [("ask", officer), ("grant", approver)]),
        ("Sở Giáo dục và Đào tạo", [("ask", officer)]),
        ("Chi cục Dân số", []),
    ):
        share = DataShare(
            unit_id=city, dataset_id=births.id, consumer=consumer, purpose="Lập kế hoạch tiêm chủng, tuyển sinh đầu cấp",
            names="ngay_dang_ky, ma_xa", from_day=clock.today(), to_day=until, created_by_id=officer,
        )  # fmt: skip
        add_record(session, share)
        take_steps(session, share, walk)
