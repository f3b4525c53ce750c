"""A death in the words of the Ministry's software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.civil_registration.ministry import codes

if TYPE_CHECKING:
    from modules.civil_registration.deaths.death import Death


def told(death: Death) -> dict[str, Any]:
    """Return `data.hoTich` of a death; what is not known is empty."""
    return {
        "loaiDangKy": codes.REGISTRATIONS[death.registration],
        "soLuongBanSao": death.copies or 0,
        "nktHoTen": death.person_name,
        "nktGioiTinh": codes.sex_code(death.sex),
        "nktNgaySinh": codes.day(death.born),
        "nktDanToc": codes.ethnicity(death.ethnicity_id),
        "nktQuocTich": codes.country(death.country_id),
        "nktLoaiCuTru": 1,
        "nktNoiCuTru": codes.home(death.home),
        "nktSoDDCN": death.citizen_id or "",
        "nktLoaiGiayToTuyThan": codes.PAPERS.get(death.paper, "") if death.paper else "",
        "nktSoGiayToTuyThan": death.paper_number or "",
        "nktNgayChet": codes.day(death.died_on),
        "nktGioPhutChet": death.died_at or "",
        "nktNoiChet": death.place,
        "nktNguyenNhanChet": death.cause or "",
        "gbtLoai": codes.NOTICES[death.notice.value],
        "gbtSo": death.notice_number or "",
        "gbtNgay": codes.day(death.notice_on),
        "gbtCoQuanCap": death.notice_by or "",
        **codes.declarer(death),
    }
