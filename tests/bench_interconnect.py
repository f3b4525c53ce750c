"""Messages a minute that one worker sends to a simulated system, in a process of its own: a part of `make bench`."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data.base import db
from app.engine.access import SYSTEM, bind
from app.engine.work import work
from modules.interconnect import send
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.messages.sending import send_by
from modules.interconnect.simulators import beginning
from modules.interconnect.simulators.whereabouts import base_of

MESSAGES, AT_ONCE = 2_000, 100
GOALS = {"messages_per_min": 5_000}


def interconnect_figures(site: Flask) -> dict[str, float]:
    """Write messages as a module does, send all of them, and look that each was answered."""
    beginning.start(site.config["DATA_DIR"])
    try:
        with site.app_context():
            while not base_of(site.config["DATA_DIR"]):
                time.sleep(0.02)
            return _send_all()
    finally:
        beginning.stop()


def _send_all() -> dict[str, float]:
    with work(SYSTEM) as session:
        way = session.scalars(select(Connection.id).where(Connection.port == "portal")).one()
    begin = time.perf_counter()
    for start in range(0, MESSAGES, AT_ONCE):
        _write(way, start)
    written = time.perf_counter() - begin
    begin = time.perf_counter()
    while send_by(way)[1]:
        pass
    spent = time.perf_counter() - begin
    bind(db.session(), SYSTEM)
    answered = select(func.count()).where(Outgoing.key.startswith("bench-"), Outgoing.state == State.ANSWERED)
    if db.session.scalar(answered) != MESSAGES:
        raise SystemExit("not every message was answered")
    return {"messages_per_min": round(MESSAGES / spent * 60), "message_write": round(written / MESSAGES * 1000, 1)}


def _write(way: int, start: int) -> None:
    with work(SYSTEM) as session:
        to = session.get_one(Connection, way)
        for number in range(start, start + AT_ONCE):
            content: dict[str, Any] = {"maHoSo": f"H29.27004-261128-{number:04d}", "trangThai": 4}
            send(session, "portal", "progress", content, key=f"bench-{number}", purpose="Cập nhật tiến độ", to=to)
