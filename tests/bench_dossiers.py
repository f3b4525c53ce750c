"""A million dossiers in 168 units, as a ward clerk and as the city's overseer meet them, in milliseconds unless the name says seconds: a part of `make bench`."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, text

from app.data import clock
from app.data.base import db
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from modules.dossiers.desk.dossier import Dossier
from modules.procedures.catalogue.procedures import Procedure
from tests.conftest import Browser

DOSSIERS, TURNS = 1_000_000, 20
GOALS = {
    "dossiers_inbox": 30,
    "dossiers_by_code": 25,
    "dossiers_by_name": 25,
    "dossiers_by_phone": 25,
    "dossiers_open": 30,
    "dossiers_step": 40,
    "dossiers_city_report_s": 3,
}
HERE = "/dossiers/dossiers"
# One in 25 is still open; half are handed in online; three in a hundred are late. Unit after unit, in the order of time.
FILL = """
INSERT INTO dossiers_dossier (
  unit_id, competent_id, procedure_id, service, code, applicant, phone, search_key, way, kind, sets, asked, state,
  received_at, promised_at, due_at, ended_at, solved_at, pace, on_time, step_code, step_role, step_due_at,
  digitised, reused, reused_nationally, by_population, digital_result, version, created_at, updated_at)
WITH RECURSIVE line(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM line WHERE n + 1 < {each}),
place AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM core_unit WHERE id IN ({units})),
raw AS (SELECT place.id AS unit, rank * {each} + n AS i, n, (n * 7919 + rank * 104729) % 1000 AS dice,
  {moment} AS came FROM place CROSS JOIN line)
SELECT unit, unit, :procedure, 'Đăng ký khai sinh', 'DO.' || unit || '-' || i, 'Nguyễn Văn Đo ' || i,
  '09' || (10000000 + i), 'do.' || unit || '-' || i || ' nguyen van do ' || i || ' 09' || (10000000 + i) || ' dang ky khai sinh',
  CASE WHEN dice % 20 < 9 THEN 'direct' WHEN dice % 20 < 19 THEN 'online' ELSE 'post' END, 'citizen', 1, 0,
  CASE WHEN dice < 40 THEN 'solving' ELSE 'returned' END,
  came, {promised}, CASE WHEN dice < 40 THEN {promised} END, CASE WHEN dice >= 40 THEN {ended} END,
  CASE WHEN dice >= 40 THEN {ended} END,
  CASE WHEN dice < 40 THEN NULL WHEN dice < 70 THEN 'late' WHEN dice < 500 THEN 'early' ELSE 'on_time' END, dice >= 70,
  CASE WHEN dice < 40 THEN 'B2' END, CASE WHEN dice < 40 THEN 'dossiers.expert' END,
  CASE WHEN dice < 40 THEN {promised} END,
  dice % 10 < 8, dice % 10 < 3, dice % 50 = 0, dice % 10 < 7, dice % 10 < 6, 1, came, came
