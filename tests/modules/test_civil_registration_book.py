"""The printed register: every entry once, in order; what was revoked is struck out and keeps its number."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from sqlalchemy import select

from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.kinds import Event
from tests.modules.test_civil_registration import declared, registered, take


def printed(browse: Any, rows: Any, login: str, event: Event) -> str:
    rows.rollback()
    book = rows.scalars(select(RegisterBook).where(RegisterBook.event == event)).one()
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


def test_the_book_of_deaths_is_printed_too(browse: Any, rows: Any) -> None:
    text = printed(browse, rows, "hotich", Event.DEATH)
    assert "SỔ ĐĂNG KÝ KHAI TỬ" in text and "Giấy báo tử" in text and "Sổ chưa khóa" in text


def test_another_ward_prints_its_own_books_alone(browse: Any, rows: Any) -> None:
    book = rows.scalars(select(RegisterBook).where(RegisterBook.event == Event.BIRTH)).one()
    assert browse("hotich2").get(f"/civil_registration/books/{book.id}/print/so-ho-tich.pdf").status_code == 404
