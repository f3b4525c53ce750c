"""How fast a digitised book is taken in: read as XLSX, checked against 100,000 entries, written into the register."""

from __future__ import annotations

import time
from datetime import date

from flask import Flask
from sqlalchemy import insert, select, text

from app.data.base import db
from app.data.moment import now
from app.data.partial import PartialDay
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from app.engine.demo import WARD
from app.engine.work import work
from modules.civil_registration.births.birth import Birth, Proof
from modules.civil_registration.cases.kinds import Event, Registration, Relation, Sex, State
from modules.civil_registration.sheets.intake import take_all, try_sheet
from modules.population.lists import Country, Ethnicity
from modules.population.names import loose_key
from tests.modules.civil_sheets import named, row, sheet

GOALS = {"sheet_rows_per_s": 3000}
ROWS, THERE, AT_ONCE = 5_000, 100_000, 5_000


def sheet_figures(site: Flask) -> dict[str, float]:
    """Fill the register, take a book of 5,000 rows in, and return rows a second: trial and writing, from the XLSX on."""
    content = sheet([row(number, 2015) for number in range(1, ROWS + 1)])
    with site.app_context():
        unit = _fill()
        start = time.perf_counter()
        with work(SYSTEM) as session:
            batch = try_sheet(session, Event.BIRTH, unit, "so.xlsx", content)
        tried = time.perf_counter()
        with work(SYSTEM) as session:
            take_all(session.merge(batch))
        ended = time.perf_counter()
        if batch.wrong or batch.taken != ROWS:
            raise SystemExit(f"{batch.wrong} rows are wrong, {batch.taken} were taken")
    return {
        "sheet_tried_per_s": round(ROWS / (tried - start)),
        "sheet_written_per_s": round(ROWS / (ended - tried)),
        "sheet_rows_per_s": round(ROWS / (ended - start)),
    }


def _fill() -> int:
    """Give the ward an older register, and return the ward."""
    session = db.session()
    bind(session, SYSTEM)
    unit = session.scalars(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None))).one()
    same = {
        "unit_id": unit,
        "sex": Sex.MALE,
        "born_at": "",
        "proof": Proof.UNKNOWN,
        "declarer_name": "",
        "relation": Relation.UNKNOWN,
    }
    same |= {"ethnicity_id": Ethnicity.named(session, "01"), "country_id": Country.coded(session, "VN")}
    same |= {
        "registration": Registration.ON_TIME,
        "state": State.ISSUED,
        "version": 1,
        "created_at": now(),
        "updated_at": now(),
    }
    for start in range(0, THERE, AT_ONCE):
        rows = []
        for number in range(start, start + AT_ONCE):
            year, name = 1940 + number % 50, named(number)
            day = {
                "born": PartialDay(year, 1 + number % 12, 1 + number % 28),
                "registered_on": date(year, 12, 30),
                "year": year,
            }
            rows.append(
                same
                | day
                | {"number": number // 50 + 1, "child_name": name, "child_key": loose_key(name), "search_key": name}
            )
        session.execute(insert(Birth), rows)
        session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    return int(unit)
