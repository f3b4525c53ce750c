"""Sixty clerks of twenty wards at once, on real server processes with PostgreSQL: how long they wait, and whether a step is lost.

Each has its own account and clicks every few seconds without a break: inbox, search, open, step. A step that was answered
as done must stand in the trail in that person's name. BENCH_CLERKS_SECONDS is how long they work: 60, or 300 for the
five minutes of the goal.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask
from sqlalchemy import select

from app.data.fold import fold
from app.data.people import Unit, User
from app.data.trail import Trail
from app.engine.access import SYSTEM
from app.engine.demo import PASSWORD, add_person, invent_name
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from tests import servers
from tests.bench_desk_rows import Filled
from tests.test_start import started

GOALS = {"dossiers_60_clerks_p95": 300, "dossiers_60_clerks_errors": 0, "dossiers_60_clerks_lost": 0}
CLERKS, WARDS, SERVERS, PAUSE = 60, 20, 2, (2.0, 6.0)  # seconds between the clicks of one clerk
SECONDS = int(os.environ.get("BENCH_CLERKS_SECONDS", "60"))
ROLES = ("dossiers.reception", "dossiers.expert", "dossiers.expert")
STEPS = {"dossiers.reception": "begin", "dossiers.expert": "hand_on"}
HERE = "/dossiers/dossiers"
TOKEN = re.compile(r'csrf-token" content="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Clerk:
    """Somebody at a screen: a role in a ward, the rows that only this person will take."""

    login: str
    user_id: int
    role: str
    rows: list[int]
    port: int
    cookie: str = ""
    token: str = ""
    spent: list[tuple[str, float]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def sign_in(self) -> None:
        """Begin the day; not counted."""
        self._call("first", "/sign-in")
        self._call("first", "/sign-in", {"login": self.login, "password": PASSWORD}, expect=303)
        self._call("first", "/dossiers/inbox")
        self.spent.clear()

    def work(self, until: float, dice: random.Random) -> None:
        """Click until the time is over, or nothing is left to be done."""
        time.sleep(dice.uniform(0, PAUSE[1]))
        while time.monotonic() < until and self.rows:
            row = self.rows.pop()
            self._click(dice, "inbox", "/dossiers/inbox")
            self._click(dice, "search", f"{HERE}?q={quote(fold(invent_name(f'người {dice.random()}')))}")
            page = self._click(dice, "open", f"{HERE}/{row}")
            version = VERSION.search(page)
            form = {"version": version[1] if version else "0"}
            step = f"{HERE}/{row}/steps/{STEPS[self.role]}"
            if self._call("step", step, form, expect=303) is not None:
                self.done.append(row)
            time.sleep(dice.uniform(*PAUSE))

    def _click(self, dice: random.Random, kind: str, path: str) -> str:
        page = self._call(kind, path) or ""
        time.sleep(dice.uniform(*PAUSE))
        return page

    def _call(self, kind: str, path: str, form: dict[str, str] | None = None, expect: int = 200) -> str | None:
        begin = time.perf_counter()
        try:
            status, text = self._send(path, form)
        except OSError as error:
            status, text = 0, str(error)
        self.spent.append((kind, time.perf_counter() - begin))
        if status != expect:
            self.faults.append(f"{kind} {path}: {status}")
            return None
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        return text

    def _send(self, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        heads = {"Cookie": self.cookie}
        body = None
        if form is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrf_token": self.token} | form)
        try:
            link.request("GET" if form is None else "POST", path, body, heads)
            answer = link.getresponse()
            if kept := answer.getheader("Set-Cookie"):
                self.cookie = kept.partition(";")[0]
            return answer.status, answer.read().decode()
        finally:
            link.close()


def clerk_figures(site: Flask, address: str, filled: Filled) -> dict[str, float]:
    """Let them work and return p95 by kind of click (ms), clicks in a second, errors and lost steps."""
    with ExitStack() as until:
        ports = [_serve(site, address, until) for _n in range(SERVERS)]
        with site.app_context():
            clerks = _people(filled, ports)
        with ThreadPoolExecutor(CLERKS) as pool:
            list(pool.map(Clerk.sign_in, clerks))
            begin = time.monotonic()
            list(pool.map(lambda one: one.work(begin + SECONDS, random.Random(one.user_id)), clerks))
            lasted = time.monotonic() - begin
    with site.app_context():
        lost = _lost(clerks)
    faults = [fault for clerk in clerks for fault in clerk.faults]
    if faults:
        sys.stderr.write("\n".join(faults[:5]) + "\n")
    spent = [one for clerk in clerks for one in clerk.spent]
    figures = {f"dossiers_60_clerks_{kind}": _p95(spent, kind) for kind in ("inbox", "search", "open", "step")}
    return figures | {
        "dossiers_60_clerks_p95": _p95(spent, ""),
        "dossiers_60_clerks_clicks_s": round(len(spent) / lasted, 1),
        "dossiers_60_clerks_steps": sum(len(clerk.done) for clerk in clerks),
        "dossiers_60_clerks_errors": len(faults),
        "dossiers_60_clerks_lost": lost,
    }


def _serve(site: Flask, address: str, until: ExitStack) -> int:
    """Start a server process of its own on the site's database and return its port."""
    port, folder = servers.free_port(), Path(site.config["DATA_DIR"])
    settings = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "REDIS_URL": "", "DATABASE_URL": address}
    settings["SECRET_KEY"] = str(site.config["SECRET_KEY"])
    until.enter_context(started([sys.executable, "wsgi.py"], settings))
    return port


def _people(filled: Filled, ports: list[int]) -> list[Clerk]:
    """Three in each ward: one at the desk, two experts who share what waits for them."""
    made = []
    with work(SYSTEM) as session:
        wards = session.scalars(select(Unit).where(Unit.id.in_(filled.units)).order_by(Unit.id).limit(WARDS)).all()
        for place in range(CLERKS):
            role, ward = ROLES[place % 3], wards[place // 3]
            user: User = add_person(session, f"bench{place}", role, ward.code, "Công chức")
            open_ones = (Dossier.id > filled.last, Dossier.ended_at.is_(None), Dossier.step_role == role)
            rows = session.scalars(select(Dossier.id).where(Dossier.unit_id == ward.id, *open_ones))
            half = [row for row in rows if ROLES.count(role) == 1 or row % 2 == place % 3 - 1]
            made.append(Clerk(user.login, user.id, role, half, ports[place % len(ports)]))
    return made


def _lost(clerks: list[Clerk]) -> int:
    """How many steps were answered as done and stand in no line of the trail, or stand there without that answer."""
    people = [clerk.user_id for clerk in clerks]
    where = (Trail.table == "dossiers_dossier", Trail.act == "change", Trail.actor_id.in_(people))
    with work(SYSTEM) as session:
        lines = session.execute(select(Trail.row_id, Trail.actor_id, Trail.changes).where(*where)).all()
    written = {(row, who) for row, who, changes in lines if "step_code" in changes}
    return len(written ^ {(row, clerk.user_id) for clerk in clerks for row in clerk.done})


def _p95(spent: list[tuple[str, float]], kind: str) -> float:
    times = sorted(one for name, one in spent if kind in ("", name))
    return round(times[int(len(times) * 0.95)] * 1000, 1) if times else 0.0
