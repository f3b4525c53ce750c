"""A change in the words of the Ministry's software, with the entry that it is about ("hồ sơ gốc")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.civil_registration.ministry import codes

if TYPE_CHECKING:
    from modules.civil_registration.annotations.change import Change


def told(change: Change) -> dict[str, Any]:
    """Return `data.hoTich` of a change; what is not known is empty."""
    case = change.case
    return {
        "ntdHoTen": change.person_name or "",
        "soDangKyHSGoc": (case.entry if case else change.former_entry) or "",
        "quyenDangKyHSGoc": (case.book if case else "") or "",
        "ngayDangKyHSGoc": codes.day(case.registered_on if case else change.former_on),
        "noiDangKyHSGoc": "" if case else change.former_place or "",
        "loaiThayDoi": str(change.kind),
        "noiDungThayDoi": [
            {"thongTin": str(line.part.label) if line.part else line.what, "cu": line.old or "", "moi": line.new}
            for line in change.lines
        ],
        **codes.declarer(change),
    }
