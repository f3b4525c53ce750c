"""A million dossiers in 168 units, as a ward clerk and as the city's overseer meet them, in milliseconds unless the name says seconds: a part of `make bench`.

`…_cpu` is what of it this process itself has worked: on a machine that others use too, the rest is waiting. On PostgreSQL
the work of the database is not in it.
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit
from app.data.trail import Trail
from app.engine.access import SYSTEM, bind
from modules.dossiers.desk.dossier import Dossier
from tests.bench_clerks import GOALS as CLERKS
from tests.bench_clerks import clerk_figures
from tests.bench_desk_rows import Filled, fill
from tests.conftest import Browser

DOSSIERS, TURNS = int(os.environ.get("BENCH_DOSSIERS", "1000000")), 20
GOALS = {
    "dossiers_inbox": 30,
    "dossiers_by_code": 25,
    "dossiers_by_name": 25,
    "dossiers_by_phone": 25,
    "dossiers_open": 30,
    "dossiers_step": 40,
    "dossiers_receive": 40,
    "dossiers_city_report_s": 3,
} | CLERKS
HERE = "/dossiers/dossiers"
PAPERS = re.compile(r'name="(papers-\d+-id)"[^>]*value="(\d+)"')


def dossier_figures(site: Flask, address: str = "") -> dict[str, float]:
    """Fill the tables and measure the pages of a clerk, two steps of his, the report of the city, and sixty clerks at once."""
    with site.app_context():
        filled = fill(DOSSIERS)
        waiting, old = _at_expert(filled), _old()
    clerk, expert, overseer = Browser(site, "motcua"), Browser(site, "hotich"), Browser(site, "vanphongub")
    first = clock.today() - timedelta(days=900)
    everything = f"/dossiers/report/?from={first:%d/%m/%Y}&to={clock.today():%d/%m/%Y}"
    found: dict[str, float] = {}
    for name, browser, path in (
        ("inbox", expert, "/dossiers/inbox"),
        ("inbox_of_desk", clerk, "/dossiers/inbox"),
        ("list", clerk, HERE),
        ("by_code", clerk, f"{HERE}?q={old.code}"),
        ("by_name", clerk, f"{HERE}?q={fold(old.applicant)}"),
        ("by_phone", clerk, f"{HERE}?q={old.phone}"),
        ("open", expert, f"{HERE}/{waiting[0]}"),
        ("open_old", clerk, f"{HERE}/{old.id}"),
        ("ward_report", Browser(site, "giamdoctt"), everything.replace("report/?", "report/?by=unit&")),
    ):
        found |= _of(f"dossiers_{name}", _pages(browser, path, TURNS))
    found |= _of("dossiers_step", _steps(site, expert, waiting[:TURNS]))
    found |= _of("dossiers_receive", _receptions(clerk))
    for name, path in (
        ("half_report", "/dossiers/report/"),
        ("city_report", everything),
        ("by_procedure", f"{everything}&by=procedure"),
    ):
        found[f"dossiers_{name}_s"] = round(statistics.median(one for one, _cpu in _pages(overseer, path, 3)), 2)
    return found | (clerk_figures(site, address, filled) if address else {})


def _of(name: str, spent: list[tuple[float, float]]) -> dict[str, float]:
    wall, work = (round(statistics.median(one) * 1000, 1) for one in zip(*spent, strict=True))
    return {name: wall, f"{name}_cpu": work}


def _ward() -> Any:
    return select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)).scalar_subquery()


def _at_expert(filled: Filled) -> list[int]:
    """The dossiers that wait for the expert of the ward."""
    session = db.session()
    bind(session, SYSTEM)
    where = (Dossier.unit_id == _ward(), Dossier.step_role == "dossiers.expert", Dossier.id > filled.last)
    return list(session.scalars(select(Dossier.id).where(*where).order_by(Dossier.id)))


def _old() -> Dossier:
    """A dossier in the middle of the ward's two and a half years."""
    session = db.session()
    rows = select(Dossier).where(Dossier.unit_id == _ward(), Dossier.process_id.is_(None)).order_by(Dossier.id.desc())
    found = session.scalars(rows.offset(DOSSIERS // 168 // 2).limit(1)).one()
    session.expunge(found)
    session.commit()
    return found


def _steps(site: Flask, expert: Browser, rows: list[int]) -> list[tuple[float, float]]:
    """Hand one after the other on to the leader; each stands in the trail afterwards."""
    spent = []
    for row in rows:
        step = f"{HERE}/{row}/steps/hand_on"
        spent.append(_post(expert, step, {"version": expert.version(f"{HERE}/{row}")}))
    with site.app_context():
        bind(db.session(), SYSTEM)
        lines = (Trail.table == "dossiers_dossier", Trail.act == "change", Trail.row_id.in_(rows))
        if db.session.scalar(select(func.count(Trail.row_id.distinct())).where(*lines)) != len(rows):
            raise SystemExit("a step stands in no line of the trail")
    return spent


def _receptions(clerk: Browser) -> list[tuple[float, float]]:
    """Receive, one after the other: papers, process, promise, code, tasks, trail."""
    spent = []
    for place in range(TURNS):
        form = clerk.client.get(f"{HERE}/new").text
        procedure = re.search(r'name="procedure_id"[^>]*>.*?<option[^>]*value="(\d+)"[^>]*>1\.001193', form, re.DOTALL)
        words = {"version": "0", "case": "Chưa từng kết hôn", "way": "direct", "kind": "citizen", "sets": "1"}
        words |= {"applicant": f"Lê Thị Đo {place}", "procedure_id": procedure[1] if procedure else "1"}
        row = clerk.post(f"{HERE}/new", words).location
        step = f"{row}/steps/receive"
        papers = dict(PAPERS.findall(clerk.client.get(step).text))
        papers |= {name.replace("-id", "-shape"): "original" for name in papers}
        spent.append(_post(clerk, step, {"version": clerk.version(step)} | papers))
    return spent


def _post(browser: Browser, path: str, form: dict[str, str]) -> tuple[float, float]:
    browser.post("/account", {})  # its first call fetches the token of forms
    answers: list[Any] = []
    spent = _timed(lambda: answers.append(browser.post(path, form)))
    if answers[0].status_code != 303:
        raise SystemExit(f"{path} answered {answers[0].status_code}")
    return spent


def _pages(browser: Browser, path: str, turns: int) -> list[tuple[float, float]]:
    """What each call took; the first, which compiles, does not count."""

    def ask() -> None:
        answer = browser.client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")

    return [_timed(ask) for _n in range(turns + 1)][1:]


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and seconds that this process worked."""
    begin, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begin, time.process_time() - worked
