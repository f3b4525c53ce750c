"""What `make bench` fills its tables with fits the tables of today: nobody runs it each day, and a new column would break it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data.fold import fold
from app.data.people import Unit
from app.data.task import Task
from app.engine.demo import WARD
from modules.civil_registration.births.birth import Birth
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from tests import bench_civil_rows, bench_training
from tests.bench_desk_rows import fill

EACH = 30  # dossiers of a ward; one in 25 is open


def test_the_desk_of_the_bench_opens_like_a_real_one(site: Flask, rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Dossier))
    rows.rollback()
    with site.app_context():
        filled = fill(EACH * 168)
    assert len(filled.units) == 168
    new = (Dossier.id > filled.last, Dossier.ended_at.is_(None))
    assert rows.scalar(select(func.count()).select_from(Dossier)) == before + EACH * 168
    waiting = list(rows.scalars(select(Dossier).where(*new)))
    assert len(waiting) == 168 * 2 and {one.state for one in waiting} == {State.RECEIVED, State.SOLVING}
    tasks = select(func.count()).where(Task.resource == "dossiers.dossiers", Task.row_id > filled.last)
    assert rows.scalar(tasks) == len(waiting)
    here = rows.scalar(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None)))
    ward = next(one for one in waiting if one.step_role == "dossiers.expert" and one.at_id == here)
    assert browse("hotich").get(f"/dossiers/dossiers/{ward.id}").status_code == 200


def test_the_training_of_the_bench_shows_in_the_calendar(
    site: Flask, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in {"OFFICIALS": 200, "CLASSES": 6, "LESSONS": 240, "PHONES": 10, "CERTIFICATES": 10}.items():
        monkeypatch.setattr(bench_training, name, size)
    with site.app_context():
        bench_training._fill()
    assert "Lớp đo" in browse("dieuphoi").get("/training/calendar/").text
    assert browse("dieuphoi").get("/training/coverage/").status_code == 200


def test_the_register_of_the_bench_is_found_like_a_real_one(site: Flask, rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Birth))
    rows.rollback()
    with site.app_context():
        bench_civil_rows.fill(25 * 168)
    assert rows.scalar(select(func.count()).select_from(Birth)) == before + 25 * 168
    here = select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None)).scalar_subquery()
    one = rows.scalars(select(Birth).where(Birth.unit_id == here, Birth.number > 100_000).limit(1)).one()
    page = browse("hotich").get(f"/civil_registration/births?q={fold(one.child_name)}").text
    assert one.entry in page
    asked = {
        "event": "birth",
        "asker": "Nguyễn Văn An",
        "purpose": "Thử",
        "name": one.child_name,
        "born": str(one.born),
    }
    found = browse("hotich").post("/civil-registration/entries", asked)
    assert found.status_code == 303 and one.entry in browse("hotich").get(found.location).text
