"""What stands on the slips a citizen takes home (TT 03/2025/TT-VPCP, Phụ lục I)."""

from __future__ import annotations

from typing import Any

from app.toolkit import QrCode, Signature, User, clock, db, last_reason
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception.answers import refusals_of
from modules.certified_copies.reception.conditions import Condition, Outcome
from modules.certified_copies.reception.desk import copies_of
from modules.certified_copies.reception.limits import ExtensionReason, SupplementLimit, TimeLimit
from modules.certified_copies.reception.visits import Visit


def appointment(visit: Visit) -> dict[str, Any]:
    """Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    extension = db.session.get(ExtensionReason, visit.extension_id or 0)
    received = clock.local(visit.received_at or clock.now())
    limit = TimeLimit.of(db.session(), received.date())
    clerk = db.session.get(User, visit.created_by_id or 0)
    words = {"extension": extension, "limit": limit, "line": int(str(visit).rpartition("-")[2])}
    signature = Signature(name=clerk.name if clerk else "")
    return _common(visit) | words | {"received": received, "signature": signature, "today": received.date()}


def supplement(visit: Visit) -> dict[str, Any]:
    """Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""
    return _common(visit) | {
        "times": SupplementLimit.of(db.session(), clock.local(visit.asked_at or clock.now()).date())
    }


def refusal(copy: Copy) -> dict[str, Any]:
    """Mẫu 03: Phiếu từ chối tiếp nhận, giải quyết hồ sơ."""
    session = db.session()
    visit = session.get(Visit, copy.visit_id or 0)
    chosen = session.get_one(Condition, copy.refusal_id)
    return {
        "visit": visit,
        "giver": copy.requester,
        "code": (visit.dossier_code or str(visit)) if visit else str(copy),
        "reason": chosen,
        "reasons": [chosen, *(one for one in refusals_of(session, copy) if one != chosen)],
        "note": last_reason(session, copy),
    }


def is_held(copy: Copy) -> bool:
    """Whether minutes belong to a refusal: the original seems forged, or issued without competence."""
    reason = db.session.get(Condition, copy.refusal_id or 0)
    return copy.state is State.REFUSED and reason is not None and reason.outcome is Outcome.HOLD


def _common(visit: Visit) -> dict[str, Any]:
    code = visit.dossier_code or str(visit)
    return {
        "code": code,
        "giver": visit.requester,
        "copies": copies_of(visit),
        "qr": QrCode.of(code, 1).picture,
    }
