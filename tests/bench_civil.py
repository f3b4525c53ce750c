"""1.2 million births as a ward's officer meets them, in milliseconds of server time: a part of `make bench`.

`…_search_city` is the search for an entry of any ward, which is written down with who asked. `…_register` is the step in which the official signs, without the signature and the drawing of the page, which stand by
themselves: signing has figures of its own, and `civil_certificate` is the page.
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from app.engine.demo import FAMILY, GIVEN, MIDDLE
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases import entering
from modules.population.lists import Country, Ethnicity
from modules.signing import both
from tests.bench_civil_rows import fill
from tests.conftest import Browser

BIRTHS, TURNS = int(os.environ.get("BENCH_BIRTHS", "1200000")), 20
GOALS = {
    "civil_search_name": 15,
    "civil_search_entry": 15,
    "civil_search_city": 15,
    "civil_queue": 20,
    "civil_open": 25,
    "civil_submit": 60,
    "civil_register": 80,
    "civil_certificate": 120,
}
HERE = "/civil_registration/births"


def civil_figures(site: Flask) -> dict[str, float]:
    """Fill the register and measure: lists, an entry, declaring with the search for duplicates, entering in the book."""
    with site.app_context():
        fill(BIRTHS)
        old, kinh, country = _old(), Ethnicity.named(db.session(), "Kinh"), Country.coded(db.session(), "VN")
        db.session.rollback()
    officer, signer = Browser(site, "hotich"), Browser(site, "chutich")
    found = {
        f"civil_{name}": _median(_pages(officer, path))
        for name, path in (
            ("list", HERE),
            ("search_name", f"{HERE}?q={fold(old.child_name or '')}"),
            ("search_entry", f"{HERE}?q={old.entry}"),
            ("queue", f"{HERE}?state=verified"),
            ("open", f"{HERE}/{old.id}"),
        )
    }
    asked = {
        "event": "birth",
        "asker": "Nguyễn Văn Thành",
        "purpose": "Đo tốc độ",
        "name": old.child_name or "",
        "born": str(old.born),
    }
    found["civil_search_city"] = _median(
        [_sent(officer, "/civil-registration/entries", asked)[0] for _n in range(TURNS + 1)][1:]
    )
    typed = {"ethnicity_id": str(kinh), "country_id": str(country)}
    submitted, rows = _declared(officer, typed)
    found["civil_submit"] = _median(submitted)
    registered, drawn = _registered(officer, signer, rows)
    return found | {"civil_register": _median(registered), "civil_certificate": _median(drawn)}


def _median(spent: list[float]) -> float:
    return round(statistics.median(spent) * 1000, 1)


def _old() -> Birth:
    """An entry in the middle of the ward's books."""
    session = db.session()
    bind(session, SYSTEM)
    ward = select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)).scalar_subquery()
    rows = select(Birth).where(Birth.unit_id == ward, Birth.number > 100_000).order_by(Birth.id)
    one = session.scalars(rows.offset(BIRTHS // 168 // 2).limit(1)).one()
    session.expunge(one)
    return one


def _pages(browser: Browser, path: str) -> list[float]:
    """What each call took; the first, which compiles, does not count."""

    def ask() -> None:
        answer = browser.client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")

    return [_timed(ask) for _n in range(TURNS + 1)][1:]


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _declared(officer: Browser, typed: dict[str, str]) -> tuple[list[float], list[int]]:
    """Declare a child whose name others bear, born on a day on which none of them was."""
    spent, rows = [], []
    born = clock.today() - timedelta(days=3)
    names = [f"{family} {middle} {given}" for given in GIVEN for middle in MIDDLE for family in FAMILY]
    for place in range(TURNS + 1):
        words = typed | {
            "version": "0", "declarer_name": names[place + 200], "relation": "mother", "declarer_paper": "passport",
            "declarer_paper_number": "B1234567, 05/01/2024, Cục Quản lý xuất nhập cảnh", "child_name": names[place],
            "born": f"{born:%d/%m/%Y}", "sex": "male", "born_at": "Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh",
            "proof": "certificate", "proof_number": f"{place}/GCS", "registration": "on_time",
            "mother_name": names[place + 200], "mother_born": "1994",
            "mother_ethnicity_id": typed["ethnicity_id"], "mother_country_id": typed["country_id"],
        }  # fmt: skip
        seconds, answer = _sent(officer, f"{HERE}/new", words)
        spent.append(seconds)
        rows.append(int(answer.location.rsplit("/", 1)[1]))
    return spent[1:], rows


def _registered(officer: Browser, signer: Browser, rows: list[int]) -> tuple[list[float], list[float]]:
    """Put each forward and enter it; what drawing and signing took is taken off, and told beside."""
    spent, drawn = [], []
    for row in rows:
        _step(officer, f"{HERE}/{row}/steps/put_forward")
        with _apart(entering, "on_one_page") as drawing, _apart(both, "sign_official") as signing:
            whole = _step(signer, f"{HERE}/{row}/steps/sign")
        spent.append(whole - sum(drawing) - sum(signing))
        drawn.append(sum(drawing))
    return spent[1:], drawn[1:]


def _step(browser: Browser, path: str) -> float:
    return _sent(browser, path, {"version": browser.version(path)})[0]


def _sent(browser: Browser, path: str, words: dict[str, str]) -> tuple[float, Any]:
    browser.post("/account", {})  # its first call fetches the token of forms
    begin = time.perf_counter()
    answer = browser.post(path, words)
    spent = time.perf_counter() - begin
    if answer.status_code != 303:
        raise SystemExit(f"{path} answered {answer.status_code}: {_said(answer.text)}")
    return spent, answer


def _said(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())[:400]


@contextmanager
def _apart(place: Any, name: str) -> Iterator[list[float]]:
    """Measure each call of a function of a module."""
    whole, spent = getattr(place, name), []

    def measured(*words: Any, **more: Any) -> Any:
        begin = time.perf_counter()
        try:
            return whole(*words, **more)
        finally:
            spent.append(time.perf_counter() - begin)

    setattr(place, name, measured)
    try:
        yield spent
    finally:
        setattr(place, name, whole)
