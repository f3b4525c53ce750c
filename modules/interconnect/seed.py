"""What a new house begins with: a connection for each kind of system, without an address, so that nothing leaves the house."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.interconnect.links.connections import Connection
from modules.interconnect.ports.declared import SYSTEMS

NAMES = {
    "population": "Cơ sở dữ liệu quốc gia về dân cư",
    "civil_status": "Phần mềm hộ tịch của Bộ Tư pháp",
    "portal": "Cổng dịch vụ công quốc gia",
    "residence": "Cơ sở dữ liệu cư trú",
    "health_insurance": "Bảo hiểm y tế (BHXH Việt Nam)",
    "identity_card": "Hệ thống cấp căn cước (Bộ Công an)",
    "funeral_support": "Trợ cấp mai táng",
    "xroad": "Nền tảng NDXP (X-Road)",
}


def load(session: Session) -> None:
    """Connections of the city: an administrator enters addresses and secrets."""
    city = unit_of(session, "79").id
    for port in SYSTEMS:
        key = f"interconnect.connection.{port.name}"
        seed_row(session, key, Connection, unit_id=city, name=NAMES[port.name], port=port.name, address=None)
