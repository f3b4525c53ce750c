"""The Ministry's codes and forms of writing, both ways (Công văn 1437/BTP-CNTT 25/4/2019; the keys of `data.hoTich`).

The numbers are those of its digitised books: gioiTinh, loaiDangKy (5 is of the portal), loaiGiayToTuyThan, gbtLoai.
"""

from __future__ import annotations

from typing import Any, TypeVar

from app.toolkit import PartialDay, _, db
from modules.civil_registration.cases.kinds import PaperKind, Registration, Sex
from modules.population.lists import Country, Ethnicity

T = TypeVar("T")
SEXES = {Sex.MALE: 1, Sex.FEMALE: 2, Sex.UNDETERMINED: 3}
REGISTRATIONS = {
    Registration.ON_TIME: 1,
    Registration.AGAIN: 2,
    Registration.FOREIGN: 3,
    Registration.LATE: 4,
    Registration.LONG_AGO: 5,
}
PAPERS = {
    PaperKind.OLD_IDENTITY: 1,
    PaperKind.PASSPORT: 2,
    PaperKind.RESIDENCE: 3,
    PaperKind.IDENTITY: 4,
    PaperKind.MILITARY: 5,
    PaperKind.OTHER: 8,
}
CARDS = {"6": PaperKind.MILITARY, "7": PaperKind.MILITARY}  # of an officer, of the police: read, never written
# By the code of `Notice`, which stands above this file.
NOTICES = {"none": 0, "notice": 1, "execution": 2, "court": 3, "police": 4, "health": 5, "minutes": 6, "witness": 7}
UNKNOWN = "Không có thông tin"  # what the Ministry's software takes for a residence that nobody knows


def sex(code: str) -> Sex:
    """Read gioiTinh; ValueError for what is on no list, as the other readers."""
    return _meant(SEXES, "gioiTinh", code)


def registration(code: str) -> Registration | None:
    """Read loaiDangKy; None for 0, of which nothing is known."""
    return None if code in ("", "0") else _meant(REGISTRATIONS, "loaiDangKy", code)


def paper(code: str) -> PaperKind | None:
    """Read loaiGiayToTuyThan; None where there is none."""
    return None if code in ("", "0") else CARDS.get(code) or _meant(PAPERS, "loaiGiayToTuyThan", code)


def notice(code: str) -> str:
    """Read gbtLoai as the code of a `Notice`."""
    return _meant(NOTICES, "gbtLoai", code or "0")


def day(value: Any) -> str:
    """A day as it is written there: 05/02/2026, 02/2026, 2026."""
    return "" if value is None else str(value if isinstance(value, PartialDay) else PartialDay.of(value))


def sex_code(value: Sex | None) -> int | str:
    """The code of a sex; empty for none."""
    return SEXES[value] if value else ""


def ethnicity(row: int | None) -> str:
    """The code of an ethnicity; empty for none."""
    return _code(Ethnicity, row)


def country(row: int | None) -> str:
    """The two letters of a country; empty for none."""
    return _code(Country, row)


def home(text: str | None) -> dict[str, str]:
    """A residence, of which the house knows the text alone."""
    return {"maTinh": "", "maHuyen": "", "maXa": "", "dcChiTiet": text or UNKNOWN}


def declarer(case: Any) -> dict[str, Any]:
    """Who declares."""
    return {
        "nycHoTen": case.declarer_name,
        "nycQuanHe": str(case.relation),
        "nycLoaiGiayToTuyThan": PAPERS.get(case.declarer_paper, ""),
        "nycSoGiayToTuyThan": case.declarer_citizen_id or case.declarer_paper_number or "",
        "nycSoDienThoai": case.phone or "",
        "nycNoiCuTru": home(case.declarer_home),
    }


def _meant(written: dict[T, int], name: str, code: str) -> T:
    bare = code.strip().lstrip("0") or "0"
    found = next((word for word, number in written.items() if str(number) == bare), None)
    if found is None:
        raise ValueError(str(_("%(name)s has no code %(code)s.", name=name, code=code)))
    return found


def _code(kind: type[Any], row: int | None) -> str:
    found = db.session.get(kind, row) if row else None
    return str(found.code) if found else ""
