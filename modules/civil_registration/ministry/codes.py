"""The Ministry's codes and forms of writing (Công văn 1437/BTP-CNTT; the keys of `data.hoTich`)."""

from __future__ import annotations

from typing import Any

from app.toolkit import PartialDay, db
from modules.civil_registration.cases.kinds import PaperKind, Registration, Sex
from modules.population.lists import Country, Ethnicity

SEXES = {Sex.MALE: 1, Sex.FEMALE: 2, Sex.UNDETERMINED: 3}
REGISTRATIONS = {
    Registration.ON_TIME: 1,
    Registration.AGAIN: 2,
    Registration.FOREIGN: 3,
    Registration.LATE: 4,
    Registration.LONG_AGO: 5,
}
PAPERS = {kind: place for place, kind in enumerate(PaperKind, 1)}
UNKNOWN = "Không có thông tin"  # what the Ministry's software takes for a residence that nobody knows


def day(value: Any) -> str:
    """A day as it is written there: 05/02/2026, 02/2026, 2026."""
    return "" if value is None else str(value if isinstance(value, PartialDay) else PartialDay.of(value))


def sex(value: Sex | None) -> int | str:
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


def _code(kind: type[Any], row: int | None) -> str:
    found = db.session.get(kind, row) if row else None
    return str(found.code) if found else ""