FROM raw
"""
WORDS = {
    "sqlite": {
        "moment": "datetime(:begin, (n * {step}) || ' minutes')",
        "promised": "datetime(came, '+5 days')",
        "ended": "datetime(came, (dice % 120) || ' hours')",
    },
    "postgresql": {
        "moment": "CAST(:begin AS timestamptz) + (n * {step}) * interval '1 minute'",
        "promised": "came + interval '5 days'",
        "ended": "came + (dice % 120) * interval '1 hour'",
    },
}


def dossier_figures(site: Flask) -> dict[str, float]:
    """Fill the table and measure the pages of a clerk, one step of his, and the report of the city over all rows."""
    with site.app_context():
        last = _fill()
    clerk, overseer = Browser(site, "motcua"), Browser(site, "vanphongub")
    first = clock.today() - timedelta(days=900)
    everything = f"/dossiers/report/?from={first:%d/%m/%Y}&to={clock.today():%d/%m/%Y}"
    digits = last.code.rsplit("-", 1)[1]
    return {
        "dossiers_inbox": _median(clerk, f"{HERE}?step_role=dossiers.expert&state=solving"),
        "dossiers_list": _median(clerk, HERE),
        "dossiers_by_code": _median(clerk, f"{HERE}?q={last.code}"),
        "dossiers_by_name": _median(clerk, f"{HERE}?q=nguyen van do {digits}"),
        "dossiers_by_phone": _median(clerk, f"{HERE}?q={last.phone}"),
        "dossiers_open": _median(clerk, f"{HERE}/{last.id}"),
        "dossiers_step": _steps(clerk),
        "dossiers_ward_report": _median(Browser(site, "giamdoctt"), everything.replace("report/?", "report/?by=unit&")),
        "dossiers_half_report_s": _seconds(overseer, "/dossiers/report/"),
        "dossiers_city_report_s": _seconds(overseer, everything),
        "dossiers_by_procedure_s": _seconds(overseer, f"{everything}&by=procedure"),
    }


def _fill() -> Dossier:
    """Write them without indexes, which are built afterwards: in minutes it would not be, row by row."""
    session = db.session()
    bind(session, SYSTEM)
    wards = select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))
    units = list(session.scalars(wards))
    procedure = session.scalar(select(Procedure.id).where(Procedure.code == "1.001193"))
    session.commit()
    engine, each = db.engine, -(-DOSSIERS // len(units))
    words = {key: one.format(step=900 * 24 * 60 // each) for key, one in WORDS[engine.dialect.name].items()}
    begin = (clock.now() - timedelta(days=900)).replace(tzinfo=None, microsecond=0)
    fill = FILL.format(each=each, units=",".join(map(str, units)), **words)
    indexes = [one for one in Dossier.__table__.indexes if not one.unique]
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
        connection.execute(
            text(fill), {"procedure": procedure, "begin": begin if engine.name == "postgresql" else str(begin)}
        )
        for index in indexes:
            index.create(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE dossiers_dossier" if engine.name == "postgresql" else "ANALYZE"))
    ward = select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)).scalar_subquery()
    found = session.scalars(select(Dossier).where(Dossier.unit_id == ward).order_by(Dossier.id.desc()).limit(1)).one()
    session.expunge(found)
    session.commit()
    return found


def _steps(clerk: Browser) -> float:
    """Receive, one after the other: papers, process, promise, code, tasks, trail."""
    spent = []
    for place in range(TURNS):
        form = clerk.client.get(f"{HERE}/new").text
        procedure = re.search(r'name="procedure_id"[^>]*>.*?<option[^>]*value="(\d+)"[^>]*>1\.001193', form, re.DOTALL)
        words = {"version": "0", "case": "Trẻ sinh tại cơ sở y tế", "way": "direct", "kind": "citizen", "sets": "1"}
        words |= {"applicant": f"Lê Thị Đo {place}", "procedure_id": procedure[1] if procedure else "1"}
        row = clerk.post(f"{HERE}/new", words).location
        step = f"{row}/steps/receive"
        page = clerk.client.get(step).text
        papers = dict(re.findall(r'name="(papers-\d+-id)"[^>]*value="(\d+)"', page))
        papers |= {name.replace("-id", "-shape"): "original" for name in papers}
        body = {"version": clerk.version(step)} | papers
        begin = time.perf_counter()
        answer = clerk.post(step, body)
        spent.append(time.perf_counter() - begin)
        if answer.status_code != 303:
            raise SystemExit(f"receive answered {answer.status_code}")
    return round(statistics.median(spent) * 1000, 1)


def _median(browser: Browser, path: str) -> float:
    return round(statistics.median(_spent(browser, path, TURNS)) * 1000, 1)


def _seconds(browser: Browser, path: str) -> float:
    return round(statistics.median(_spent(browser, path, 3)), 2)


def _spent(browser: Browser, path: str, turns: int) -> list[float]:
    """The seconds of each call; the first, which compiles, does not count."""
    spent = []
    for _n in range(turns + 1):
        begin = time.perf_counter()
        answer = browser.client.get(path)
        spent.append(time.perf_counter() - begin)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return spent[1:]
