"""How long a stranger waits for the answer to a code, among a million copies."""

from __future__ import annotations

import random
import statistics
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import insert, select, text

from app.data.base import db
from app.data.clock import today
from app.data.moment import now
from app.data.people import Unit, User
from app.engine.access import SYSTEM, bind
from modules.certified_copies.models import Copy, State
from modules.signing.code import ALPHABET, hash_of, shown

COPIES, LOOKUPS, AT_ONCE = 1_000_000, 400, 20_000


def lookup_p95(site: Flask) -> float:
    """Fill the table, and return the 95th percentile in milliseconds; every second code is unknown."""
    with site.app_context():
        _fill()
    dice, stranger, spent = random.Random(7), site.test_client(), []
    site.config["LOOKUPS_PER_MINUTE"] = site.config["LOOKUPS_IN_ALL_PER_MINUTE"] = 10**6
    for turn in range(LOOKUPS + 20):
        number = dice.randrange(COPIES) + turn % 2 * COPIES
        start = time.perf_counter()
        answer = stranger.get(f"/xac-thuc/{shown(_code(number))}")
        spent.append(time.perf_counter() - start)
        if answer.status_code != (404 if turn % 2 else 200):
            raise SystemExit(f"a look-up answered {answer.status_code}")
    return round(statistics.quantiles(spent[20:], n=20)[-1] * 1000, 1)


def _code(number: int) -> str:
    """A code for a row, without a table of them."""
    spread, letters = number * 0x9E3779B97F4A7C15 % 2**60, ""
    for _n in range(12):
        spread, place = divmod(spread, 32)
        letters += ALPHABET[place]
    return letters


def _fill() -> None:
    session = db.session()
    bind(session, SYSTEM)
    units = list(session.scalars(select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))))
    signer, day = session.scalar(select(User.id).limit(1)), today()
    same = {"book": "01/2026-SCT/BS", "title": "Bằng tốt nghiệp đại học", "requester": "Lê Thị Kim Ngân", "version": 1}
    same |= {"search_key": "bang tot nghiep dai hoc", "state": State.RELEASED, "pages": 2, "copies": 1}
    same |= {"signer_id": signer, "created_at": now(), "updated_at": now()}
    for start in range(0, COPIES, AT_ONCE):
        rows = [
            same
            | {
                "unit_id": units[number % len(units)],
                "number": 1 + number // len(units),
                "certified_on": day - timedelta(days=number % 365),
                "code_hash": hash_of(_code(number)),
                "sha256": f"{number:064x}",
            }
            for number in range(start, start + AT_ONCE)
        ]
        session.execute(insert(Copy), rows)
        session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
