"""What stands on the slips a citizen takes home (TT 03/2025/TT-VPCP, Phụ lục I)."""

from __future__ import annotations

from typing import Any

import segno

from app.toolkit import User, acting, clock, db, last_reason
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.desk import copies_of
from modules.certified_copies.reception.limits import ExtensionReason
from modules.certified_copies.reception.visits import COPIES, Visit


def appointment(visit: Visit) -> dict[str, Any]:
    """Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    extension = db.session.get(ExtensionReason, visit.extension_id or 0)
    return _common(visit) | {"due": clock.local(visit.due_at) if visit.due_at else None, "extension": extension}


def supplement(visit: Visit) -> dict[str, Any]:
    """Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""
    return _common(visit)


def refusal(copy: Copy) -> dict[str, Any]:
    """Mẫu 03: Phiếu từ chối tiếp nhận, giải quyết hồ sơ."""
    session = db.session()
    visit = session.get(Visit, copy.visit_id or 0)
    clerk = session.get(User, acting().user_id) if acting().user_id else None
    return {
        "visit": visit,
        "code": (visit.dossier_code or str(visit)) if visit else str(copy),
        "reason": session.get_one(Condition, copy.refusal_id),
        "note": last_reason(session, COPIES, copy),
        "clerk": clerk.name if clerk else "",
    }


def _common(visit: Visit) -> dict[str, Any]:
    clerk = db.session.get(User, acting().user_id) if acting().user_id else None
    code = visit.dossier_code or str(visit)
    return {
        "code": code,
        "copies": copies_of(visit),
        "clerk": clerk.name if clerk else "",
        "received": clock.local(visit.received_at) if visit.received_at else clock.now(),
        "qr": segno.make(code, error="m", micro=False).svg_data_uri(scale=3, border=1),
    }
