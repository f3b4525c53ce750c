"""The units of the city: 168 new ones, 442 old ones, and which went into which."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data.people import COMMUNE_LEVEL, Unit, UnitKind, UnitLink

SEED = Path(__file__).resolve().parents[1] / "data" / "seed"
CITY_SINCE, NEW_SINCE, OLD_UNTIL = date(1976, 7, 2), date(2025, 7, 1), date(2025, 6, 30)
LAW = "QĐ 19/2025/QĐ-TTg"
DEPARTMENTS = [
    ("SKHCN", "Sở Khoa học và Công nghệ"),
    ("STC", "Sở Tài chính"),
    ("STP", "Sở Tư pháp"),
    ("VPUB", "Văn phòng Ủy ban nhân dân Thành phố"),
    ("CATP", "Công an Thành phố"),
]


def load_units(session: Session) -> None:
    """Put the city, its departments and all wards into an empty unit table; a filled one is left alone."""
    if session.scalar(select(func.count()).select_from(Unit)):
        return
    city = Unit(code="79", name="Thành phố Hồ Chí Minh", kind=UnitKind.CITY, valid_from=CITY_SINCE)
    session.add(city)
    session.flush()
    city.path = f"/{city.id}/"
    for code, name in DEPARTMENTS:
        session.add(Unit(code=code, name=name, kind=UnitKind.DEPARTMENT, parent_id=city.id, valid_from=CITY_SINCE))
    new = {
        row["code"]: Unit(
            code=row["code"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent_id=city.id,
            valid_from=NEW_SINCE,
            legal_basis=LAW,
        )
        for row in read_rows("hcm_units.csv")
    }
    session.add_all(new.values())
    links = read_rows("hcm_unit_map.csv")
    old = {
        row["old_code"]: Unit(
            code=row["old_code"],
            name=row["old_name"],
            kind=_kind(row["old_name"]),
            parent_id=city.id,
            valid_from=CITY_SINCE,
            valid_to=OLD_UNTIL,
            district=district_of(row),
        )
        for row in links
    }
    session.add_all(old.values())
    session.flush()
    for unit in session.scalars(select(Unit).where(Unit.parent_id == city.id)):
        unit.path = f"{city.path}{unit.id}/"
    for row in links:
        session.add(
            UnitLink(old_id=old[row["old_code"]].id, new_id=new[row["new_code"]].id, whole=row["extent"] == "whole")
        )


def commune_units(session: Session, day: date) -> list[Unit]:
    """Return the wards, communes and special zones in force on a day, by name."""
    where = (Unit.kind.in_(COMMUNE_LEVEL), Unit.valid_on(day))
    return list(session.scalars(select(Unit).where(*where).order_by(Unit.name)))


@cache
def places_of_units() -> Mapping[str, tuple[float, float]]:
    """Return the latitude and longitude of the 168 units by their code, for maps."""
    return {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in read_rows("hcm_units.csv")}


def district_of(row: Mapping[str, str]) -> str | None:
    """Return the district an old unit stood in; None for a district that had no wards below it (Côn Đảo)."""
    return row["old_district"] if row["old_district"] != row["old_name"] else None


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a seed table shipped with the house."""
    with (SEED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _kind(name: str) -> UnitKind:
    if name.startswith("Phường"):
        return UnitKind.WARD
    # Côn Đảo was a district with nothing below it.
    return UnitKind.DISTRICT if name.startswith("Huyện") else UnitKind.COMMUNE
