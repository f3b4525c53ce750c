"""The book: a line per number, void lines for failed signings, print, close, and what is changed afterwards is found."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select, update

from app.data import clock
from app.data.base import db
from app.engine.access import SYSTEM
from app.engine.principals import as_person
from app.engine.work import work
from app.toolkit import Unit, render_pdf
from modules.certified_copies import models
from modules.certified_copies.book.books import Book, Series, SeriesRule, State
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.models import Copy
from tests.modules.test_certified_copies_story import HERE, issue, submitted

BOOKS = "/certified_copies/books"


def _line(rows: Any, row: int) -> Entry:
    rows.rollback()
    return rows.scalars(select(Entry).where(Entry.copy_id == row)).one()


def test_each_signing_writes_its_line(rows: Any, browse: Any) -> None:
    first, second = _line(rows, issue(rows, browse)), _line(rows, issue(rows, browse, "Học bạ"))
    assert second.number == first.number + 1 and second.book_id == first.book_id
    assert (second.title, second.requester, second.copies) == ("Học bạ", "Lê Thị Kim Ngân", 1)
    assert second.signer == "Lê Minh Khoa, PHÓ CHỦ TỊCH"


def test_a_signing_that_fails_spends_its_number(rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    last = _line(rows, issue(rows, browse)).number

    def pulled_out(*_words: Any) -> bytes:
        raise ValueError("Thiết bị ký đã bị rút ra.")

    with monkeypatch.context() as patch:
        patch.setattr(models, "sign_official", pulled_out)
        with pytest.raises(AssertionError, match="Thiết bị ký đã bị rút ra"):
            issue(rows, browse, "Ký hỏng")
    rows.rollback()
    broken = rows.scalars(select(Copy).where(Copy.title == "Ký hỏng")).one()
    assert broken.number is None and broken.state is models.State.SUBMITTED, "nothing else is left of it"
    void = rows.scalars(select(Entry).where(Entry.number == last + 1, Entry.void)).one()
    assert (void.title, void.note, void.copies) == ("Ký hỏng", "Số hủy do ký số không thành", 0)
    assert _line(rows, issue(rows, browse)).number == last + 2, "a spent number is never given again"


def test_who_fails_to_sign_reads_why_on_the_page_of_the_step(
    rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled_out(*_words: Any) -> bytes:
        raise ValueError("Thiết bị ký đã bị rút ra.")

    row, official = submitted(rows, browse, "Ký hỏng, nói lý do"), browse("lanhdao")
    official.get(f"{HERE}/{row}")
    page = f"{HERE}/{row}/steps/sign"
    version = official.version(page)
    monkeypatch.setattr(models, "sign_official", pulled_out)
    answer = official.post(page, {"version": version})
    assert answer.status_code in {303, 422}, answer.text
    told = answer.text if answer.status_code == 422 else official.get(answer.location).text
    assert "Thiết bị ký đã bị rút ra." in told


def test_the_book_prints_its_eight_columns(rows: Any, browse: Any, tmp_path: Path) -> None:
    line = _line(rows, issue(rows, browse, "Giấy phép lái xe hạng B2"))
    page = browse("vanthu").get(f"{BOOKS}/{line.book_id}").text
    assert "Số liên tục, không khuyết số" in page
    for query in ("", f"?month={line.certified_on.month}"):
        answer = browse("vanthu").client.get(f"/certification-books/{line.book_id}/so.pdf{query}")
        (tmp_path / "so.pdf").write_bytes(answer.data)
        text = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "so.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout
        for words in ("SỔ CHỨNG THỰC", "Quyển số: 01/", "(8)", "Giấy phép lái xe", "Tổng cộng"):
            assert words in text, words
    other = 12 if line.certified_on.month != 12 else 1
    assert browse("vanthu").client.get(f"/certification-books/{line.book_id}/so.pdf?month={other}").status_code == 200
    assert browse("vanthu").client.get(f"/certification-books/{line.book_id}/so.pdf?month=13").status_code == 404
    assert browse("canbo2").client.get(f"/certification-books/{line.book_id}/so.pdf").status_code in (403, 404)


@pytest.mark.parametrize("lines", range(14, 26, 2))
def test_the_sum_stands_beside_the_last_lines(site: Flask, lines: int) -> None:
    entries = [
        Entry(id=at, number_text=str(at), certified_on=date(2031, 5, 2), title=f"Dong{at}") for at in range(lines)
    ]
    book = Book(title="01/2031-SCT/BS", year=2031, opened_on=date(2031, 1, 2), chain="0" * 64)
    with site.app_context():
        unit = db.session.scalar(select(Unit).where(Unit.code == "27004"))
        words = {"book": book, "unit": unit, "month": 5, "entries": entries, "fees": dict.fromkeys(range(lines), 0)}
        words |= {"total": 0, "in_words": "không đồng", "copies": 0, "today": date(2031, 6, 1)}
        book.unit = unit
        content = render_pdf("certified_copies/book_print.html", words)
        db.session.rollback()
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    (last,) = [page for page in pages if "Tổng cộng" in page]
    assert f"Dong{lines - 1}" in last and "Mã khóa sổ" in last


@pytest.fixture
def desk(site: Flask) -> Any:
    with site.app_context(), as_person(None):
        yield db.session()
        db.session.rollback()


def _volume(session: Any, unit_id: int, lines: int = 4) -> Book:
    for at in range(lines):
        book, number = Book.next(session, unit_id, date(2031, 5, 2 + at))
        book.write(number, certified_on=date(2031, 5, 2 + at), title=f"Giấy {at}", copies=at + 1)
    return book


def test_a_closed_volume_holds_its_lines_and_the_next_goes_on_with_the_numbers(desk: Any) -> None:
    unit_id = desk.scalar(select(Copy.unit_id).limit(1))
    book = _volume(desk, unit_id)
    with clock.frozen(clock.now().replace(year=2031)):
        book.close()
    book.state = State.CLOSED
    desk.flush()
    assert book.closing == {"lines": 4, "copies": 10, "void": 0, "fees": 0} and book.faults() == []
    later, number = Book.next(desk, unit_id, date(2031, 12, 30))
    assert (later.title, number) == ("02/2031-SCT/BS", 5), "the same year's numbers run on"
    fresh, number = Book.next(desk, unit_id, date(2032, 1, 2))
    assert (fresh.title, number) == ("01/2032-SCT/BS", 1), "a new year begins with one"
    entry = book.entries()[1]
    entry.title = "Giấy khác"
    with pytest.raises(ValueError, match="Sổ đã khóa"):
        desk.flush()


def test_a_spent_number_is_counted_apart_and_gives_no_copies(desk: Any) -> None:
    book = _volume(desk, desk.scalar(select(Copy.unit_id).limit(1)))
    book.write_void(5, date(2031, 5, 9), "Ký hỏng")
    told = {"lines": 4, "copies": 10, "void": 1, "fees": 0}
    assert book.figures() == told and book.faults() == []
    taken = book.entries()
    assert book.figures(taken) == told and book.faults(taken[:1] + taken[2:]) == ["Thiếu số 2."]


def test_a_line_changed_behind_the_houses_back_is_found(desk: Any) -> None:
    book = _volume(desk, desk.scalar(select(Copy.unit_id).limit(1)))
    book.close()
    book.state = State.CLOSED
    desk.flush()
    table = Entry.__table__
    third, number = book.entries()[2].id, book.entries()[2].number
    desk.execute(update(table).where(table.c.id == third).values(requester="Người khác"))
    desk.expire_all()
    assert book.faults() == [f"Từ số {number} trở đi, dòng sổ khác với lúc khóa sổ."]
    desk.execute(table.delete().where(table.c.id == third))
    desk.expire_all()
    assert f"Thiếu số {number}." in book.faults()


def test_a_unit_may_keep_a_book_of_its_own_for_electronic_copies(desk: Any) -> None:
    unit_id = desk.scalar(select(Copy.unit_id).limit(1))
    words = {"series": Series.ELECTRONIC, "source": "Quyết định của UBND", "valid_from": date(2033, 7, 1)}
    desk.add(SeriesRule(unit_id=unit_id, **words))
    desk.flush()
    before, number = Book.next(desk, unit_id, date(2033, 6, 30))
    assert (before.title, number, before.suffix) == ("01/2033-SCT/BS", 1, "")
    after, number = Book.next(desk, unit_id, date(2033, 7, 1))
    assert (after.title, number, after.suffix) == ("01/2033-SCTĐT/BS", 1, "/ĐT")
    desk.add(SeriesRule(unit_id=unit_id, **words | {"series": Series.EXTERNAL}))
    desk.flush()
    assert SeriesRule.of(desk, unit_id, date(2033, 7, 1)) is Series.EXTERNAL, "a later decision of the same day counts"


def test_the_shell_checks_a_year(rows: Any, browse: Any, site: Flask) -> None:
    issue(rows, browse)
    run = site.test_cli_runner()
    year = str(clock.today().year)
    assert run.invoke(args=["copies", "check-book", "27004", year]).exit_code == 0
    with site.app_context():
        with work(SYSTEM) as session:
            last = session.scalars(select(Entry).order_by(Entry.number.desc()).limit(1)).one()
            book, number = Book.next(session, last.unit_id, clock.today())
            Book.next(session, last.unit_id, clock.today())
            second = book.write(number + 1, certified_on=clock.today(), title="Sau chỗ khuyết").id
        told = run.invoke(args=["copies", "check-book", "27004", year])
        assert told.exit_code == 1 and f"Thiếu số {number}." in told.output
        with work(SYSTEM) as session:
            session.delete(session.get_one(Entry, second))
            session.get_one(Book, book.id).write(number, certified_on=clock.today(), title="Bù", void=True)
            session.get_one(Book, book.id).write(number + 1, certified_on=clock.today(), title="Bù", void=True)
    assert run.invoke(args=["copies", "check-book", "27004", "1999"]).exit_code == 1
