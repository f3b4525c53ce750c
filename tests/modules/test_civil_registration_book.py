"""The printed register: every entry once, in order; what was revoked is struck out and keeps its number."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from sqlalchemy import select

from app.data import clock
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.kinds import Event
from tests.modules.printed import said
from tests.modules.test_civil_registration import THIS_YEAR, declared, registered, take
from tests.modules.test_civil_registration_extracts import asked_with_declaration, forward, pay


def printed(browse: Any, rows: Any, login: str, event: Event) -> str:
    rows.rollback()
    this_year = (RegisterBook.event == event, RegisterBook.year == clock.today().year)
    book = rows.scalars(select(RegisterBook).where(*this_year)).first()
    answer = browse(login).get(f"/civil_registration/books/{book.id}/print/so-ho-tich.pdf")
    assert answer.status_code == 200, answer.text
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.data, check=True, capture_output=True)
    return run.stdout.decode()


def test_the_book_is_printed_with_every_entry_and_its_count(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows, child_name="Nguyễn In Sổ"))
    gone = registered(browse, rows, declared(browse, rows, child_name="Nguyễn Bị Thu Hồi"))
    assert take(browse, "chutich", gone, "revoke", reason="Cấp trái pháp luật").status_code == 303
    text = printed(browse, rows, "luutru", Event.BIRTH)
    assert "SỔ ĐĂNG KÝ KHAI SINH" in text and f"Quyển số {birth.book}" in text
    assert text.count("Nguyễn In Sổ") == 1 and birth.mother_name.split()[-1] in text
    numbers = [int(number) for number in re.findall(r"^\s*(\d{2})\s+\d\d/\d\d/\d{4}", text, re.MULTILINE)]
    assert numbers == list(range(1, gone.number + 1))
    assert f"Tổng số {gone.number} việc" in text and "1 việc đã thu hồi" in text
    assert "Cấp trái" in text  # the reason of the revocation stands in the notes of its entry


def test_the_book_of_deaths_is_printed_too(browse: Any, rows: Any) -> None:
    text = printed(browse, rows, "hotich", Event.DEATH)
    assert "SỔ ĐĂNG KÝ KHAI TỬ" in text and "Giấy báo tử" in text and "Sổ chưa khóa" in text


def test_another_ward_prints_its_own_books_alone(browse: Any, rows: Any) -> None:
    book = rows.scalars(select(RegisterBook).where(*THIS_YEAR)).first()
    assert browse("hotich2").get(f"/civil_registration/books/{book.id}/print/so-ho-tich.pdf").status_code == 404


def test_the_book_of_extracts_has_each_once_with_what_was_paid(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows, child_name="Nguyễn Có Sổ")
    forward(browse, extract, "put_forward", "sign", "seal")
    assert pay(browse, extract).status_code == 303
    year = clock.today().year
    assert str(year) in browse("luutru").get("/civil-registration/extract-book/").text
    answer = browse("luutru").get(f"/civil-registration/extract-book/{year}.pdf")
    text = said(answer.data)
    assert "SỔ CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH" in text and "Số chưa có trích lục" not in text
    assert text.count("Có Sổ") == 1 and "24.000" in text
    assert "Có Sổ" not in said(browse("hotich2").get(f"/civil-registration/extract-book/{year}.pdf").data)
    assert browse("motcua").get(f"/civil-registration/extract-book/{year}.pdf").status_code == 403
