"""What a new house begins with: levels, sectors, levels of online services; rows to edit, not law by themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import ServiceLevel
from modules.procedures.catalogue.sectors import Sector

TWO_TIERS = "Luật Tổ chức chính quyền địa phương 72/2025/QH15"
THREE_TIERS = "Luật Tổ chức chính quyền địa phương 77/2015/QH13"
# code, name, solved by all wards, first day, last day, source
LEVELS = [
    ("TINH", "Cấp tỉnh", False, date(2016, 1, 1), None, TWO_TIERS),
    ("HUYEN", "Cấp huyện", False, date(2016, 1, 1), date(2025, 6, 30), THREE_TIERS),
    ("XA", "Cấp xã", True, date(2016, 1, 1), None, TWO_TIERS),
    ("KHAC", "Cơ quan khác", False, date(2016, 1, 1), None, TWO_TIERS),
]
SECTORS = [
    ("Hộ tịch", "STP"),
    ("Chứng thực", "STP"),
    ("Nuôi con nuôi", "STP"),
    ("Cư trú", "CATP"),
    ("Bảo trợ xã hội", None),
    ("Người có công", None),
    ("Đất đai", None),
    ("Thành lập và hoạt động của hộ kinh doanh", "STC"),
    ("Hoạt động khoa học và công nghệ", "SKHCN"),
]
OLD, NEW = "NĐ 43/2011/NĐ-CP (cần đối chiếu ngày hết hiệu lực)", "NĐ 42/2022/NĐ-CP (cần đối chiếu ngày hiệu lực)"
SERVICE_LEVELS = [
    ("Mức độ 1", False, date(2011, 6, 10), date(2022, 8, 14), OLD),
    ("Mức độ 2", False, date(2011, 6, 10), date(2022, 8, 14), OLD),
    ("Mức độ 3", True, date(2011, 6, 10), date(2022, 8, 14), OLD),
    ("Mức độ 4", True, date(2011, 6, 10), date(2022, 8, 14), OLD),
    ("Một phần", True, date(2022, 8, 15), None, NEW),
    ("Toàn trình", True, date(2022, 8, 15), None, NEW),
]


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    for rank, (code, name, communal, first, last, source) in enumerate(LEVELS, 1):
        words = {"code": code, "name": name, "rank": rank, "communal": communal, "day_hours": Decimal(8)}
        dates = {"valid_from": first, "valid_to": last, "source": source}
        seed_row(session, f"procedures.level.{code}", Level, unit_id=city, **words, **dates)
    for name, department in SECTORS:
        unit = unit_of(session, department).id if department else None
        seed_row(session, f"procedures.sector.{name}", Sector, unit_id=city, name=name, department_id=unit)
    for rank, (name, handed_in, first, last, source) in enumerate(SERVICE_LEVELS, 1):
        dates = {"valid_from": first, "valid_to": last, "source": source}
        words = {"name": name, "rank": rank, "handed_in": handed_in}
        seed_row(session, f"procedures.service_level.{rank}", ServiceLevel, unit_id=city, **words, **dates)
