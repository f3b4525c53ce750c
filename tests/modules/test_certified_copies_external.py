"""Where the national portal issues: its copy is checked, entered once in a book of its own, and nothing is signed here."""

from __future__ import annotations

import io
from datetime import date
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.data import clock
from app.data.people import Unit
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.certified_copies.book.books import Book, Series, SeriesRule
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.document import scan_pages
from modules.certified_copies.external.models import ExternalCopy, Stage
from modules.certified_copies.made_up import picture
from modules.signing.drivers.pkcs12 import HeldKey
from modules.signing.models import Holder, Key
from modules.signing.pades import prepare, seal_agency, sign_official
from tests.modules.test_certified_copies_queue import sign, submitted, ward  # noqa: F401 - a fixture

HERE = "/certified_copies/external-copies"
TITLES = (f"Bằng của Cổng số {number}" for number in count(1))
NUMBERS = count(7001)


@pytest.fixture
def theirs(site: Flask) -> bytes:
    """A file as the portal hands it out: signed by an official and an agency."""
    pages = scan_pages([("image/jpeg", picture(next(TITLES), "Võ An"))])
    with site.app_context(), work(SYSTEM) as session:
        keys: dict[Holder, HeldKey] = {}
        for key in session.scalars(select(Key)):
            keys.setdefault(key.holder, key.opened())
        return seal_agency(
            sign_official(prepare(pages), keys[Holder.OFFICIAL], "Lê Minh Khoa"), keys[Holder.AGENCY], "UBND"
        )


def draft(browse: Any, content: bytes | None, number: int | None = None, code: str = "H29.27004-261123-0044") -> int:
    form = {"number": str(number or next(NUMBERS)), "certified_on": f"{clock.today():%d/%m/%Y}", "copies": "2"}
    form |= {
        "dossier_code": code,
        "title": "Bằng cao đẳng",
        "requester": "Võ Thị An",
        "version": "0",
    }
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    row = int(answer.location.rsplit("/", 1)[1])
    if content is not None:
        browse("motcua").post(f"{HERE}/{row}/files", {"files": (io.BytesIO(content), "tu-cong.pdf")})
    return row


def enter(browse: Any, row: int) -> Any:
    step = f"{HERE}/{row}/steps/enter"
    clerk = browse("motcua")
    return clerk.post(step, {"version": clerk.version(step)})


def test_a_copy_from_the_portal_is_checked_and_entered(rows: Any, browse: Any, theirs: bytes) -> None:
    row = draft(browse, theirs, 7000)
    assert enter(browse, row).status_code == 303
    rows.rollback()
    copy = rows.get(ExternalCopy, row)
    assert copy.state is Stage.BOOKED and copy.pages == 1 and "Lê Minh Khoa" in copy.signer
    entry = rows.scalar(
        select(Entry).join(Book, Book.id == Entry.book_id).where(Book.title == copy.book, Entry.number == 7000)
    )
    assert (entry.requester, entry.copies) == ("Võ Thị An", 2) and "H29.27004-261123-0044" in entry.note
    assert copy.book.endswith("CDVC/BS")
    again = draft(browse, theirs)
    assert "đã vào sổ" in enter(browse, again).text
    page = browse().get(f"/xac-thuc/tep/{copy.sha256}")
    assert page.status_code == 200 and "Phát hành trên Cổng Dịch vụ công" in page.text


def test_the_same_dossier_entered_twice_is_hinted_at(browse: Any) -> None:
    code = "H29.27004-261123-0777"
    clerk, first = browse("motcua"), draft(browse, None, code=code)
    assert "Cùng mã hồ sơ" not in clerk.get(f"{HERE}/{first}").text
    second = draft(browse, None, code=code)
    page = clerk.get(f"{HERE}/{second}").text
    assert f"Hồ sơ {code} đã được nhập trước đó" in page and f'href="{HERE}/{first}"' in page


def test_its_book_may_have_gaps_but_no_number_twice(rows: Any, browse: Any, theirs: bytes, site: Flask) -> None:
    row = draft(browse, theirs)
    assert enter(browse, row).status_code == 303
    rows.rollback()
    copy = rows.get(ExternalCopy, row)
    with site.app_context(), work(SYSTEM) as session:
        book = session.scalar(select(Book).where(Book.title == copy.book, Book.unit_id == copy.unit_id))
        assert book.faults() == []
    other = draft(browse, theirs + b"\n", copy.number)
    assert "đã có trong quyển sổ" in enter(browse, other).text


def test_what_is_no_signed_file_is_not_entered(rows: Any, browse: Any, theirs: bytes) -> None:
    changed = bytearray(theirs)
    changed[len(theirs) // 3] ^= 1
    unsigned = scan_pages([("image/jpeg", picture("Chưa ký", "An"))])
    for content in (None, bytes(changed), unsigned):
        row = draft(browse, content)
        answer = enter(browse, row)
        assert answer.status_code == 422 or "Đính kèm" in answer.text
        rows.rollback()
        assert rows.get(ExternalCopy, row).state is Stage.DRAFT


def test_a_unit_that_issues_on_the_portal_signs_nothing_here(
    rows: Any,
    browse: Any,
    site: Flask,
    ward: int,  # noqa: F811 - the fixture
) -> None:
    (copy,) = submitted(site, ward, "Phải ký trên Cổng")
    browse("lanhdao").get(f"/certified_copies/copies/{copy}")
    with site.app_context(), work(SYSTEM) as session:
        words = {"series": Series.EXTERNAL, "source": "Thông báo", "valid_from": date(2026, 1, 1)}
        session.add(SeriesRule(unit_id=ward, **words))
    try:
        assert "phát hành bản sao trên Cổng" in sign(browse("lanhdao"), copy).text
        clerk = browse("motcua")
        form = {"version": "0", "title": "Giấy trên Cổng", "requester": "Võ An"}
        begun = clerk.post("/certified_copies/copies/new", form).location
        told = clerk.post(f"{begun}/steps/submit", {"version": clerk.version(f"{begun}/steps/submit")})
        assert told.status_code == 422 and "phát hành bản sao trên Cổng" in told.text
    finally:
        with site.app_context(), work(SYSTEM) as session:
            session.execute(delete(SeriesRule).where(SeriesRule.unit_id == ward))
    assert rows.scalar(select(Unit.id).where(Unit.id == ward)) == ward
