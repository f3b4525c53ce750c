"""`make bench`: 100,000 requests in 168 units, measured as an ordinary ward user sees them; a table and JSON.

Figures are medians of server time in milliseconds, one process; `…_per_s` are rates, at least the goal; `verify_ms` is a check of a signed file; `sign_50_at_once_s` is how long fifty signatures at one moment take; `second_start_s` is `make run` until its first page; `pace_ms` is a million additions: how fast this machine is just now, to read the others by; `idle_mb` is a server of its own after its first page. Training has its own officials, classes and lessons (`bench_training.py`), the one-stop desk a million dossiers (`bench_dossiers.py`) and sixty clerks at once (`bench_clerks.py`); messages to other systems are sent to simulators (`bench_interconnect.py`), a digitised book is taken in (`bench_civil_sheets.py`), 1.2 million births are searched (`bench_civil.py`). PostgreSQL is measured when its programs are there.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, text

from app.data.base import db
from app.data.fold import fold
from app.data.moment import now
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from app.web.site import create_app
from modules.equipment.models import Campaign, Fund, Item, Line, Request, State
from tests import servers
from tests.bench_civil import GOALS as CIVIL
from tests.bench_civil import civil_figures
from tests.bench_civil_sheets import GOALS as SHEETS
from tests.bench_civil_sheets import sheet_figures
from tests.bench_dossiers import GOALS as DOSSIERS
from tests.bench_dossiers import dossier_figures
from tests.bench_interconnect import GOALS as MESSAGES
from tests.bench_interconnect import interconnect_figures
from tests.bench_lookups import lookup_p95
from tests.bench_parallel import parallel_signings
from tests.bench_signing import GOALS as RATES
from tests.bench_signing import signing_rates
from tests.bench_training import GOALS as TRAINING
from tests.bench_training import training_figures
from tests.conftest import Browser
from tests.test_start import MEGABYTES, resident, started

ROWS, TURNS = 100_000, 30
GOALS = (
    {
        "list": 25,
        "search": 25,
        "open": 25,
        "save": 40,
        "lookup_p95": 150,
        "second_start_s": 5,
        "idle_mb": MEGABYTES,
    }
    | RATES
    | TRAINING
    | DOSSIERS
    | MESSAGES
    | SHEETS
    | CIVIL
)
HERE = "/equipment/requests"


def main() -> None:
    """Measure on SQLite and PostgreSQL, and print."""
    found = {"sqlite": _measure("")}
    if any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        with servers.postgresql() as address:
            found["postgresql"] = _measure(address)
    print(f"{'':<28}{'goal':>8}" + "".join(f"{name:>14}" for name in found))
    for key in dict.fromkeys(key for figures in found.values() for key in figures):
        print(
            f"{key:<28}{GOALS.get(key, ''):>8}" + "".join(f"{figures.get(key, '–'):>14}" for figures in found.values())
        )
    print(json.dumps(found))


def _pace() -> float:
    """How long plain work takes: machines that are shared run at half their speed an hour later."""

    def add() -> None:
        total = 0
        for number in range(1_000_000):
            total += number

    return _median(add)


def _measure(address: str) -> dict[str, float]:
    folder = tempfile.TemporaryDirectory()
    with folder:
        path = Path(folder.name)
        site = create_app(
            DATA_DIR=path,
            SECRET_KEY="bench",
            SQLALCHEMY_DATABASE_URI=address or f"sqlite:///{path}/b.sqlite",
            DEMO_SIZE="ward",  # the bench has a city of its own
        )
        if site.test_cli_runner().invoke(args=["setup"]).exit_code:
            raise SystemExit("setup failed")
        gc.freeze()  # as wsgi.py does
        rest = _at_rest(path, address)
        with site.app_context():
            _fill()
        figures = {"pace_ms": _pace()} | _pages(site) | {"lookup_p95": lookup_p95(site)} | rest | signing_rates(site)
        if address:  # fifty writers at once are a city's; SQLite lets one after the other, a ward has three
            figures["sign_50_at_once_s"] = parallel_signings(site)
        figures |= interconnect_figures(site)
        figures |= sheet_figures(site)
        figures |= civil_figures(site)
        figures |= training_figures(site, city=bool(address))
        figures |= dossier_figures(site, address)
        with site.app_context():
            db.session.remove()
            db.engine.dispose()
    return figures


def _fill() -> None:
    session, dice = db.session(), random.Random(6)
    bind(session, SYSTEM)
    units = list(session.scalars(select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))))
    campaign, item = session.scalar(select(Campaign.id).limit(1)), session.scalar(select(Item.id).limit(1))
    words = ["Máy quét", "Máy in", "Đầu đọc thẻ", "Bộ lưu điện", "Máy tính", "Màn hình", "Thiết bị mạng", "Ki-ốt"]
    for start in range(0, ROWS, 10_000):
        rows = []
        for number in range(start, start + 10_000):
            title = f"{dice.choice(words)} cho {dice.choice(['quầy', 'phòng', 'tổ'])} số {number}"
            rows.append(
                {
                    "unit_id": units[number % len(units)],
                    "number": f"TB-BM-{number:06d}",
                    "title": title,
                    "search_key": fold(f"TB-BM-{number:06d} {title}"),
                    "campaign_id": campaign,
                    "reason": "Đo tốc độ",
                    "fund": dice.choice(list(Fund)),
                    "state": dice.choice(list(State)),
                    "blocked": False,
                    "version": 1,
                    "created_at": now(),
                    "updated_at": now(),
                    "total": dice.randrange(10**6, 10**8),
                    "approved_total": 0,
                }
            )
        ids = session.scalars(insert(Request).returning(Request.id), rows).all()
        session.execute(
            insert(Line),
            [{"request_id": one, "position": 1, "item_id": item, "quantity": 1, "price": 10**6} for one in ids],
        )
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def _pages(site: Flask) -> dict[str, float]:
    browser = Browser(site, "canbo")
    page = browser.client.get(HERE).text
    row = re.search(rf"{HERE}/(\d+)", page)
    first = browser.client.get(f"{HERE}?state=draft").text
    draft = re.search(rf"{HERE}/(\d+)\"", first)
    number = draft[1] if draft else row[1]  # type: ignore[index]
    form = browser.client.get(f"{HERE}/{number}/edit").text
    typed = re.findall(r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"', form)  # no button: it would take a step, too
    fields = dict(typed) | {"reason": "Đo tốc độ", "fund": "ward"}
    fields |= dict(re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>.*?<option selected value="([^"]+)"', form, re.DOTALL))

    def save() -> Any:
        version = re.search(r'name="version" value="(\d+)"', browser.client.get(f"{HERE}/{number}/edit").text)[1]  # type: ignore[index]
        body = fields | {"version": version, "title": f"Đo {time.monotonic_ns()}"}
        start = time.perf_counter()
        answer = browser.client.post(f"{HERE}/{number}/edit", data=body)
        spent = time.perf_counter() - start
        if answer.status_code != 303:
            raise SystemExit(f"save answered {answer.status_code}")
        return spent

    return {
        "list": _median(lambda: browser.client.get(HERE)),
        "search": _median(lambda: browser.client.get(f"{HERE}?q=may quet quay")),
        "open": _median(lambda: browser.client.get(f"{HERE}/{number}")),
        "save": round(statistics.median(save() for _n in range(TURNS)) * 1000, 1),
    }


def _median(act: Callable[[], Any]) -> float:
    act()
    spent = []
    for _n in range(TURNS):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return round(statistics.median(spent) * 1000, 1)


def _at_rest(folder: Path, address: str) -> dict[str, float]:
    """Return the seconds a second `make run` takes to its first page, and the MB that a server then holds."""
    settings = {**os.environ, "DATA_DIR": str(folder), "PORT": str(servers.free_port()), "REDIS_URL": ""}
    settings["DATABASE_URL"] = address or f"sqlite:///{folder}/b.sqlite"
    begin = time.perf_counter()
    with started(["make", "-s", "run"], settings):
        second = time.perf_counter() - begin
    with started([sys.executable, "wsgi.py"], settings) as program:
        held = resident(program.pid)
    return {"second_start_s": round(second, 1), "idle_mb": held}


if __name__ == "__main__":
    main()
