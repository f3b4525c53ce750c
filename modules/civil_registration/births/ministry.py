"""A birth in the words of the Ministry's software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.civil_registration.ministry import codes

if TYPE_CHECKING:
    from modules.civil_registration.births.birth import Birth


def told(birth: Birth) -> dict[str, Any]:
    """Return `data.hoTich` of a birth; what is not known is empty."""
    return {
        "maGCS": birth.proof_number or "",
        "ngayCapGCS": codes.day(birth.proof_on),
        "loaiDangKy": codes.REGISTRATIONS[birth.registration],
        "soLuongBanSao": birth.copies or 0,
        "nksHoTen": birth.child_name,
        "nksGioiTinh": codes.sex_code(birth.sex),
        "nksNgaySinh": codes.day(birth.born),
        "nksNgaySinhBangChu": birth.born.in_words if birth.born else "",
        "nksNoiSinh": birth.born_at,
        "nksQueQuan": birth.native_place or "",
        "nksDanToc": codes.ethnicity(birth.ethnicity_id),
        "nksQuocTich": codes.country(birth.country_id),
        **_parent(birth, "mother", "me"),
        **_parent(birth, "father", "cha"),
        **codes.declarer(birth),
    }


def _parent(birth: Birth, who: str, short: str) -> dict[str, Any]:
    name = getattr(birth, f"{who}_name")
    if not name:
        return {f"{short}HoTen": ""}
    return {
        f"{short}HoTen": name,
        f"{short}NgaySinh": codes.day(getattr(birth, f"{who}_born")),
        f"{short}DanToc": codes.ethnicity(getattr(birth, f"{who}_ethnicity_id")),
        f"{short}QuocTich": codes.country(getattr(birth, f"{who}_country_id")),
        f"{short}LoaiCuTru": 1,
        f"{short}NoiCuTru": codes.home(getattr(birth, f"{who}_home")),
        f"{short}SoDDCN": getattr(birth, f"{who}_citizen_id") or "",
    }
