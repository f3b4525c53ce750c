"""Fifty officials sign at one moment: the numbers of the book go on without a gap or a double. A part of `make bench`."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.people import User
from app.engine.access import SYSTEM
from app.engine.demo import WARD, unit_of
from app.engine.keeping import keep
from app.engine.principals import as_person
from app.engine.steps import take_steps
from app.engine.work import work
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy, State

SIGNERS = 50


def parallel_signings(site: Flask) -> float:
    """Return how many seconds fifty signatures at once take; SystemExit when the book has a gap or a double."""
    rows, official = _waiting(site)

    def sign(row: int) -> None:
        with site.app_context():
            with as_person(official), work() as session:
                take_steps(session, session.get_one(Copy, row), [("sign", official)])
            db.session.remove()

    start = time.perf_counter()
    with ThreadPoolExecutor(SIGNERS) as pool:
        list(pool.map(sign, rows))
    spent = time.perf_counter() - start
    with site.app_context(), work(SYSTEM) as session:
        signed = sorted(session.scalars(select(Copy.number).where(Copy.id.in_(rows))))
        lines = sorted(session.scalars(select(Entry.number).where(Entry.copy_id.in_(rows))))
    whole = list(range(signed[0], signed[0] + SIGNERS))
    if signed != whole or lines != whole:
        raise SystemExit(f"the book has a gap or a double: {signed}, {lines}")
    return round(spent, 1)


def _waiting(site: Flask) -> tuple[list[int], int]:
    """Fifty copies that wait for the official's signature, and who signs them."""
    with site.app_context(), work(SYSTEM) as session:
        ward, scan = unit_of(session, WARD), picture("Bằng cử nhân", "Đo Tốc Độ")
        official = session.scalars(select(User.id).where(User.login == "lanhdao")).one()
        copies = [
            Copy(unit_id=ward.id, title=f"Đo {number}", requester="Đo Tốc Độ", state=State.SUBMITTED)
            for number in range(SIGNERS)
        ]
        session.add_all(copies)
        session.flush()
        for copy in copies:
            keep(session, copy, "quet.jpg", scan, slot="scan")
        return [copy.id for copy in copies], official
