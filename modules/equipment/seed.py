"""Rows to begin with: catalogue, title classes, norms, minimum kit, reminder days. Defaults to edit, not law by themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.equipment.ageing import Patience
from modules.equipment.bases import DecisionBasis
from modules.equipment.catalogue import Item, Spec
from modules.equipment.norms import Kit, Norm, TitleClass
from modules.equipment.request import State

# Code, name, unit of count, guide price in đồng, software, minimum configuration (project06 §2c).
ITEMS: list[tuple[str, str, str, int, bool, dict[str, str]]] = [
    (
        "PC",
        "Máy tính để bàn",
        "Bộ",
        18_500_000,
        False,
        {
            "Bộ xử lý": "Từ 6 nhân, thế hệ ra mắt không quá 3 năm",
            "RAM": "Từ 16 GB",
            "Ổ cứng": "SSD từ 512 GB",
            "Màn hình": "Từ 23,8 inch, Full HD",
            "Hệ điều hành": "Windows 11 Pro 64-bit có bản quyền",
        },
    ),
    (
        "LAP",
        "Máy tính xách tay",
        "Chiếc",
        19_900_000,
        False,
        {"RAM": "Từ 16 GB", "Ổ cứng": "SSD từ 512 GB", "Hệ điều hành": "Windows 11 Pro 64-bit có bản quyền"},
    ),
    (
        "PRN",
        "Máy in laser A4 hai mặt",
        "Chiếc",
        8_600_000,
        False,
        {"Tốc độ": "Từ 38 trang/phút", "In hai mặt": "Tự động", "Kết nối": "Mạng LAN, USB"},
    ),
    (
        "MFP",
        "Máy in đa năng A4",
        "Chiếc",
        14_500_000,
        False,
        {"Chức năng": "In, quét, sao chụp", "Kết nối": "Mạng LAN"},
    ),
    (
        "SCN",
        "Máy quét tài liệu hai mặt",
        "Chiếc",
        14_900_000,
        False,
        {
            "Tốc độ": "Từ 40 trang/phút",
            "Khay nạp giấy tự động": "Từ 50 tờ",
            "Độ phân giải": "300 đến 600 dpi",
            "Định dạng": "PDF/A, trình điều khiển TWAIN",
        },
    ),
    (
        "QR",
        "Đầu đọc mã QR thẻ căn cước",
        "Chiếc",
        1_100_000,
        False,
        {"Kiểu đọc": "Ảnh 2D", "Kết nối": "USB-HID"},
    ),
    (
        "NFC",
        "Đầu đọc chip căn cước",
        "Chiếc",
        2_150_000,
        False,
        {"Chuẩn": "ISO 14443", "Bộ công cụ phát triển": "Kèm theo, đã được cơ quan công an chấp thuận"},
    ),
    ("CAM", "Camera giám sát bộ phận một cửa", "Chiếc", 3_200_000, False, {"Lưu hình": "Từ 30 ngày"}),
    ("KSK", "Kiosk tra cứu hồ sơ", "Bộ", 42_000_000, False, {"Màn hình": "Cảm ứng từ 32 inch"}),
    ("QMS", "Máy lấy số thứ tự", "Bộ", 36_000_000, False, {"Màn hình": "Cảm ứng", "In": "In nhiệt"}),
    ("DSP", "Màn hình hiển thị số thứ tự", "Chiếc", 12_000_000, False, {"Kích thước": "Từ 43 inch"}),
    ("RATE", "Máy tính bảng đánh giá hài lòng", "Chiếc", 6_500_000, False, {"Kích thước": "Từ 10 inch"}),
    (
        "UPS",
        "Bộ lưu điện 1.000 VA",
        "Chiếc",
        3_000_000,
        False,
        {"Công suất": "Từ 1.000 VA", "Thời gian": "Từ 10 phút khi đủ tải"},
    ),
    ("NET", "Bộ chuyển mạch 24 cổng", "Chiếc", 9_500_000, False, {"Cổng": "Từ 24 cổng 1 Gbps"}),
    ("TOK", "Thiết bị lưu khóa ký số chuyên dùng", "Chiếc", 450_000, False, {"Cơ quan cấp": "Ban Cơ yếu Chính phủ"}),
    ("SW", "Bản quyền phần mềm diệt vi-rút", "Giấy phép", 350_000, True, {"Thời hạn": "Từ 12 tháng"}),
]
BASES = [
    "Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025",
    "Luật Quản lý, sử dụng tài sản công số 15/2017/QH14 ngày 21 tháng 6 năm 2017",
]
LAW_NEW, LAW_OLD = "QĐ 15/2025/QĐ-TTg", "QĐ 50/2017/QĐ-TTg"
CIVIL = "công chức cấp xã"
# An official gets a desktop or a laptop, so that the laptop stands in the place of the desktop.
NORMS = [
    ("PC", "old", 15_000_000, LAW_OLD, date(2018, 1, 1), date(2025, 6, 30), None),
    ("PC", "new", 20_000_000, LAW_NEW, date(2025, 7, 1), None, None),
    ("LAP", "new", 20_000_000, LAW_NEW, date(2025, 7, 1), None, "PC"),
]
KIT = {"PC": 3, "PRN": 1, "SCN": 1, "QR": 2, "NFC": 1}
STARTING = "Mức khởi đầu, quản trị viên chỉnh được"
REMINDERS = {
    State.SUBMITTED: 3,
    State.SENT: 5,
    State.CONSOLIDATED: 10,
    State.APPRAISED: 10,
    State.COSTED: 10,
    State.RETURNED: 7,
    State.DECIDED: 20,
    State.BOUGHT: 30,
    State.DELIVERED: 20,
    State.ACCEPTED: 5,
}


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    for code, name, measure, price, software, specs in ITEMS:
        seed_row(
            session,
            f"equipment.item.{code}",
            Item,
            unit_id=city,
            code=code,
            name=name,
            measure=measure,
            price=price,
            minimum=None,
            software=software,
        )
        for position, (label, value) in enumerate(specs.items(), 1):
            seed_row(
                session,
                f"equipment.spec.{code}.{position}",
                Spec,
                item_id=item_id(session, code),
                position=position,
                name=label,
                value=value,
            )
    for position, text in enumerate(BASES, 1):
        words = {"text": text, "position": position, "valid_from": date(2025, 7, 1), "valid_to": None}
        seed_row(session, f"equipment.basis.{position}", DecisionBasis, unit_id=city, **words)
    title = title_id(session, city)
    for code, name, cap, law, start, end, instead in NORMS:
        seed_row(
            session,
            f"equipment.norm.{code}.{name}",
            Norm,
            unit_id=city,
            item_id=item_id(session, code),
            title_id=title,
            most=Decimal(1),
            price_cap=cap,
            legal_basis=law,
            instead_of_id=item_id(session, instead) if instead else None,
            valid_from=start,
            valid_to=end,
        )
    for code, quantity in KIT.items():
        seed_row(
            session,
            f"equipment.kit.{code}",
            Kit,
            unit_id=city,
            item_id=item_id(session, code),
            quantity=quantity,
            source=STARTING,
            valid_from=date(2025, 7, 1),
            valid_to=None,
        )
    for state, days in REMINDERS.items():
        seed_row(
            session,
            f"equipment.patience.{state.value}",
            Patience,
            unit_id=city,
            state=state,
            days=days,
            source=STARTING,
            valid_from=date(2025, 7, 1),
            valid_to=None,
        )


def title_id(session: Session, city: int) -> int:
    """Return the class of commune civil servants; one that an older version of the module wrote is taken over."""
    found = session.scalar(select(TitleClass.id).where(TitleClass.name.in_((CIVIL, CIVIL.capitalize()))))
    if found is None:
        seed_row(session, "equipment.title.civil", TitleClass, unit_id=city, name=CIVIL, note=None)
        found = session.scalar(select(TitleClass.id).where(TitleClass.name == CIVIL))
    return int(found or 0)


def item_id(session: Session, code: str) -> int:
    """Return the id of a seeded item."""
    return int(session.scalars(select(Item.id).where(Item.code == code)).first() or 0)
