"""What each kind of branch asks: its fields with their names on the wire, what the case knows of them, what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.toolkit import Choice, Column, Text, _, label_of, lower_first
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Benefit, Delivery, Kind, Payment, Survivors


def _always(_branch: Branch) -> bool:
    return True


def _posted(branch: Branch) -> bool:
    return branch.delivery is Delivery.POST


def _banked(branch: Branch) -> bool:
    return branch.payment is Payment.BANK


@dataclass(frozen=True)
class Field:
    """One thing that is asked; `needed(branch)`: it must be there before the branch is sent.

    `choices` are its values where they are a closed list; `ticked`: yes or no; `personal`: a masked number.
    `beside` is the value of another field of the form beside which alone it is asked.
    """

    column: Column
    wire: str
    needed: Callable[[Branch], bool] = _always
    choices: type[Choice] | None = None
    ticked: bool = False
    personal: bool = False
    beside: str = ""

    @property
    def key(self) -> str:
        """The name of the column."""
        return self.column.key

    @property
    def label(self) -> Text:
        """Its words."""
        return label_of(self.column)

    def value(self, branch: Branch) -> Any:
        """What stands there."""
        return getattr(branch, self.key)


CARD = (
    Field(Branch.delivery, "hinhThucNhan", choices=Delivery),
    Field(Branch.post_address, "diaChiNhan", _posted, beside="post"),
)
MONEY = (
    Field(Branch.payment, "hinhThucChiTra", choices=Payment),
    Field(Branch.holder, "nguoiNhan"),
    Field(Branch.bank, "nganHang", _banked, beside="bank"),
    Field(Branch.account, "soTaiKhoan", _banked, beside="bank"),
)
FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.RESIDENCE: (
        Field(Branch.head_name, "chuHoHoTen"),
        Field(Branch.head_citizen_id, "chuHoSoDDCN", personal=True),
        Field(Branch.head_relation, "quanHeVoiChuHo"),
        Field(Branch.address, "noiDangKy"),
        Field(Branch.consent, "chuHoDongY", ticked=True),
    ),
    Kind.INSURANCE: (Field(Branch.clinic, "noiKCBBanDau"), *CARD),
    Kind.ID_CARD: CARD,
    Kind.END_OF_RESIDENCE: (Field(Branch.address, "noiThuongTru"),),
    Kind.FUNERAL: (Field(Branch.benefit, "loaiDoiTuong", choices=Benefit), *MONEY),
    Kind.SURVIVOR: (
        Field(Branch.insurance_number, "soBHXH"),
        Field(Branch.survivors, "loaiTroCap", choices=Survivors),
        Field(Branch.dependants, "thanNhan"),
        *MONEY,
    ),
}


def prefill(branch: Branch, case: Any) -> None:
    """Write what the case knows already; nothing that stands there is overwritten."""
    for name, value in _known(branch.kind, case).items():
        if getattr(branch, name) in (None, ""):
            setattr(branch, name, value)


def missing(branch: Branch) -> list[str]:
    """Return what is still to be filled in, in words."""
    return [str(one.label) for one in FIELDS[branch.kind] if one.needed(branch) and not one.value(branch)]


def gap(branch: Branch) -> str:
    """Return what is missing as one sentence; empty when nothing is."""
    words = ", ".join(lower_first(one) for one in missing(branch))
    return str(_("%(branch)s: still missing %(fields)s.", branch=branch.kind, fields=words)) if words else ""


def on_the_wire(branch: Branch) -> dict[str, Any]:
    """Return the fields as the agency reads them; what is empty stays away."""
    told = {one.wire: _plain(one.value(branch)) for one in FIELDS[branch.kind]}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, Choice):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _known(kind: Kind, case: Any) -> dict[str, Any]:
    match kind:
        case Kind.RESIDENCE:
            who = "father" if case.father_name and case.father_home else "mother"
            head = {name: getattr(case, f"{who}_{name}") for name in ("name", "citizen_id", "home")}
            return {
                "head_name": head["name"],
                "head_citizen_id": head["citizen_id"],
                "head_relation": "Con" if head["name"] else None,
                "address": head["home"],
            }
        case Kind.INSURANCE:
            return {"delivery": Delivery.ELECTRONIC}
        case Kind.ID_CARD:
            return {"delivery": Delivery.WARD}
        case Kind.END_OF_RESIDENCE:
            return {"address": case.home}
    return {"holder": case.declarer_name, "payment": Payment.BANK}
