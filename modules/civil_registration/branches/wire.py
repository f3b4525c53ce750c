"""A branch in the words of the envelope: what was registered, as much as the agency needs of it, and what is asked."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy import select

from app.toolkit import Attachment, _, clock, content_of, db
from modules.civil_registration.branches.asked import on_the_wire
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Kind
from modules.civil_registration.branches.rules import BranchRule

KEY, LARGEST = "civil_registration.branches", 10 * 2**20
CHILD = ("nksHoTen", "nksGioiTinh", "nksNgaySinh", "nksNoiSinh", "nksQueQuan", "nksDanToc", "nksQuocTich")
PARENTS = ("meHoTen", "meNgaySinh", "meSoDDCN", "chaHoTen", "chaNgaySinh", "chaSoDDCN")
DECEASED = ("nktHoTen", "nktGioiTinh", "nktNgaySinh", "nktSoDDCN", "nktSoGiayToTuyThan", "nktNgayChet", "nktNoiCuTru")
DECLARER = ("nycHoTen", "nycQuanHe", "nycSoGiayToTuyThan", "nycSoDienThoai")
NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.RESIDENCE: (*CHILD, *PARENTS, *DECLARER),
    Kind.INSURANCE: (*CHILD, *PARENTS, *DECLARER),
    Kind.ID_CARD: (*CHILD, *PARENTS, *DECLARER),
    Kind.END_OF_RESIDENCE: (*DECEASED, *DECLARER),
    Kind.FUNERAL: (*DECEASED, *DECLARER),
    Kind.SURVIVOR: (*DECEASED, "nktNguyenNhanChet", *DECLARER),
}


def content(branch: Branch, case: Any) -> dict[str, Any]:
    """Return what is sent; nothing goes to an agency that it does not need for its part."""
    whole = case.for_ministry()
    entered = {
        "soDangKy": case.entry or "",
        "quyenSo": case.book or "",
        "ngayDangKy": case.registered_on.isoformat() if case.registered_on else "",
        "soDinhDanh": case.citizen_id or "",
    }
    return {
        "maTTHC": BranchRule.of(db.session(), branch.kind, clock.today()).procedure,
        "module": case.module,
        "nhanh": branch.kind.value,
        "lanGui": branch.times,
        "hoTich": {name: whole[name] for name in NEEDED[branch.kind] if name in whole} | entered,
        "thongTin": on_the_wire(branch),
        "fileDinhKem": _files(branch),
    }


def fits(branch: Branch) -> bool:
    """Whether the papers that hang on a branch are small enough to go along."""
    return sum(one.size for one in _kept(branch)) <= LARGEST


def _kept(branch: Branch) -> list[Attachment]:
    here = (Attachment.resource == KEY, Attachment.row_id == branch.id)
    return list(db.session.scalars(select(Attachment).where(*here).order_by(Attachment.id)))


def _files(branch: Branch) -> list[dict[str, str]]:
    """The papers that hang on a branch, as the other pushes of the group enclose them. ValueError: too large together."""
    if not fits(branch):
        raise ValueError(str(_("The enclosed papers are larger than 10 MB together.")))
    return [
        {
            "id": str(one.id),
            "tenGiayTo": one.name,
            "tenTepDinhKem": one.name,
            "duLieuTepDinhKem": base64.b64encode(content_of(one)).decode(),
        }
        for one in _kept(branch)
    ]
