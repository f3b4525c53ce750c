"""Digitised books, a comparison with the Ministry's, populations and rates for the demo; every person and figure is made up."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, Unit, add_record, as_person, invent_name, take_steps, unit_of
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.figures.expected import VitalRate, WardPopulation
from modules.civil_registration.reconcile.comparing import with_sheet
from modules.civil_registration.sheets.intake import try_sheet

SOURCE = "Số liệu mẫu của bản trình diễn"
YEAR = 1998
HEADS = (
    "so", "quyenSo", "trangSo", "ngayDangKy", "loaiDangKy", "nguoiKy", "chucVuNguoiKy", "nksHoTen", "nksGioiTinh", "nksNgaySinh",
    "nksNoiSinh", "nksDanToc", "nksQuocTich", "meHoTen", "meNgaySinh", "chaHoTen", "chaNgaySinh", "nycHoTen", "nycQuanHe",
)  # fmt: skip


def bring(session: Session, ward: Unit, archivist: int) -> None:
    """An old book that stands in the register, one that is only tried, what the Ministry has otherwise, and populations."""
    with as_person(archivist):
        old = try_sheet(
            session,
            Event.BIRTH,
            ward.id,
            f"so-khai-sinh-{YEAR}.csv",
            _csv([_row(place, YEAR) for place in range(1, 9)]),
        )
        take_steps(session, old, [("take", archivist)])
        rows = [_row(place, YEAR + 1) for place in range(1, 6)]
        rows[1][9], rows[3][8] = f"30.02.{YEAR + 1}", ""
        try_sheet(session, Event.BIRTH, ward.id, f"so-khai-sinh-{YEAR + 1}.csv", _csv(rows))
        where = (RegisterBook.unit_id == ward.id, RegisterBook.event == Event.BIRTH, RegisterBook.year == YEAR)
        theirs = [_row(place, YEAR) for place in (1, 2, 3, 4, 5, 6, 9)]
        theirs[1][7], theirs[4][9] = theirs[1][7].replace(" ", " Thị ", 1), f"11.01.{YEAR}"
        with_sheet(
            session, session.scalars(select(RegisterBook).where(*where)).one(), "bo-tu-phap-1998.csv", _csv(theirs)
        )
    city = unit_of(session, "79").id
    since = {"unit_id": city, "valid_from": date(2026, 1, 1), "source": SOURCE}
    for unit, people in ((ward.id, 5200), (unit_of(session, OTHER_WARD).id, 4300)):
        add_record(session, WardPopulation(ward_id=unit, people=people, **since))
    for event, rate in ((Event.BIRTH, "11.3"), (Event.DEATH, "5.2")):
        add_record(session, VitalRate(event=event, rate=Decimal(rate), **since))


def _row(place: int, year: int) -> list[str]:
    mother, father = (
        invent_name(f"old mother {year} {place}"),
        invent_name(f"old father {year} {place}").replace(" Thị ", " Văn "),
    )
    child = " ".join([father.split()[0], *invent_name(f"old child {year} {place}").split()[1:]])
    return [
        str(place), f"01/{year}", str(place), f"{place + 14:02d}.01.{year}", "1", "Phan Văn Khải Hoàn", "Phó Chủ tịch", child,
        "2" if " Thị " in child else "1", f"{place + 2:02d}.01.{year}", "Bệnh viện Tân Bình, TP. Hồ Chí Minh", "Kinh", "VN",
        mother, str(1970 + place % 5), father, f"0{1 + place % 9}.{1966 + place % 4}", father, "Cha",
    ]  # fmt: skip


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *rows])
    return out.getvalue().encode("utf-8")
